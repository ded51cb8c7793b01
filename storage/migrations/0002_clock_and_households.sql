-- The clock (what is due), who may do what, what the bot waits for, and what a group is to its compound.

ALTER TABLE compound ADD COLUMN address_words TEXT NOT NULL DEFAULT '';  -- JSON of its address grammar; '': the usual one
ALTER TABLE compound ADD COLUMN set_up_at {int};                         -- NULL: made by itself for a group

-- What a group is to its compound: its owners' group, a stair group (of `building`), the volunteers', the organisers'.
ALTER TABLE chat ADD COLUMN purpose TEXT NOT NULL DEFAULT 'owners'
    CHECK (purpose IN ('owners', 'stair', 'volunteers', 'organisers'));
ALTER TABLE chat ADD COLUMN building TEXT;
ALTER TABLE chat ADD COLUMN greeted_at {int};

ALTER TABLE order_chain ADD COLUMN terms TEXT NOT NULL DEFAULT '';           -- JSON: when it closes, how many make it happen

CREATE TABLE role (                                          -- who may do what in a compound; a resident has no row
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    person_id   {int} NOT NULL REFERENCES person (id),
    role        TEXT  NOT NULL CHECK (role IN ('organiser', 'lead', 'volunteer', 'committee')),
    building    TEXT  NOT NULL DEFAULT '',                    -- of a lead; '' for the whole compound
    granted_by  {int} REFERENCES person (id),
    granted_at  {int} NOT NULL,
    until       {int},                                        -- NULL: until it is taken back
    UNIQUE (compound_id, person_id, role, building)
) {strict};
CREATE INDEX role_person ON role (person_id);

-- What is due: the next time of each thing that the clock starts. `at` is moved on in the transaction that files what
-- is to be said, so that nothing is said twice and nothing is forgotten.
CREATE TABLE due (
    id           {id},
    key          TEXT  NOT NULL UNIQUE,                       -- kind and subject: made known twice it stands once
    compound_id  {int} REFERENCES compound (id),              -- NULL for the house itself: backup, purge
    kind         TEXT  NOT NULL,
    subject_id   {int} NOT NULL DEFAULT 0,
    rule         TEXT,                                        -- JSON of a recurrence; NULL: once, then the row goes
    time_zone    TEXT  NOT NULL,
    at           {int} NOT NULL,
    late_seconds {int} NOT NULL,                              -- after that it is said to have come too late
    attempts     {int} NOT NULL DEFAULT 0,                    -- how often this time of it failed
    not_before   {int} NOT NULL DEFAULT 0                     -- when it is tried again
) {strict};
CREATE INDEX due_at ON due (at);

CREATE TABLE question (                                      -- what the bot waits for, and from whom
    id                  {id},
    compound_id         {int} REFERENCES compound (id),
    chat_id             {int} NOT NULL REFERENCES chat (id),
    person_id           {int} NOT NULL REFERENCES person (id),
    kind                TEXT  NOT NULL,
    about               TEXT  NOT NULL,                       -- JSON, for whoever asked
    asked_at            {int} NOT NULL,
    until               {int} NOT NULL,
    address_id          {int} REFERENCES address (id),        -- where it stands once it was sent
    telegram_message_id {int}
) {strict};
CREATE INDEX question_person ON question (chat_id, person_id);
CREATE INDEX question_until ON question (until);

-- What was said last about an open buy, so that 我也要 and a short answer to the organiser are understood. Goes with it.
CREATE TABLE talk (
    chain_id {int} PRIMARY KEY REFERENCES order_chain (id),
    talk     TEXT  NOT NULL,                                  -- JSON
    said_at  {int} NOT NULL
) {strict};

-- The parts of a paste that the client split: together they are one message, the first. Kept while parts may come.
CREATE TABLE paste (
    id                  {id},
    address_id          {int} NOT NULL REFERENCES address (id),
    telegram_message_id {int} NOT NULL,
    first_message_id    {int} NOT NULL,                       -- Telegram's number of the first part, there
    telegram_user_id    {int} NOT NULL,
    sent_at             {int} NOT NULL,
    text                TEXT  NOT NULL,
    UNIQUE (address_id, telegram_message_id)
) {strict};
CREATE INDEX paste_sent ON paste (sent_at);
CREATE INDEX paste_first ON paste (address_id, first_message_id);

CREATE TABLE counter (                                       -- sums for `shouwang status`, never of whom or what
    name  TEXT  PRIMARY KEY,
    value {int} NOT NULL
) {strict};

CREATE INDEX slot_place ON slot (address_id, telegram_message_id);

