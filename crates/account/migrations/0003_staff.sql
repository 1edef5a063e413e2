CREATE TABLE account_invitation (
  id uuid PRIMARY KEY,
  account uuid NOT NULL,
  code text UNIQUE,
  issued_by uuid,
  issued_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX account_invitation_account ON account_invitation (account);
CREATE TABLE account_last (
  id uuid PRIMARY KEY,
  day text NOT NULL
)
