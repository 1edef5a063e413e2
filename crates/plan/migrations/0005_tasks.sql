CREATE TABLE plan_task (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  measure text,
  owner uuid NOT NULL,
  due text NOT NULL,
  origin text NOT NULL,
  origin_id uuid NOT NULL,
  state text NOT NULL,
  worked text,
  words text,
  opened_at bigint NOT NULL,
  ended_at bigint,
  version bigint NOT NULL
);
CREATE INDEX plan_task_owner ON plan_task (owner, state);
CREATE INDEX plan_task_origin ON plan_task (origin_id);
CREATE INDEX plan_task_measure ON plan_task (measure);
CREATE INDEX plan_task_due ON plan_task (state, due);
CREATE TABLE plan_task_step (
  id uuid PRIMARY KEY,
  task uuid NOT NULL REFERENCES plan_task (id),
  n bigint NOT NULL,
  what text NOT NULL,
  words text,
  owner uuid NOT NULL,
  due text NOT NULL,
  actor uuid,
  at bigint NOT NULL,
  UNIQUE (task, n)
);
CREATE TABLE plan_task_reminder (
  id uuid PRIMARY KEY,
  task uuid NOT NULL REFERENCES plan_task (id),
  news text NOT NULL,
  due text NOT NULL,
  at bigint NOT NULL,
  UNIQUE (task, news, due)
)
