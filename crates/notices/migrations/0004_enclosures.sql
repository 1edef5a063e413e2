ALTER TABLE notices_notice ADD COLUMN link_key text;
ALTER TABLE notices_notice ADD COLUMN enclosure text;
