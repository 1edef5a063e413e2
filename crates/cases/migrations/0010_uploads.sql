CREATE TABLE cases_upload (
    id uuid PRIMARY KEY,
    blob text NOT NULL UNIQUE,
    put_at bigint NOT NULL
)
