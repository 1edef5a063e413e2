ALTER TABLE cases_case ADD COLUMN slot text;
ALTER TABLE cases_case ADD COLUMN repeats uuid;
CREATE UNIQUE INDEX cases_case_slot ON cases_case (slot);
CREATE TABLE cases_cosign (
    id uuid PRIMARY KEY,
    draft uuid NOT NULL UNIQUE,
    name text NOT NULL,
    email text,
    lang text NOT NULL,
    proof text NOT NULL,
    tries bigint NOT NULL,
    digest text NOT NULL,
    state text NOT NULL,
    words text,
    asked_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    reminded_at bigint
);
CREATE INDEX cases_cosign_expires ON cases_cosign (state, expires_at);
CREATE TABLE cases_signature (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL UNIQUE,
    name text NOT NULL,
    way text NOT NULL,
    identity_check text,
    helper uuid,
    digest text NOT NULL,
    reason text,
    at bigint NOT NULL
)
;
ALTER TABLE cases_case ADD COLUMN register text;
ALTER TABLE cases_draft ADD COLUMN register text;
ALTER TABLE cases_draft ADD COLUMN email text;
ALTER TABLE cases_draft ADD COLUMN lang text;
CREATE INDEX cases_case_register ON cases_case (register) WHERE register IS NOT NULL
