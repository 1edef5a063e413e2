CREATE TABLE notices_public (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  body text NOT NULL,
  title_easy text,
  body_easy text,
  title_en text,
  body_en text,
  author uuid,
  published_at bigint NOT NULL,
  withdrawn_at bigint
);
