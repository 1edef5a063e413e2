CREATE TABLE approvals_approval (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  route text NOT NULL,
  route_title text NOT NULL,
  title text NOT NULL,
  desk text NOT NULL,
  subject_table text NOT NULL,
  subject_id uuid NOT NULL,
  person uuid,
  on_decided text NOT NULL,
  link text,
  state text NOT NULL,
  round bigint NOT NULL,
  drafter_account uuid,
  drafter_person uuid,
  drafter_name text NOT NULL,
  reason text,
  number text,
  number_year bigint,
  number_sign text,
  number_seq bigint,
  started_at bigint NOT NULL,
  decided_at bigint,
  version bigint NOT NULL,
  UNIQUE (number_year, number_sign, number_seq)
);
CREATE INDEX approvals_approval_subject ON approvals_approval (subject_table, subject_id);
CREATE INDEX approvals_approval_drafter ON approvals_approval (drafter_account);
CREATE INDEX approvals_approval_started ON approvals_approval (started_at);
CREATE TABLE approvals_round (
  id uuid PRIMARY KEY,
  approval uuid NOT NULL REFERENCES approvals_approval (id),
  round bigint NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  attachments text NOT NULL,
  amount bigint,
  digest bytea NOT NULL,
  drafter_account uuid,
  drafter_person uuid,
  drafter_name text NOT NULL,
  started_at bigint NOT NULL,
  UNIQUE (approval, round)
);
CREATE TABLE approvals_step (
  id uuid PRIMARY KEY,
  approval uuid NOT NULL REFERENCES approvals_approval (id),
  round bigint NOT NULL,
  seat bigint NOT NULL,
  step bigint NOT NULL,
  stage bigint NOT NULL,
  kind text NOT NULL,
  mode text NOT NULL,
  desk text,
  position text NOT NULL,
  state text NOT NULL,
  account uuid,
  person uuid,
  opened_at bigint,
  UNIQUE (approval, round, seat)
);
CREATE INDEX approvals_step_turn ON approvals_step (state, position, desk);
CREATE TABLE approvals_decision (
  id uuid PRIMARY KEY,
  approval uuid NOT NULL REFERENCES approvals_approval (id),
  n bigint NOT NULL,
  round bigint NOT NULL,
  verb text NOT NULL,
  seat uuid UNIQUE REFERENCES approvals_step (id),
  step bigint,
  actor uuid NOT NULL,
  account uuid,
  person uuid,
  name text NOT NULL,
  desk text,
  position text,
  absent_account uuid,
  absent_person uuid,
  absent_name text,
  words text,
  digest bytea NOT NULL,
  at bigint NOT NULL,
  UNIQUE (approval, n),
  UNIQUE (approval, round, step, actor)
);
CREATE INDEX approvals_decision_at ON approvals_decision (at);
CREATE TABLE approvals_review (
  id uuid PRIMARY KEY,
  approval uuid NOT NULL REFERENCES approvals_approval (id),
  decision uuid NOT NULL UNIQUE REFERENCES approvals_decision (id),
  desk text,
  position text NOT NULL,
  absent_account uuid,
  absent_person uuid,
  absent_name text NOT NULL,
  deputy_account uuid,
  deputy_person uuid,
  drafter_account uuid,
  drafter_person uuid,
  created_at bigint NOT NULL,
  done boolean NOT NULL,
  reviewed_at bigint,
  reviewer_account uuid,
  reviewer_person uuid,
  reviewer_name text,
  words text
);
CREATE INDEX approvals_review_open ON approvals_review (done, created_at);
CREATE TABLE approvals_absence (
  id uuid PRIMARY KEY,
  account uuid,
  person uuid,
  name text NOT NULL,
  posts text NOT NULL,
  first text NOT NULL,
  last text NOT NULL,
  reason text NOT NULL,
  stated_by uuid NOT NULL,
  stated_name text NOT NULL,
  stated_at bigint NOT NULL,
  ended_at bigint
);
CREATE INDEX approvals_absence_last ON approvals_absence (last);
CREATE TABLE approvals_number (
  id uuid PRIMARY KEY,
  year bigint NOT NULL,
  sign text NOT NULL,
  last bigint NOT NULL,
  UNIQUE (year, sign)
)
