CREATE TABLE account_export (
  id uuid PRIMARY KEY,
  person uuid NOT NULL,
  account uuid NOT NULL,
  lang text NOT NULL,
  blob text,
  size bigint NOT NULL,
  asked_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX account_export_person ON account_export (person)
;
CREATE TABLE account_address (
  id uuid PRIMARY KEY,
  account uuid NOT NULL,
  email text NOT NULL,
  old text NOT NULL,
  lang text NOT NULL,
  asked_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
)
