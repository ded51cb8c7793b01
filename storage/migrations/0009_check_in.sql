-- Check-ins: who is cared for and by whom, each day's question, every step taken when nobody answers, care calls.

CREATE TABLE elder (                                         -- 报平安: somebody who is asked how they are
    id           {id},
    compound_id  {int} NOT NULL REFERENCES compound (id),
    household_id {int} NOT NULL REFERENCES household (id),
    name         TEXT  NOT NULL,                              -- what people call them
    person_id    {int} REFERENCES person (id),                -- their account, once it is linked
    phone        TEXT,
    channel      TEXT  CHECK (channel IN ('chat', 'phone', 'none')),  -- NULL: not told yet
    asks_from    {int},                                       -- minutes of the local day; NULL: not told yet
    asks_until   {int},                                       -- up to then asking late is still of use
    every_days   {int} NOT NULL DEFAULT 1,
    call_days    {int} NOT NULL DEFAULT 3,                    -- somebody of the care team calls that often
    timings      TEXT  NOT NULL DEFAULT '',                   -- JSON of their own ladder; '': the compound's
    paused_until {int},
    agreed_at    {int},                                       -- they said yes by word of mouth …
    agreed_by    {int} REFERENCES person (id),                -- … to whom
    added_at     {int} NOT NULL,
    added_by     {int} REFERENCES person (id),
    heard_at     {int},                                       -- the last sign of life
    ended_at     {int}
) {strict};
CREATE INDEX elder_compound ON elder (compound_id);
CREATE INDEX elder_household ON elder (household_id);
CREATE INDEX elder_person ON elder (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE carer (                                         -- who looks after them: accounts, or names and phones
    id        {id},
    elder_id  {int} NOT NULL REFERENCES elder (id),
    kin       TEXT  NOT NULL CHECK (kin IN ('neighbour', 'lead', 'family')),
    name      TEXT  NOT NULL,
    phone     TEXT,
    person_id {int} REFERENCES person (id)
) {strict};
CREATE INDEX carer_elder ON carer (elder_id);
CREATE INDEX carer_person ON carer (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE check_in (                                      -- one elder, one day
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    elder_id    {int} NOT NULL REFERENCES elder (id),
    day         TEXT  NOT NULL,                               -- the local date
    opened_at   {int} NOT NULL,
    until       {int} NOT NULL,                               -- up to then asking is of use
    need        TEXT  NOT NULL DEFAULT 'silent' CHECK (need IN ('silent', 'unasked', 'help', 'late', 'absent')),
    round       {int} NOT NULL DEFAULT 0,                     -- grows when the need becomes another one
    why         TEXT  NOT NULL DEFAULT '',                    -- a word: why the question was not put
    wait_until  {int} NOT NULL DEFAULT 0,
    accepted_by {int} REFERENCES person (id),                 -- who goes and looks
    accepted_at {int},
    closed_at   {int},                                        -- NULL: it runs
    how         TEXT,                                         -- how it ended: button, words, sign, early, report …
    answered_by {int} REFERENCES person (id),                 -- who said so; NULL: the elder themselves
    UNIQUE (elder_id, day)
) {strict};
CREATE INDEX check_in_running ON check_in (elder_id) WHERE closed_at IS NULL;
CREATE INDEX check_in_closed ON check_in (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE check_in_step (                                 -- what was said to whom when, and the answer
    id          {id},
    check_in_id {int} NOT NULL REFERENCES check_in (id),
    round       {int} NOT NULL,
    rung        {int},                                        -- NULL: no step up, but who goes, and the all-clear
    said        TEXT  NOT NULL,
    person_id   {int} REFERENCES person (id),                 -- NULL: the house, or somebody who was forgotten
    at          {int} NOT NULL,
    sent_at     {int},
    failed_at   {int},
    why         TEXT,                                         -- a word: why it could not be sent
    answered_at {int},
    answer      TEXT
) {strict};
CREATE INDEX check_in_step_of ON check_in_step (check_in_id);
CREATE INDEX check_in_step_person ON check_in_step (person_id);

CREATE TABLE check_in_timing (                               -- a compound's own ladder
    compound_id {int} PRIMARY KEY REFERENCES compound (id),
    timings     TEXT  NOT NULL                                -- JSON
) {strict};

CREATE TABLE care_call (                                     -- 今日关怀: a call or a visit of the care team
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    elder_id    {int} NOT NULL REFERENCES elder (id),
    at          {int} NOT NULL,
    person_id   {int} REFERENCES person (id),                 -- who called
    result      TEXT  NOT NULL CHECK (result IN ('reached', 'no answer', 'visited')),
    note        TEXT                                          -- in their words, for the care team
) {strict};
CREATE INDEX care_call_elder ON care_call (elder_id, at);
