ALTER TABLE papers_paper ADD COLUMN post boolean;

CREATE INDEX papers_paper_post ON papers_paper (post, issued_at)
