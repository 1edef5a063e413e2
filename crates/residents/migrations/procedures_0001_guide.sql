CREATE TABLE procedures_guide_day (
    id uuid PRIMARY KEY,
    day text NOT NULL,
    event text NOT NULL,
    shown bigint NOT NULL,
    followed bigint NOT NULL,
    UNIQUE (day, event)
)
