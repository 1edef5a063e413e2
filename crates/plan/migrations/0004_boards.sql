CREATE TABLE plan_board (
  id uuid PRIMARY KEY,
  version bigint NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  anonymous boolean NOT NULL,
  votes_each bigint NOT NULL,
  stage text NOT NULL,
  until_at bigint,
  facilitator uuid NOT NULL,
  previous uuid,
  opened_at bigint NOT NULL,
  closed_at bigint
);

CREATE INDEX plan_board_subject ON plan_board (kind, subject, id);
CREATE INDEX plan_board_stage ON plan_board (stage, id);

CREATE TABLE plan_board_pulse (
  id uuid PRIMARY KEY,
  change bigint NOT NULL,
  secret bytea
);

CREATE TABLE plan_card (
  id uuid PRIMARY KEY,
  version bigint NOT NULL,
  board uuid NOT NULL REFERENCES plan_board (id),
  side text NOT NULL,
  words text NOT NULL,
  author uuid,
  mark text,
  sent text NOT NULL,
  heading text NOT NULL,
  source_kind text,
  source text,
  votes bigint NOT NULL,
  decision text,
  owner uuid,
  due text,
  outcome text,
  UNIQUE (board, sent)
);

CREATE INDEX plan_card_board ON plan_card (board, id);

CREATE TABLE plan_vote (
  id uuid PRIMARY KEY,
  board uuid NOT NULL REFERENCES plan_board (id),
  card uuid NOT NULL REFERENCES plan_card (id),
  voter text NOT NULL,
  UNIQUE (card, voter)
);

CREATE INDEX plan_vote_board ON plan_vote (board, voter);
