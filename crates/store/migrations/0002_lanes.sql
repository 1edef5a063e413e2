ALTER TABLE store_job ADD COLUMN lane bigint NOT NULL DEFAULT 0;
DROP INDEX store_job_due;
CREATE INDEX store_job_due ON store_job (state, lane, run_at);
