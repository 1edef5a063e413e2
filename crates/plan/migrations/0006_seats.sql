CREATE TABLE plan_seat (
  id uuid PRIMARY KEY,
  body text NOT NULL,
  office text NOT NULL,
  desk text NOT NULL,
  measures text NOT NULL,
  holder uuid NOT NULL,
  starts text NOT NULL,
  ends text,
  follows uuid,
  version bigint NOT NULL,
  changed_at bigint NOT NULL,
  UNIQUE (holder, body, office, desk, starts)
);
CREATE UNIQUE INDEX plan_seat_leader ON plan_seat (desk) WHERE desk <> '' AND ends IS NULL;
CREATE INDEX plan_seat_body ON plan_seat (body, starts);
CREATE TABLE plan_opened (
  id uuid PRIMARY KEY,
  seat uuid NOT NULL REFERENCES plan_seat (id),
  measure text NOT NULL,
  what text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX plan_opened_seat ON plan_opened (seat, at)
