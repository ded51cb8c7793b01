-- 日结 (what a day came to, and what its editor wrote to it), 通知 (something said to everyone), 今天 (what was seen to).

-- A day of a compound. Its figures stand as they were released, so that a correction changes nothing else, and the next
-- day has something to compare with.
CREATE TABLE daily_summary (
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    day         TEXT  NOT NULL,                               -- 2026-03-04, in the compound's zone
    figures     TEXT  NOT NULL DEFAULT '',                    -- JSON; '': not released yet, gathered when looked at
    version     {int} NOT NULL DEFAULT 1,                     -- grows with each correction after the release
    is_late     {int} NOT NULL DEFAULT 0,
    released_at {int},
    released_by {int} REFERENCES person (id),                 -- NULL: by itself, at its time
    changed_at  {int},                                        -- the last correction after the release
    UNIQUE (compound_id, day)
) {strict};

-- What an editor wrote: a line of their own in a section, or beside a figure; nothing beside a figure withholds it.
CREATE TABLE daily_summary_line (
    id         {id},
    summary_id {int} NOT NULL REFERENCES daily_summary (id),
    section    TEXT  NOT NULL,
    figure     TEXT,                                          -- the name of the figure it stands beside; NULL: its own line
    words      TEXT  NOT NULL,
    author_id  {int} REFERENCES person (id),
    at         {int} NOT NULL,
    UNIQUE (summary_id, figure)
) {strict};

CREATE TABLE daily_summary_copy (                            -- in which groups it stands; what its slots are about
    id         {id},
    summary_id {int} NOT NULL REFERENCES daily_summary (id),
    chat_id    {int} NOT NULL REFERENCES chat (id),
    UNIQUE (summary_id, chat_id)
) {strict};

CREATE TABLE daily_summary_helper (                          -- who pressed 我来 under it
    id         {id},
    summary_id {int} NOT NULL REFERENCES daily_summary (id),
    person_id  {int} NOT NULL REFERENCES person (id),
    at         {int} NOT NULL,
    UNIQUE (summary_id, person_id)
) {strict};

CREATE TABLE notice (                                        -- 通知
    id            {id},
    compound_id   {int} NOT NULL REFERENCES compound (id),
    author_id     {int} NOT NULL REFERENCES person (id),
    text          TEXT  NOT NULL,
    photo         TEXT,                                       -- Telegram's id of the picture; the picture is not kept
    buildings     TEXT  NOT NULL DEFAULT '',                  -- JSON of the ranges; '': everybody
    wants_receipt {int} NOT NULL DEFAULT 0,
    state         TEXT  NOT NULL CHECK (state IN ('draft', 'planned', 'sent', 'withdrawn', 'cancelled')),
    made_at       {int} NOT NULL,
    send_at       {int},                                      -- NULL: as soon as it is released
    sent_at       {int}
) {strict};
CREATE INDEX notice_compound ON notice (compound_id, sent_at);

CREATE TABLE notice_copy (                                   -- a notice in one group
    id                  {id},
    notice_id           {int} NOT NULL REFERENCES notice (id),
    chat_id             {int} NOT NULL REFERENCES chat (id),
    address_id          {int} REFERENCES address (id),        -- where it stands; NULL: not sent yet
    telegram_message_id {int},
    UNIQUE (notice_id, chat_id)
) {strict};

CREATE TABLE notice_receipt (                                -- 收到
    id        {id},
    notice_id {int} NOT NULL REFERENCES notice (id),
    person_id {int} NOT NULL REFERENCES person (id),
    building  TEXT  NOT NULL DEFAULT '',                      -- of the stair group it was pressed in; '': elsewhere
    at        {int} NOT NULL,
    UNIQUE (notice_id, person_id)
) {strict};

CREATE TABLE today_mark (                                    -- a line of 今天 that somebody has seen to
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    kind        TEXT  NOT NULL,                               -- the table of the row
    row_id      {int} NOT NULL,
    person_id   {int} NOT NULL REFERENCES person (id),
    at          {int} NOT NULL,
    UNIQUE (compound_id, kind, row_id)
) {strict};
CREATE INDEX audit_compound ON audit (compound_id, at);
CREATE INDEX order_chain_compound ON order_chain (compound_id, closed_at);
CREATE INDEX delivery_bag_ticked ON delivery_bag (ticked_at) WHERE ticked_at IS NOT NULL;
