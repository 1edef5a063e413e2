CREATE TABLE plan_opinion (
  id uuid PRIMARY KEY,
  measure text NOT NULL,
  year bigint NOT NULL,
  adviser uuid NOT NULL,
  name text NOT NULL,
  text text NOT NULL,
  day text NOT NULL,
  replaced boolean NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX plan_opinion_measure ON plan_opinion (measure, year)
