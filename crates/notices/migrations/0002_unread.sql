CREATE INDEX notices_recipient_unread ON notices_recipient (person) WHERE opened_at IS NULL
