CREATE TABLE papers_check (
  id uuid PRIMARY KEY,
  day text NOT NULL,
  kind text NOT NULL,
  way text NOT NULL,
  n bigint NOT NULL,
  UNIQUE (day, kind, way)
);
CREATE INDEX papers_copy_handed ON papers_copy (way, handed_at)
