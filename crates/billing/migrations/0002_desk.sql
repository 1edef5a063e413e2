ALTER TABLE billing_bill ADD COLUMN desk text
