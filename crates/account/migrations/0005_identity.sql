ALTER TABLE account_session ADD COLUMN assurance text;
CREATE TABLE account_departure (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  account uuid,
  seat bytea NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  back text NOT NULL,
  expires_at bigint NOT NULL
);
CREATE TABLE account_identity (
  id uuid PRIMARY KEY,
  account uuid NOT NULL,
  provider text NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  company text,
  created_at bigint NOT NULL,
  UNIQUE (issuer, subject)
);
CREATE INDEX account_identity_account ON account_identity (account);
CREATE TABLE account_arrival (
  id uuid PRIMARY KEY,
  account uuid NOT NULL,
  provider text NOT NULL,
  said text NOT NULL,
  state text NOT NULL,
  person uuid,
  reason text,
  decided_by uuid,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  decided_at bigint
);
CREATE INDEX account_arrival_state ON account_arrival (state);
CREATE INDEX account_arrival_account ON account_arrival (account)
