CREATE TABLE plan_version (
  id uuid PRIMARY KEY,
  n bigint UNIQUE,
  measure text,
  in_approval text UNIQUE,
  state text NOT NULL,
  seen bigint NOT NULL,
  from_day text NOT NULL,
  why text NOT NULL,
  before text NOT NULL,
  change text NOT NULL,
  drafter uuid,
  approval uuid,
  round bigint NOT NULL,
  created_at bigint NOT NULL,
  decided_at bigint,
  version bigint NOT NULL
);
CREATE INDEX plan_version_measure ON plan_version (measure)
