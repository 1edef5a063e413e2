CREATE TABLE procedures_guide_list (
    id uuid PRIMARY KEY,
    day text NOT NULL,
    event text NOT NULL
);
CREATE INDEX procedures_guide_list_day ON procedures_guide_list (day)
