ALTER TABLE papers_paper ADD COLUMN record_digest text;
ALTER TABLE papers_paper ADD COLUMN valid_until text;
ALTER TABLE papers_paper ADD COLUMN originals bigint;
ALTER TABLE papers_paper ADD COLUMN claims text;
ALTER TABLE papers_paper ADD COLUMN stamped_at bigint;
ALTER TABLE papers_paper ADD COLUMN stamped_by text;

ALTER TABLE papers_copy ADD COLUMN account uuid;
ALTER TABLE papers_copy ADD COLUMN number bigint;
ALTER TABLE papers_copy ADD COLUMN reason text;

CREATE UNIQUE INDEX papers_copy_number ON papers_copy (paper, number);

CREATE TABLE papers_waiting (
  id uuid PRIMARY KEY,
  subject_table text NOT NULL,
  subject uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  desk text,
  why text NOT NULL,
  detail text NOT NULL,
  since bigint NOT NULL,
  tried_at bigint NOT NULL,
  tries bigint NOT NULL,
  UNIQUE (subject_table, subject, kind)
);

CREATE TABLE papers_recall (
  id uuid PRIMARY KEY,
  paper uuid NOT NULL REFERENCES papers_paper (id),
  open_for uuid UNIQUE,
  reason text NOT NULL,
  asked_by uuid NOT NULL,
  asked_at bigint NOT NULL,
  agreed boolean,
  decided_by uuid,
  decided_at bigint
);

CREATE INDEX papers_recall_paper ON papers_recall (paper, id);

CREATE INDEX papers_paper_revoked ON papers_paper (revoked_at)
