CREATE TABLE papers_paper (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE,
  code text NOT NULL UNIQUE,
  kind text NOT NULL,
  title text NOT NULL,
  reference text NOT NULL,
  person uuid,
  subject_table text NOT NULL,
  subject uuid NOT NULL,
  data_digest text NOT NULL,
  holder_proofs text NOT NULL,
  file text NOT NULL,
  issued_at bigint NOT NULL,
  revoked_at bigint,
  revoked_reason text,
  UNIQUE (subject_table, subject, kind)
);

CREATE INDEX papers_paper_person ON papers_paper (person, id);
CREATE INDEX papers_paper_file ON papers_paper (file);
CREATE INDEX papers_paper_issued ON papers_paper (issued_at);

CREATE TABLE papers_copy (
  id uuid PRIMARY KEY,
  paper uuid NOT NULL REFERENCES papers_paper (id),
  way text NOT NULL,
  handed_at bigint NOT NULL
);

CREATE INDEX papers_copy_paper ON papers_copy (paper, id);
