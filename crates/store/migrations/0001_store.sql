CREATE TABLE store_journal (
  seq bigint PRIMARY KEY,
  at bigint NOT NULL,
  actor text NOT NULL,
  channel text NOT NULL,
  purpose text NOT NULL,
  subject uuid,
  act text NOT NULL,
  detail_digest bytea,
  prev bytea NOT NULL,
  hash bytea NOT NULL
);
CREATE INDEX store_journal_subject ON store_journal (subject, seq);
CREATE TABLE store_journal_row (
  seq bigint NOT NULL,
  place bigint NOT NULL,
  table_name text NOT NULL,
  row_id uuid NOT NULL,
  digest bytea,
  PRIMARY KEY (seq, place)
);
CREATE INDEX store_journal_row_of ON store_journal_row (table_name, row_id, seq);
CREATE TABLE store_journal_detail (
  seq bigint PRIMARY KEY,
  salt bytea NOT NULL,
  detail text NOT NULL
);
CREATE TABLE store_journal_head (
  id bigint PRIMARY KEY,
  seq bigint NOT NULL,
  hash bytea NOT NULL
);
CREATE TABLE store_job (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  key text UNIQUE,
  payload text NOT NULL,
  state text NOT NULL,
  run_at bigint NOT NULL,
  attempts bigint NOT NULL,
  locked_until bigint,
  last_error text,
  created_at bigint NOT NULL,
  ended_at bigint
);
CREATE INDEX store_job_due ON store_job (state, run_at);
CREATE TABLE store_search (
  kind text NOT NULL,
  ref uuid NOT NULL,
  terms text NOT NULL,
  PRIMARY KEY (kind, ref)
);
