CREATE TABLE cases_procedure_version (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    version bigint NOT NULL,
    origin text NOT NULL,
    state text NOT NULL,
    working text UNIQUE,
    held text UNIQUE,
    base bigint,
    effective_from text,
    document text NOT NULL,
    digest text NOT NULL,
    why text NOT NULL,
    drafter uuid,
    approval uuid,
    round bigint NOT NULL,
    created_at bigint NOT NULL,
    changed_by uuid,
    changed_at bigint NOT NULL,
    decided_at bigint,
    offered_at bigint,
    revision bigint NOT NULL
);
CREATE INDEX cases_procedure_version_key ON cases_procedure_version (key, version)
