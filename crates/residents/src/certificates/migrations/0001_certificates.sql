CREATE TABLE certificates_import (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    source text NOT NULL,
    digest bytea NOT NULL,
    as_of text NOT NULL,
    at bigint NOT NULL,
    account uuid,
    rows_read bigint NOT NULL,
    added bigint NOT NULL,
    changed bigint NOT NULL,
    unchanged bigint NOT NULL
);
CREATE INDEX certificates_import_at ON certificates_import (at);
CREATE TABLE certificates_record (
    id uuid PRIMARY KEY,
    person uuid NOT NULL,
    kind text NOT NULL,
    year bigint NOT NULL,
    facts text NOT NULL,
    as_of text NOT NULL,
    source uuid NOT NULL,
    at bigint NOT NULL,
    replaced_at bigint
);
CREATE UNIQUE INDEX certificates_record_current ON certificates_record (person, kind, year) WHERE replaced_at IS NULL;
CREATE INDEX certificates_record_person ON certificates_record (person);
CREATE TABLE certificates_frozen (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL UNIQUE,
    kind text NOT NULL,
    document text NOT NULL,
    at bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE certificates_kiosk (
    id uuid PRIMARY KEY,
    place text NOT NULL,
    secret bytea NOT NULL UNIQUE,
    started_by uuid,
    started_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    opened_at bigint,
    ended_at bigint
);
CREATE TABLE certificates_pass (
    id uuid PRIMARY KEY,
    digest bytea NOT NULL UNIQUE,
    person uuid NOT NULL,
    level text NOT NULL,
    seal_card boolean NOT NULL,
    checked text NOT NULL,
    given_by uuid,
    made_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    used_at bigint
);
CREATE TABLE certificates_sitting (
    id uuid PRIMARY KEY,
    kiosk uuid NOT NULL,
    person uuid NOT NULL,
    level text NOT NULL,
    seal_card boolean NOT NULL,
    checked text NOT NULL,
    case_id uuid,
    started_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    ended_at bigint
);
CREATE INDEX certificates_sitting_kiosk ON certificates_sitting (kiosk);
CREATE TABLE certificates_issued (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL UNIQUE,
    kind text NOT NULL,
    channel text NOT NULL,
    automatic boolean NOT NULL,
    asked_at bigint NOT NULL,
    issued_at bigint NOT NULL
);
CREATE INDEX certificates_issued_at ON certificates_issued (issued_at, channel, automatic)
