CREATE TABLE billing_run (
  id uuid PRIMARY KEY,
  item text NOT NULL,
  year bigint NOT NULL,
  title text NOT NULL,
  source text NOT NULL,
  digest text NOT NULL,
  taken text UNIQUE,
  state text NOT NULL,
  lines bigint NOT NULL,
  total bigint NOT NULL,
  made_name text NOT NULL,
  made_at bigint NOT NULL,
  decision text,
  issued_name text,
  issued_at bigint,
  notice_on text,
  version bigint NOT NULL
);
CREATE INDEX billing_run_made ON billing_run (made_at);
CREATE TABLE billing_run_line (
  id uuid PRIMARY KEY,
  run uuid NOT NULL REFERENCES billing_run (id),
  place bigint NOT NULL,
  notice text NOT NULL,
  number text NOT NULL,
  name text NOT NULL,
  person uuid,
  total bigint NOT NULL,
  asked text NOT NULL,
  state text NOT NULL,
  why text,
  note text,
  debit boolean NOT NULL,
  bill uuid UNIQUE,
  unprinted text,
  taken text UNIQUE,
  UNIQUE (run, place)
);
CREATE INDEX billing_run_line_state ON billing_run_line (run, state, place);
CREATE TABLE billing_dunning (
  id uuid PRIMARY KEY,
  item text NOT NULL,
  year bigint NOT NULL,
  n bigint NOT NULL,
  due text NOT NULL,
  title text NOT NULL,
  state text NOT NULL,
  letter_on text NOT NULL,
  last_on text NOT NULL,
  fee bigint NOT NULL,
  made_name text NOT NULL,
  made_at bigint NOT NULL,
  posted_name text,
  posted_at bigint,
  version bigint NOT NULL
);
CREATE INDEX billing_dunning_made ON billing_dunning (made_at);
CREATE TABLE billing_dunning_line (
  id uuid PRIMARY KEY,
  dunning uuid NOT NULL REFERENCES billing_dunning (id),
  place bigint NOT NULL,
  bill uuid NOT NULL,
  instalment uuid NOT NULL,
  payer uuid NOT NULL,
  rest bigint NOT NULL,
  arrears bigint NOT NULL,
  state text NOT NULL,
  why text,
  once uuid UNIQUE,
  page bigint,
  fee_bill uuid,
  UNIQUE (dunning, instalment)
);
CREATE INDEX billing_dunning_line_state ON billing_dunning_line (dunning, state, place);
CREATE INDEX billing_dunning_line_instalment ON billing_dunning_line (instalment);
CREATE TABLE billing_print (
  id uuid PRIMARY KEY,
  source uuid NOT NULL,
  kind text NOT NULL,
  n bigint NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  papers bigint NOT NULL,
  file text NOT NULL,
  made_at bigint NOT NULL,
  posted_at bigint,
  version bigint NOT NULL,
  UNIQUE (source, kind, n)
)
