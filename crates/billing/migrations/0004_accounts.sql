CREATE TABLE billing_account (
  id uuid PRIMARY KEY,
  person uuid NOT NULL,
  items text NOT NULL,
  bank text NOT NULL,
  bank_name text NOT NULL,
  branch text NOT NULL,
  branch_name text NOT NULL,
  kind text NOT NULL,
  number text NOT NULL,
  holder text NOT NULL,
  state text NOT NULL,
  channel text NOT NULL,
  reason text,
  first_use boolean NOT NULL,
  asked_at bigint NOT NULL,
  checked_at bigint,
  checked_name text,
  ended_at bigint,
  version bigint NOT NULL
);
CREATE INDEX billing_account_person ON billing_account (person, state);
CREATE INDEX billing_account_state ON billing_account (state, asked_at)
