ALTER TABLE people_mandate ADD COLUMN kind text;
CREATE TABLE people_offer (
  id uuid PRIMARY KEY,
  principal uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  scope text NOT NULL,
  ends text NOT NULL,
  tries bigint NOT NULL,
  asked_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  ended_at bigint
);
CREATE INDEX people_offer_principal ON people_offer (principal)
