ALTER TABLE approvals_approval ADD COLUMN due_at bigint;
CREATE INDEX approvals_approval_decided ON approvals_approval (decided_at, state)
