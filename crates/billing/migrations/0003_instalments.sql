ALTER TABLE billing_bill ADD COLUMN item text;
ALTER TABLE billing_bill ADD COLUMN levy_year bigint;
ALTER TABLE billing_bill ADD COLUMN arrears_rule text;
ALTER TABLE billing_bill ADD COLUMN exempted bigint;
ALTER TABLE billing_bill ADD COLUMN arrears bigint;
ALTER TABLE billing_bill ADD COLUMN arrears_paid bigint;
CREATE INDEX billing_bill_item ON billing_bill (item, levy_year);
CREATE TABLE billing_instalment (
  id uuid PRIMARY KEY,
  bill uuid NOT NULL REFERENCES billing_bill (id),
  n bigint NOT NULL,
  parts bigint NOT NULL,
  due text NOT NULL,
  income_year bigint NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  paid bigint NOT NULL CHECK (paid >= 0),
  exempted bigint NOT NULL CHECK (exempted >= 0),
  refunded bigint NOT NULL CHECK (refunded >= 0),
  arrears bigint NOT NULL CHECK (arrears >= 0),
  arrears_paid bigint NOT NULL CHECK (arrears_paid >= 0 AND arrears_paid <= arrears),
  arrears_waived boolean NOT NULL,
  state text NOT NULL,
  payment_key text NOT NULL UNIQUE,
  confirm text NOT NULL,
  CHECK (paid + exempted + refunded <= amount),
  UNIQUE (bill, n)
);
CREATE INDEX billing_instalment_due ON billing_instalment (state, due);
ALTER TABLE billing_entry ADD COLUMN instalment uuid;
ALTER TABLE billing_entry ADD COLUMN channel text;
ALTER TABLE billing_entry ADD COLUMN on_day text;
CREATE INDEX billing_entry_instalment ON billing_entry (instalment);
ALTER TABLE billing_payment RENAME TO billing_payment_before;
DROP INDEX billing_payment_bill;
DROP INDEX billing_payment_drawer;
DROP INDEX billing_payment_at;
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
  drawer uuid REFERENCES billing_drawer (id),
  cashier_account uuid,
  cashier_name text NOT NULL,
  reason text,
  at bigint NOT NULL,
  instalment uuid,
  paid_on text,
  arrears bigint,
  over bigint,
  source text UNIQUE,
  note text
);
INSERT INTO billing_payment (id, bill, kind, channel, amount, tendered, change, in_part, receipt, drawer, cashier_account, cashier_name, reason, at)
  SELECT id, bill, kind, channel, amount, tendered, change, in_part, receipt, drawer, cashier_account, cashier_name, reason, at
  FROM billing_payment_before;
DROP TABLE billing_payment_before;
CREATE INDEX billing_payment_bill ON billing_payment (bill, at);
CREATE INDEX billing_payment_drawer ON billing_payment (drawer, at);
CREATE INDEX billing_payment_at ON billing_payment (at);
CREATE TABLE billing_overpaid (
  id uuid PRIMARY KEY,
  bill uuid NOT NULL REFERENCES billing_bill (id),
  instalment uuid NOT NULL,
  payment uuid,
  channel text,
  amount bigint NOT NULL CHECK (amount > 0),
  given bigint NOT NULL CHECK (given >= 0 AND given <= amount),
  state text NOT NULL,
  at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX billing_overpaid_bill ON billing_overpaid (bill);
CREATE INDEX billing_overpaid_state ON billing_overpaid (state, at);
CREATE TABLE billing_suspense (
  id uuid PRIMARY KEY,
  channel text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  paid_on text NOT NULL,
  source text NOT NULL UNIQUE,
  note text,
  state text NOT NULL,
  instalment uuid,
  reason text,
  settled_name text,
  settled_at bigint,
  at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX billing_suspense_state ON billing_suspense (state, at);
CREATE TABLE billing_settlement (
  id uuid PRIMARY KEY,
  channel text NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  fee bigint NOT NULL CHECK (fee >= 0),
  on_day text NOT NULL,
  source text NOT NULL UNIQUE,
  note text,
  at bigint NOT NULL
);
CREATE TABLE billing_exemption (
  id uuid PRIMARY KEY,
  bill uuid NOT NULL REFERENCES billing_bill (id),
  instalment uuid,
  kind text NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  reason text NOT NULL,
  officer_name text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX billing_exemption_bill ON billing_exemption (bill);
CREATE TABLE billing_agreement (
  id uuid PRIMARY KEY,
  bill uuid NOT NULL REFERENCES billing_bill (id),
  state text NOT NULL,
  total bigint NOT NULL CHECK (total > 0),
  paid_before bigint NOT NULL,
  reason text NOT NULL,
  officer_name text NOT NULL,
  agreed_at bigint NOT NULL,
  ended_at bigint,
  end_reason text,
  version bigint NOT NULL
);
CREATE INDEX billing_agreement_bill ON billing_agreement (bill);
CREATE INDEX billing_agreement_state ON billing_agreement (state);
CREATE TABLE billing_agreed_day (
  id uuid PRIMARY KEY,
  agreement uuid NOT NULL REFERENCES billing_agreement (id),
  n bigint NOT NULL,
  day text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  UNIQUE (agreement, n)
)
