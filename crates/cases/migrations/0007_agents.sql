CREATE TABLE cases_agent (
    id uuid PRIMARY KEY,
    account uuid NOT NULL UNIQUE,
    person uuid NOT NULL,
    since bigint NOT NULL
)
