ALTER TABLE cases_case ADD COLUMN mandate uuid;
ALTER TABLE cases_draft ADD COLUMN mandate uuid
