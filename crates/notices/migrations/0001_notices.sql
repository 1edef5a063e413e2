CREATE TABLE notices_notice (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE,
  topic text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  link text,
  urgent boolean NOT NULL,
  recipients bigint NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE notices_recipient (
  id uuid PRIMARY KEY,
  notice uuid NOT NULL REFERENCES notices_notice (id),
  person uuid NOT NULL,
  state text NOT NULL,
  channel text,
  attempts bigint NOT NULL,
  last_error text,
  partner_key text,
  batch uuid,
  opened_at bigint,
  changed_at bigint NOT NULL,
  version bigint NOT NULL,
  UNIQUE (notice, person)
);

CREATE INDEX notices_recipient_person ON notices_recipient (person, id);
CREATE INDEX notices_recipient_state ON notices_recipient (state, id);
CREATE INDEX notices_recipient_batch ON notices_recipient (batch);

CREATE TABLE notices_batch (
  id uuid PRIMARY KEY,
  letters bigint NOT NULL,
  file text NOT NULL,
  made_at bigint NOT NULL,
  posted_at bigint
);

CREATE TABLE notices_call (
  id uuid PRIMARY KEY,
  recipient uuid NOT NULL REFERENCES notices_recipient (id),
  outcome text NOT NULL,
  note text,
  called_at bigint NOT NULL
);

CREATE INDEX notices_call_recipient ON notices_call (recipient, id);

CREATE TABLE notices_unsubscribe (
  id uuid PRIMARY KEY,
  person uuid NOT NULL,
  topic text NOT NULL,
  ended_at bigint NOT NULL,
  UNIQUE (person, topic)
);
