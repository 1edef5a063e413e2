CREATE TABLE people_household (
  id uuid PRIMARY KEY,
  register_number text UNIQUE,
  head uuid,
  version bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE TABLE people_person (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  register_number text UNIQUE,
  household uuid,
  relation text,
  is_head boolean NOT NULL,
  full_name text NOT NULL,
  family_name text,
  given_name text,
  former_name text,
  kana text,
  name_key text NOT NULL,
  kana_key text NOT NULL,
  birth text,
  sex text,
  postcode text,
  prefecture text NOT NULL,
  city text NOT NULL,
  town_area text NOT NULL,
  rest text NOT NULL,
  building text NOT NULL,
  address_code text,
  ward text,
  resident_since text,
  address_since text,
  former_address text,
  domicile text,
  domicile_head text,
  moved_out text,
  deceased text,
  phone text,
  email text,
  version bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX people_person_household ON people_person (household);
CREATE INDEX people_person_birth ON people_person (birth);
CREATE INDEX people_person_ward ON people_person (ward);
CREATE TABLE people_contact (
  id uuid PRIMARY KEY,
  person uuid NOT NULL UNIQUE,
  channel text NOT NULL,
  language text NOT NULL,
  email text,
  phone text,
  postcode text,
  address text,
  version bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE TABLE people_account (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  email text NOT NULL,
  email_key text NOT NULL UNIQUE,
  name text NOT NULL,
  person uuid,
  state text NOT NULL,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX people_account_person ON people_account (person);
CREATE TABLE people_grant (
  id uuid PRIMARY KEY,
  account uuid,
  person uuid,
  role text NOT NULL,
  desk text,
  ward text,
  position text,
  deputy boolean NOT NULL,
  starts text NOT NULL,
  ends text,
  note text,
  follows uuid,
  version bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX people_grant_account ON people_grant (account);
CREATE INDEX people_grant_person ON people_grant (person);
CREATE INDEX people_grant_role ON people_grant (role);
CREATE TABLE people_mandate (
  id uuid PRIMARY KEY,
  principal uuid NOT NULL,
  agent uuid NOT NULL,
  scope text NOT NULL,
  starts text NOT NULL,
  ends text,
  evidence text NOT NULL,
  version bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX people_mandate_agent ON people_mandate (agent);
CREATE INDEX people_mandate_principal ON people_mandate (principal);
CREATE TABLE people_import (
  id uuid PRIMARY KEY,
  source text NOT NULL,
  digest bytea NOT NULL,
  whole boolean NOT NULL,
  as_of bigint NOT NULL,
  at bigint NOT NULL,
  rows_read bigint NOT NULL,
  added bigint NOT NULL,
  changed bigint NOT NULL,
  unchanged bigint NOT NULL,
  missing bigint NOT NULL
);
CREATE INDEX people_import_as_of ON people_import (as_of)