-- Households and who lives in them, consent, and the audit: who did what to which row (ids and field names only).

CREATE TABLE household (                                     -- 户: from the roster, or because somebody said so
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    place       TEXT  NOT NULL,                               -- the key of its residence: r:3/2/502
    building    TEXT,
    unit        TEXT,
    room        TEXT,
    lane        TEXT,
    contact     TEXT,                                         -- the name on the roster
    phone       TEXT,
    size        {int},                                        -- people in it; NULL: not known
    marks       TEXT  NOT NULL DEFAULT '[]',                   -- JSON: alone, no_phone, small_child, other_language
    note        TEXT,
    is_listed   {int} NOT NULL DEFAULT 0,                      -- on the roster; 0: only somebody's word
    since       {int} NOT NULL,
    UNIQUE (compound_id, place)
) {strict};
CREATE INDEX household_building ON household (compound_id, building);

-- A person says they live somewhere, and perhaps a lead or the roster's keeper confirms it. Several people a household,
-- one person for several. A claim fills in the person's own orders; only a confirmed one opens what others said.
CREATE TABLE residency (
    id           {id},
    compound_id  {int} NOT NULL REFERENCES compound (id),
    household_id {int} NOT NULL REFERENCES household (id),
    person_id    {int} NOT NULL REFERENCES person (id),
    said_at      {int} NOT NULL,
    message_id   {int} REFERENCES message (id),               -- what said so; NULL: a button
    confirmed_at {int},
    confirmed_by {int} REFERENCES person (id),
    UNIQUE (household_id, person_id)
) {strict};
CREATE INDEX residency_person ON residency (person_id, compound_id);

CREATE TABLE consent (                                       -- to what is kept of somebody that is sensitive
    id           {id},
    compound_id  {int} NOT NULL REFERENCES compound (id),
    person_id    {int} NOT NULL REFERENCES person (id),
    subject      TEXT  NOT NULL,                              -- medicine, check_in, refill
    asked_at     {int} NOT NULL,
    given_at     {int},
    withdrawn_at {int},
    UNIQUE (compound_id, person_id, subject)
) {strict};
CREATE INDEX consent_person ON consent (person_id);

-- Append-only: an undone act is a row more. What was changed to what stands in revision, which dies with its row.
CREATE TABLE audit (
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    at          {int} NOT NULL,
    actor_id    {int} REFERENCES person (id),                 -- NULL: the bot itself, by the clock
    act         TEXT  NOT NULL,                               -- one word: roster, role, claim, confirm, order, undo …
    subject     TEXT  NOT NULL,                               -- the table
    row_id      {int} NOT NULL,
    field       TEXT  NOT NULL DEFAULT '',
    message_id  {int} REFERENCES message (id),
    undoes_id   {int} REFERENCES audit (id)
) {strict};
CREATE INDEX audit_row ON audit (subject, row_id);
CREATE INDEX audit_actor ON audit (actor_id, id);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE revision (
    id         {id},
    audit_id   {int} NOT NULL REFERENCES audit (id),
    old_value  TEXT,                                          -- JSON; NULL: there was none
    new_value  TEXT
) {strict};
CREATE INDEX revision_audit ON revision (audit_id);

CREATE TABLE deep_link (                                     -- personal links: random, once, for one person, for a day
    digest    TEXT  PRIMARY KEY,                              -- SHA-256 of the token: the token itself is not kept
    person_id {int} NOT NULL REFERENCES person (id),
    kind      TEXT  NOT NULL,
    about     TEXT  NOT NULL,
    until     {int} NOT NULL
) {strict};
CREATE INDEX deep_link_person ON deep_link (person_id);

CREATE TABLE upload (                                        -- a file sent for import, until it is applied or refused
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    person_id   {int} NOT NULL REFERENCES person (id),
    kind        TEXT  NOT NULL,
    staged      TEXT  NOT NULL,                               -- JSON of what was read from it
    at          {int} NOT NULL
) {strict};
CREATE INDEX upload_person ON upload (person_id);

CREATE TABLE recovery (                                      -- the code on paper that hands a compound over
    compound_id {int} PRIMARY KEY REFERENCES compound (id),
    digest      TEXT  NOT NULL,
    made_at     {int} NOT NULL,
    attempts    {int} NOT NULL DEFAULT 0,
    tried_at    {int} NOT NULL DEFAULT 0
) {strict};
CREATE INDEX chain_speaker_person ON chain_speaker (person_id);
CREATE INDEX chain_order_author ON chain_order (author_id);
