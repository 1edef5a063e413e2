CREATE TABLE cases_invitation (
    id uuid PRIMARY KEY,
    source uuid NOT NULL,
    procedure text NOT NULL,
    procedure_version bigint NOT NULL,
    person uuid NOT NULL,
    reference text NOT NULL UNIQUE,
    digest text NOT NULL UNIQUE,
    nonce text NOT NULL,
    birth_proof text,
    document text NOT NULL,
    tries bigint NOT NULL,
    draft uuid,
    invited_at bigint NOT NULL,
    opened_at bigint,
    ended_at bigint,
    expires_at bigint NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX cases_invitation_source ON cases_invitation (source, id);
CREATE INDEX cases_invitation_person ON cases_invitation (person, id);
CREATE INDEX cases_invitation_draft ON cases_invitation (draft);
CREATE INDEX cases_invitation_invited ON cases_invitation (invited_at)
