-- Reminders (提醒) in somebody's words, and test rounds (轮次): who was to be tested when, and what was said of it.

CREATE TABLE reminder (
    id          {id},
    compound_id {int} REFERENCES compound (id),               -- NULL: one's own, of somebody of none or several
    person_id   {int} NOT NULL REFERENCES person (id),        -- who set it
    chat_id     {int} REFERENCES chat (id),                   -- the group that hears it, where that is this one only
    words       TEXT  NOT NULL,                               -- what is reminded of
    whom        TEXT  NOT NULL CHECK (whom IN ('own', 'here', 'all', 'buildings')),
    spans       TEXT  NOT NULL DEFAULT '[]',                  -- JSON: of buildings, [["3", "12"], ["17", "17"]]
    times       TEXT  NOT NULL,                               -- JSON: rules, or instants in UTC seconds
    state       TEXT  NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'paused', 'ended')),
    made_at     {int} NOT NULL,
    ended_at    {int}
) {strict};
CREATE INDEX reminder_person ON reminder (person_id, state);
CREATE INDEX reminder_chat ON reminder (chat_id) WHERE chat_id IS NOT NULL;
CREATE INDEX reminder_compound ON reminder (compound_id, state);

CREATE TABLE test_round (
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    opened_by   {int} NOT NULL REFERENCES person (id),
    kind        TEXT  NOT NULL,                               -- 核酸, 抗原, 疫苗, 体检, or any words
    spans       TEXT  NOT NULL DEFAULT '[]',                  -- JSON: of buildings; []: all
    mark        TEXT  NOT NULL DEFAULT '',                    -- only households with this mark of the roster
    place       TEXT  NOT NULL DEFAULT '',                    -- where it is done, in words
    starts_at   {int} NOT NULL,
    ends_at     {int} NOT NULL,
    opened_at   {int} NOT NULL,
    closed_at   {int}
) {strict};
CREATE INDEX test_round_open ON test_round (compound_id, closed_at);

-- What one message, or button, says of one household in a round. The newest of a household counts.
CREATE TABLE test_report (
    id           {id},
    round_id     {int} NOT NULL REFERENCES test_round (id),
    place        TEXT  NOT NULL,                              -- the key of the residence: r:3/2/502
    building     TEXT  NOT NULL DEFAULT '',                   -- its bare name
    household_id {int} REFERENCES household (id),             -- NULL: on no roster, recorded as said
    author_id    {int} NOT NULL REFERENCES person (id),
    message_id   {int} REFERENCES message (id),               -- NULL: a button
    said_at      {int} NOT NULL,
    state        TEXT  NOT NULL CHECK (state IN ('done', 'partly', 'not_done')),
    people       {int},                                       -- how many have done it, as said
    away         {int} NOT NULL DEFAULT 0,                    -- how many are away, as said
    left_over    {int} NOT NULL DEFAULT 0,                    -- how many have yet to, as said
    result       TEXT  NOT NULL DEFAULT '' CHECK (result IN ('', 'negative', 'positive')),
    is_own       {int} NOT NULL DEFAULT 0                     -- said by somebody of the household itself
) {strict};
CREATE INDEX test_report_place ON test_report (round_id, place, said_at, id);
CREATE INDEX test_report_building ON test_report (round_id, building);
CREATE INDEX test_report_message ON test_report (message_id);
CREATE INDEX test_report_author ON test_report (author_id);

CREATE TABLE test_call (                                     -- 叫号: buildings whose turn it is
    id        {id},
    round_id  {int} NOT NULL REFERENCES test_round (id),
    spans     TEXT  NOT NULL,                                 -- JSON
    person_id {int} NOT NULL REFERENCES person (id),
    at        {int} NOT NULL,
    undone_at {int}
) {strict};
CREATE INDEX test_call_round ON test_call (round_id);

CREATE TABLE test_board (                                    -- what a live count shows: of one building, '' for all
    id       {id},
    round_id {int} NOT NULL REFERENCES test_round (id),
    building TEXT  NOT NULL,
    UNIQUE (round_id, building)
) {strict};
