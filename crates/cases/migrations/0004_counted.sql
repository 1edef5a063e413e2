ALTER TABLE cases_case ADD COLUMN ward text;
ALTER TABLE cases_case ADD COLUMN age_band text;
ALTER TABLE cases_case ADD COLUMN decided_on text;
ALTER TABLE cases_feedback ADD COLUMN effort text;
CREATE INDEX cases_case_counted ON cases_case (submitted_at, channel, procedure, ward, age_band, account);
CREATE INDEX cases_case_took ON cases_case (closed_at, outcome, submitted_at);
CREATE INDEX cases_case_decided ON cases_case (decided_on, due_on, procedure)
