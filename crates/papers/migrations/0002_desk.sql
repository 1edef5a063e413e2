ALTER TABLE papers_paper ADD COLUMN desk text
