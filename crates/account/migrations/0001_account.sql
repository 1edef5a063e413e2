CREATE TABLE account_password (
  id uuid PRIMARY KEY,
  hash text NOT NULL,
  changed_at bigint NOT NULL
);
CREATE TABLE account_passkey (
  id uuid PRIMARY KEY,
  account uuid NOT NULL,
  credential bytea NOT NULL UNIQUE,
  passkey text NOT NULL,
  name text NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX account_passkey_account ON account_passkey (account);
CREATE TABLE account_ceremony (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  account uuid,
  seat bytea NOT NULL,
  state text NOT NULL,
  expires_at bigint NOT NULL
);
CREATE TABLE account_session (
  id uuid PRIMARY KEY,
  account uuid NOT NULL,
  token bytea NOT NULL UNIQUE,
  way text NOT NULL,
  device text NOT NULL,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  idle_seconds bigint NOT NULL,
  expires_at bigint NOT NULL,
  ended_at bigint
);
CREATE INDEX account_session_account ON account_session (account);
CREATE TABLE account_attempt (
  id uuid PRIMARY KEY,
  taken bigint NOT NULL,
  since bigint NOT NULL
);
CREATE TABLE account_link (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  lang text NOT NULL,
  asked_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE TABLE account_code (
  id uuid PRIMARY KEY,
  proof text NOT NULL UNIQUE,
  person uuid NOT NULL,
  issued_by uuid,
  issued_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX account_code_person ON account_code (person)
