CREATE TABLE procedures_offer (
  id uuid PRIMARY KEY,
  rule text NOT NULL,
  title text NOT NULL,
  procedure text NOT NULL,
  procedure_version bigint NOT NULL,
  desk text NOT NULL,
  year bigint NOT NULL,
  wards text NOT NULL,
  purpose text NOT NULL,
  state text NOT NULL,
  author uuid NOT NULL,
  approval uuid,
  round bigint NOT NULL,
  looked_at bigint NOT NULL,
  made_at bigint NOT NULL,
  sent_at bigint,
  reply_until text,
  reminders bigint NOT NULL,
  reminded_at bigint,
  version bigint NOT NULL
);
CREATE INDEX procedures_offer_desk ON procedures_offer (desk, id);
CREATE INDEX procedures_offer_procedure ON procedures_offer (procedure, year);
CREATE TABLE procedures_offer_line (
  id uuid PRIMARY KEY,
  offer uuid NOT NULL REFERENCES procedures_offer (id),
  place bigint NOT NULL,
  subject uuid NOT NULL,
  person uuid,
  name text NOT NULL,
  to_name text,
  ward text,
  ground text,
  state text NOT NULL,
  why text,
  invitation uuid,
  UNIQUE (offer, subject)
);
CREATE INDEX procedures_offer_line_offer ON procedures_offer_line (offer, state, place);
CREATE INDEX procedures_offer_line_subject ON procedures_offer_line (subject);
CREATE INDEX procedures_offer_line_person ON procedures_offer_line (person)
