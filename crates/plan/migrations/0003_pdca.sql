-- The yearly review: a cycle for each measure and fiscal year (half: 0 the whole year, 1 or 2 a half).
CREATE TABLE plan_cycle (
    id uuid PRIMARY KEY,
    measure text NOT NULL,
    year bigint NOT NULL,
    half bigint NOT NULL,
    state text NOT NULL,
    carried boolean NOT NULL,
    aim text NOT NULL,
    kept boolean NOT NULL,
    changed text NOT NULL,
    budget bigint,
    good text NOT NULL,
    failed text NOT NULL,
    action text,
    reason text NOT NULL,
    next_aim text NOT NULL,
    round bigint NOT NULL,
    approval uuid,
    published_at bigint,
    opened_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    version bigint NOT NULL,
    UNIQUE (measure, year, half)
);
CREATE INDEX plan_cycle_published ON plan_cycle (published_at);
CREATE TABLE plan_step (
    id uuid PRIMARY KEY,
    cycle uuid NOT NULL,
    words text NOT NULL,
    owner text NOT NULL,
    due text,
    done_on text,
    origin text NOT NULL,
    origin_id uuid,
    struck boolean NOT NULL,
    at bigint NOT NULL,
    UNIQUE (cycle, origin_id)
);
CREATE TABLE plan_do (
    id uuid PRIMARY KEY,
    measure text NOT NULL,
    day text NOT NULL,
    kind text NOT NULL,
    words text NOT NULL,
    number bigint,
    unit text NOT NULL,
    source text UNIQUE,
    struck boolean NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX plan_do_day ON plan_do (measure, day);
CREATE TABLE plan_voice (
    id uuid PRIMARY KEY,
    cycle uuid NOT NULL,
    words text NOT NULL,
    heard text NOT NULL,
    struck boolean NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX plan_voice_cycle ON plan_voice (cycle, id);
CREATE TABLE plan_turn (
    id uuid PRIMARY KEY,
    cycle uuid NOT NULL,
    n bigint NOT NULL,
    event text NOT NULL,
    state text NOT NULL,
    words text NOT NULL,
    name text NOT NULL,
    at bigint NOT NULL,
    UNIQUE (cycle, n)
);
CREATE TABLE plan_sheet (
    id uuid PRIMARY KEY,
    cycle uuid NOT NULL,
    round bigint NOT NULL,
    content text NOT NULL,
    at bigint NOT NULL,
    UNIQUE (cycle, round)
);
