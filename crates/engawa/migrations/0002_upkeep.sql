CREATE TABLE ops_run (
  id uuid PRIMARY KEY,
  work text NOT NULL,
  began bigint NOT NULL,
  ended bigint NOT NULL,
  good boolean NOT NULL,
  words text NOT NULL,
  copy text,
  head bigint,
  bytes bigint
);
CREATE INDEX ops_run_work ON ops_run (work, began);
CREATE TABLE ops_sample (
  id uuid PRIMARY KEY,
  series text NOT NULL,
  at bigint NOT NULL,
  value bigint NOT NULL
);
CREATE INDEX ops_sample_series ON ops_sample (series, at);
