CREATE TABLE cases_case (
    id uuid PRIMARY KEY,
    reference text NOT NULL UNIQUE,
    draft uuid UNIQUE,
    procedure text NOT NULL,
    procedure_version bigint NOT NULL,
    state text NOT NULL,
    desk text NOT NULL,
    applicant uuid,
    applicant_name text NOT NULL,
    account uuid,
    channel text NOT NULL,
    helper uuid,
    identity_check text,
    submitted_at bigint NOT NULL,
    due_on text NOT NULL,
    officer uuid,
    fee bigint,
    granted boolean,
    decision text,
    approval uuid,
    bill uuid,
    paper uuid,
    snapshot text,
    round bigint NOT NULL,
    waiting_since bigint,
    outcome text,
    closed_at bigint,
    version bigint NOT NULL
);
CREATE INDEX cases_case_queue ON cases_case (desk, state, due_on, id);
CREATE INDEX cases_case_applicant ON cases_case (applicant, id);
CREATE INDEX cases_case_account ON cases_case (account, id);
CREATE INDEX cases_case_submitted ON cases_case (submitted_at);
CREATE INDEX cases_case_closed ON cases_case (closed_at);
CREATE TABLE cases_answers (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    round bigint NOT NULL,
    document text NOT NULL,
    at bigint NOT NULL,
    UNIQUE (case_id, round)
);
CREATE TABLE cases_file (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    round bigint NOT NULL,
    question text NOT NULL,
    blob text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size bigint NOT NULL,
    UNIQUE (case_id, question, blob)
);
CREATE TABLE cases_message (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    round bigint NOT NULL,
    kind text NOT NULL,
    question text NOT NULL,
    words text NOT NULL,
    author uuid,
    at bigint NOT NULL
);
CREATE INDEX cases_message_case ON cases_message (case_id, id);
CREATE TABLE cases_feedback (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL UNIQUE,
    answer text,
    comment text,
    channel text NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX cases_feedback_at ON cases_feedback (at);
CREATE TABLE cases_draft (
    id uuid PRIMARY KEY,
    procedure text NOT NULL,
    procedure_version bigint NOT NULL,
    account uuid,
    browser text,
    helper uuid,
    person uuid,
    channel text NOT NULL,
    identity_check text,
    reference text UNIQUE,
    resume_code text UNIQUE,
    resume_proof text,
    resume_tries bigint NOT NULL,
    document text NOT NULL,
    prefilled text NOT NULL,
    page text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    reminded_at bigint
);
CREATE INDEX cases_draft_account ON cases_draft (account, id);
CREATE INDEX cases_draft_helper ON cases_draft (helper, id);
CREATE INDEX cases_draft_expires ON cases_draft (expires_at)
