ALTER TABLE cases_case ADD COLUMN assurance text;
ALTER TABLE cases_case ADD COLUMN hindrance text;
ALTER TABLE cases_case ADD COLUMN waiver text
