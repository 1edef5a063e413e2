CREATE TABLE billing_bill (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE,
  payer uuid NOT NULL,
  title text NOT NULL,
  total bigint NOT NULL CHECK (total > 0),
  paid bigint NOT NULL CHECK (paid >= 0 AND paid <= total),
  refunded bigint NOT NULL CHECK (refunded >= 0 AND refunded <= total),
  state text NOT NULL,
  due text NOT NULL,
  fiscal_year bigint NOT NULL,
  subject_table text NOT NULL,
  subject_id uuid NOT NULL,
  reference text,
  on_paid text NOT NULL,
  issued_at bigint NOT NULL,
  paid_at bigint,
  voided_at bigint,
  void_reason text,
  version bigint NOT NULL
);
CREATE INDEX billing_bill_payer ON billing_bill (payer);
CREATE INDEX billing_bill_subject ON billing_bill (subject_table, subject_id);
CREATE INDEX billing_bill_reference ON billing_bill (reference);
CREATE INDEX billing_bill_state ON billing_bill (state, due);
CREATE TABLE billing_line (
  id uuid PRIMARY KEY,
  bill uuid NOT NULL REFERENCES billing_bill (id),
  n bigint NOT NULL,
  label text NOT NULL,
  amount bigint NOT NULL,
  UNIQUE (bill, n)
);
CREATE TABLE billing_drawer (
  id uuid PRIMARY KEY,
  desk text NOT NULL,
  day text NOT NULL,
  opening bigint NOT NULL,
  state text NOT NULL,
  opened_name text NOT NULL,
  opened_at bigint NOT NULL,
  expected bigint,
  counted bigint,
  difference bigint,
  note text,
  closed_name text,
  closed_at bigint,
  version bigint NOT NULL,
  UNIQUE (desk, day)
);
CREATE TABLE billing_payment (
  id uuid PRIMARY KEY,
  bill uuid NOT NULL REFERENCES billing_bill (id),
  kind text NOT NULL,
  channel text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  tendered bigint NOT NULL,
  change bigint NOT NULL,
  in_part boolean NOT NULL,
  receipt text NOT NULL UNIQUE,
  drawer uuid NOT NULL REFERENCES billing_drawer (id),
  cashier_account uuid,
  cashier_name text NOT NULL,
  reason text,
  at bigint NOT NULL
);
CREATE INDEX billing_payment_bill ON billing_payment (bill, at);
CREATE INDEX billing_payment_drawer ON billing_payment (drawer, at);
CREATE INDEX billing_payment_at ON billing_payment (at);
CREATE TABLE billing_entry (
  id uuid PRIMARY KEY,
  posting uuid NOT NULL,
  account text NOT NULL,
  debit bigint NOT NULL CHECK (debit >= 0),
  credit bigint NOT NULL CHECK (credit >= 0),
  bill uuid,
  payment uuid,
  drawer uuid,
  fiscal_year bigint NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX billing_entry_bill ON billing_entry (bill);
CREATE INDEX billing_entry_drawer ON billing_entry (drawer);
CREATE INDEX billing_entry_account ON billing_entry (account, fiscal_year);
CREATE TABLE billing_counter (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  year bigint NOT NULL,
  last bigint NOT NULL,
  UNIQUE (kind, year)
)
