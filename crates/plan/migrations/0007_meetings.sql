CREATE TABLE plan_meeting (
  id uuid PRIMARY KEY,
  body text NOT NULL,
  title text NOT NULL,
  day text NOT NULL,
  starts text NOT NULL,
  place text,
  link text,
  guests text,
  state text NOT NULL,
  invited_at bigint,
  why text,
  version bigint NOT NULL,
  opened_at bigint NOT NULL
);
CREATE INDEX plan_meeting_day ON plan_meeting (day);
CREATE INDEX plan_meeting_body ON plan_meeting (body, day);
CREATE TABLE plan_item (
  id uuid PRIMARY KEY,
  meeting uuid NOT NULL REFERENCES plan_meeting (id),
  n bigint NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  measure text,
  minutes text NOT NULL,
  version bigint NOT NULL,
  UNIQUE (meeting, n)
);
CREATE TABLE plan_decision (
  id uuid PRIMARY KEY,
  meeting uuid NOT NULL REFERENCES plan_meeting (id),
  item uuid NOT NULL REFERENCES plan_item (id),
  n bigint NOT NULL,
  text text NOT NULL,
  task uuid REFERENCES plan_task (id),
  task_words text,
  withdrawn boolean NOT NULL,
  at bigint NOT NULL,
  UNIQUE (item, n)
);
CREATE INDEX plan_decision_meeting ON plan_decision (meeting);
CREATE TABLE plan_paper (
  id uuid PRIMARY KEY,
  meeting uuid NOT NULL REFERENCES plan_meeting (id),
  item uuid REFERENCES plan_item (id),
  name text NOT NULL,
  size bigint NOT NULL,
  blob text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX plan_paper_meeting ON plan_paper (meeting);
CREATE TABLE plan_attendance (
  id uuid PRIMARY KEY,
  meeting uuid NOT NULL REFERENCES plan_meeting (id),
  member uuid NOT NULL,
  name text NOT NULL,
  office text NOT NULL,
  came text NOT NULL,
  UNIQUE (meeting, member)
);
CREATE TABLE plan_minutes (
  id uuid PRIMARY KEY,
  meeting uuid NOT NULL UNIQUE REFERENCES plan_meeting (id),
  text text NOT NULL,
  digest text NOT NULL,
  approver uuid NOT NULL,
  approver_name text NOT NULL,
  at bigint NOT NULL
);
CREATE TABLE plan_forward (
  id uuid PRIMARY KEY,
  about uuid NOT NULL,
  body text NOT NULL,
  title text NOT NULL,
  measure text,
  path text NOT NULL,
  on_discussed text NOT NULL,
  item uuid REFERENCES plan_item (id),
  state text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX plan_forward_about ON plan_forward (about);
CREATE INDEX plan_forward_state ON plan_forward (body, state)
