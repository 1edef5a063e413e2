CREATE TABLE payments_card (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  bill uuid NOT NULL,
  instalment uuid NOT NULL,
  open_for text UNIQUE,
  by_person uuid,
  amount bigint NOT NULL CHECK (amount > 0),
  state text NOT NULL,
  session text UNIQUE,
  url text,
  payment text,
  paid bigint,
  over bigint,
  booked uuid,
  trouble text,
  until bigint NOT NULL,
  created_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX payments_card_state ON payments_card (state, changed_at);
CREATE INDEX payments_card_created ON payments_card (created_at);
CREATE INDEX payments_card_payment ON payments_card (payment);
CREATE TABLE payments_refund (
  id uuid PRIMARY KEY,
  card uuid NOT NULL REFERENCES payments_card (id),
  amount bigint NOT NULL CHECK (amount > 0),
  reason text NOT NULL,
  officer_name text NOT NULL,
  state text NOT NULL,
  refund text,
  asked_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX payments_refund_card ON payments_refund (card);
CREATE TABLE payments_event (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  name text NOT NULL,
  card uuid,
  outcome text NOT NULL,
  at bigint NOT NULL,
  UNIQUE (provider, name)
);
CREATE INDEX payments_event_at ON payments_event (at);
CREATE TABLE payments_reminder (
  id uuid PRIMARY KEY,
  instalment uuid NOT NULL,
  due text NOT NULL,
  person uuid NOT NULL,
  told_at bigint NOT NULL,
  UNIQUE (instalment, due)
);
CREATE INDEX payments_reminder_due ON payments_reminder (due)
