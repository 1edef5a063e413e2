CREATE TABLE ops_mark (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE,
  value text NOT NULL,
  at bigint NOT NULL
);
