CREATE TABLE plan_definition (
  id uuid PRIMARY KEY,
  indicator text NOT NULL,
  digest text NOT NULL,
  title text NOT NULL,
  unit text NOT NULL,
  yearly text NOT NULL,
  words text NOT NULL,
  source text,
  first_at bigint NOT NULL,
  UNIQUE (indicator, digest)
);
CREATE TABLE plan_snapshot (
  id uuid PRIMARY KEY,
  indicator text NOT NULL,
  span text NOT NULL,
  first text NOT NULL,
  last text NOT NULL,
  revision bigint NOT NULL,
  value text,
  n bigint NOT NULL,
  hits bigint,
  parts text NOT NULL,
  cuts text NOT NULL,
  definition uuid NOT NULL REFERENCES plan_definition (id),
  reason text,
  author uuid,
  closed_at bigint NOT NULL,
  UNIQUE (indicator, span, last, revision)
);
CREATE TABLE plan_outside (
  id uuid PRIMARY KEY,
  indicator text NOT NULL,
  title text NOT NULL,
  unit text NOT NULL,
  meaning text NOT NULL,
  source text NOT NULL,
  span text NOT NULL,
  first text NOT NULL,
  last text NOT NULL,
  value text NOT NULL,
  n bigint,
  state text NOT NULL,
  approval uuid,
  author uuid,
  entered_at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX plan_outside_entered ON plan_outside (entered_at)
