CREATE TABLE billing_debit_run (
  id uuid PRIMARY KEY,
  day text NOT NULL,
  file text NOT NULL,
  lines bigint NOT NULL,
  total bigint NOT NULL,
  specimen boolean NOT NULL,
  state text NOT NULL,
  made_at bigint NOT NULL,
  made_name text NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX billing_debit_run_day ON billing_debit_run (day);
CREATE TABLE billing_debit (
  id uuid PRIMARY KEY,
  run uuid NOT NULL REFERENCES billing_debit_run (id),
  n bigint NOT NULL,
  day text NOT NULL,
  instalment uuid NOT NULL,
  account uuid NOT NULL,
  person uuid NOT NULL,
  customer text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  state text NOT NULL,
  result text,
  answered_at bigint,
  version bigint NOT NULL,
  UNIQUE (run, n)
);
CREATE UNIQUE INDEX billing_debit_once ON billing_debit (instalment, day) WHERE state <> 'cancelled';
CREATE INDEX billing_debit_customer ON billing_debit (customer, day);
CREATE TABLE billing_file (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  channel text NOT NULL,
  digest text NOT NULL UNIQUE,
  file text NOT NULL,
  layout text NOT NULL,
  name text NOT NULL,
  lines bigint NOT NULL,
  total bigint NOT NULL,
  done bigint NOT NULL,
  state text NOT NULL,
  read_on text NOT NULL,
  read_at bigint NOT NULL,
  read_name text NOT NULL,
  booked_at bigint,
  booked_name text,
  version bigint NOT NULL
);
CREATE INDEX billing_file_state ON billing_file (state, read_at);
CREATE TABLE billing_file_line (
  id uuid PRIMARY KEY,
  file uuid NOT NULL REFERENCES billing_file (id),
  n bigint NOT NULL,
  payment_key text NOT NULL,
  amount bigint NOT NULL,
  paid_on text NOT NULL,
  state text NOT NULL,
  reason text,
  result text,
  instalment uuid,
  suspense uuid,
  at bigint NOT NULL,
  UNIQUE (file, n)
);
CREATE INDEX billing_file_line_state ON billing_file_line (file, state, n);
CREATE INDEX billing_file_line_at ON billing_file_line (at, state);
CREATE INDEX billing_file_line_suspense ON billing_file_line (suspense);
CREATE TABLE billing_transfer_run (
  id uuid PRIMARY KEY,
  day text NOT NULL,
  file text NOT NULL,
  lines bigint NOT NULL,
  total bigint NOT NULL,
  specimen boolean NOT NULL,
  state text NOT NULL,
  made_at bigint NOT NULL,
  made_name text NOT NULL,
  version bigint NOT NULL
);
CREATE TABLE billing_transfer (
  id uuid PRIMARY KEY,
  run uuid NOT NULL REFERENCES billing_transfer_run (id),
  n bigint NOT NULL,
  overpaid uuid NOT NULL,
  account uuid NOT NULL,
  person uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  state text NOT NULL,
  version bigint NOT NULL,
  UNIQUE (run, n)
);
CREATE UNIQUE INDEX billing_transfer_once ON billing_transfer (overpaid) WHERE state = 'made'
