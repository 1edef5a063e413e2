CREATE TABLE account_totp (
  id uuid PRIMARY KEY,
  secret text NOT NULL,
  since bigint NOT NULL
);
CREATE TABLE account_totp_used (
  id uuid PRIMARY KEY,
  step bigint NOT NULL
)
