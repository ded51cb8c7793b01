BEGIN TRANSACTION;
CREATE TABLE address (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id          INTEGER NOT NULL REFERENCES chat (id),
    telegram_chat_id INTEGER NOT NULL UNIQUE,
    is_current       INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO "address" VALUES(1,1,-4001,0);
INSERT INTO "address" VALUES(2,1,-1000000004001,1);
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    at          INTEGER NOT NULL,
    actor_id    INTEGER REFERENCES person (id),                 -- NULL: the bot itself, by the clock
    act         TEXT  NOT NULL,                               -- one word: roster, role, claim, confirm, order, undo …
    subject     TEXT  NOT NULL,                               -- the table
    row_id      INTEGER NOT NULL,
    field       TEXT  NOT NULL DEFAULT '',
    message_id  INTEGER REFERENCES message (id),
    undoes_id   INTEGER REFERENCES audit (id)
) STRICT;
INSERT INTO "audit" VALUES(1,1,70,1,'confirm','residency',1,'confirmed_at',NULL,NULL);
CREATE TABLE care_call (                                     -- 今日关怀: a call or a visit of the care team
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    elder_id    INTEGER NOT NULL REFERENCES elder (id),
    at          INTEGER NOT NULL,
    person_id   INTEGER REFERENCES person (id),                 -- who called
    result      TEXT  NOT NULL CHECK (result IN ('reached', 'no answer', 'visited')),
    note        TEXT                                          -- in their words, for the care team
) STRICT;
INSERT INTO "care_call" VALUES(1,1,1,64,1,'reached','都好');
CREATE TABLE carer (                                         -- who looks after them: accounts, or names and phones
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    elder_id  INTEGER NOT NULL REFERENCES elder (id),
    kin       TEXT  NOT NULL CHECK (kin IN ('neighbour', 'lead', 'family')),
    name      TEXT  NOT NULL,
    phone     TEXT,
    person_id INTEGER REFERENCES person (id)
) STRICT;
INSERT INTO "carer" VALUES(1,1,'neighbour','老贾','0',1);
CREATE TABLE chain_decline (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    chain_id     INTEGER NOT NULL REFERENCES order_chain (id),
    household_id INTEGER NOT NULL REFERENCES household (id) ON DELETE CASCADE,
    person_id    INTEGER NOT NULL REFERENCES person (id),       -- who asked
    said_at      INTEGER NOT NULL,
    UNIQUE (chain_id, household_id)
) STRICT;
INSERT INTO "chain_decline" VALUES(1,1,1,1,60);
CREATE TABLE chain_order (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    chain_id    INTEGER NOT NULL REFERENCES order_chain (id),
    party       TEXT  NOT NULL,
    lane        TEXT,
    building    TEXT,
    unit        TEXT,
    room        TEXT,
    name        TEXT,
    on_behalf   INTEGER NOT NULL,
    author_id   INTEGER NOT NULL REFERENCES person (id),
    note        TEXT,
    UNIQUE (chain_id, party)
) STRICT;
INSERT INTO "chain_order" VALUES(1,1,'r:3//502',NULL,'3',NULL,'502',NULL,0,1,'放门卫');
CREATE TABLE chain_speaker (                                 -- for which party an account speaks in a buy
    chain_id  INTEGER NOT NULL REFERENCES order_chain (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    party     TEXT  NOT NULL,
    PRIMARY KEY (chain_id, person_id)
) STRICT;
INSERT INTO "chain_speaker" VALUES(1,1,'r:3//502');
CREATE TABLE chat (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER REFERENCES compound (id),               -- NULL for a private chat
    kind        TEXT  NOT NULL CHECK (kind IN ('private', 'group')),
    is_active   INTEGER NOT NULL DEFAULT 1,                      -- 0 after the bot was blocked or removed
    heard_at    INTEGER NOT NULL                                 -- the last update from it
, purpose TEXT NOT NULL DEFAULT 'owners'
    CHECK (purpose IN ('owners', 'stair', 'volunteers', 'organisers')), building TEXT, greeted_at INTEGER) STRICT;
INSERT INTO "chat" VALUES(1,1,'group',1,10,'owners',NULL,NULL);
CREATE TABLE check_in (                                      -- one elder, one day
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    elder_id    INTEGER NOT NULL REFERENCES elder (id),
    day         TEXT  NOT NULL,                               -- the local date
    opened_at   INTEGER NOT NULL,
    until       INTEGER NOT NULL,                               -- up to then asking is of use
    need        TEXT  NOT NULL DEFAULT 'silent' CHECK (need IN ('silent', 'unasked', 'help', 'late', 'absent')),
    round       INTEGER NOT NULL DEFAULT 0,                     -- grows when the need becomes another one
    why         TEXT  NOT NULL DEFAULT '',                    -- a word: why the question was not put
    wait_until  INTEGER NOT NULL DEFAULT 0,
    accepted_by INTEGER REFERENCES person (id),                 -- who goes and looks
    accepted_at INTEGER,
    closed_at   INTEGER,                                        -- NULL: it runs
    how         TEXT,                                         -- how it ended: button, words, sign, early, report …
    answered_by INTEGER REFERENCES person (id),                 -- who said so; NULL: the elder themselves
    UNIQUE (elder_id, day)
) STRICT;
INSERT INTO "check_in" VALUES(1,1,1,'2026-11-30',60,90,'silent',0,'',0,1,62,63,'report',1);
CREATE TABLE check_in_step (                                 -- what was said to whom when, and the answer
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    check_in_id INTEGER NOT NULL REFERENCES check_in (id),
    round       INTEGER NOT NULL,
    rung        INTEGER,                                        -- NULL: no step up, but who goes, and the all-clear
    said        TEXT  NOT NULL,
    person_id   INTEGER REFERENCES person (id),                 -- NULL: the house, or somebody who was forgotten
    at          INTEGER NOT NULL,
    sent_at     INTEGER,
    failed_at   INTEGER,
    why         TEXT,                                         -- a word: why it could not be sent
    answered_at INTEGER,
    answer      TEXT
) STRICT;
INSERT INTO "check_in_step" VALUES(1,1,0,2,'look',1,60,61,NULL,NULL,62,'goes');
CREATE TABLE check_in_timing (                               -- a compound's own ladder
    compound_id INTEGER PRIMARY KEY REFERENCES compound (id),
    timings     TEXT  NOT NULL                                -- JSON
) STRICT;
INSERT INTO "check_in_timing" VALUES(1,'{"again":20,"neighbour":40,"lead":60,"everybody":120,"repeat":10,"report":30,"help":20}');
CREATE TABLE compound (                                      -- 小区
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT  NOT NULL,
    time_zone  TEXT  NOT NULL,
    created_at INTEGER NOT NULL
, address_words TEXT NOT NULL DEFAULT '', set_up_at INTEGER) STRICT;
INSERT INTO "compound" VALUES(1,'桂园','Asia/Shanghai',10,'',NULL);
CREATE TABLE consent (                                       -- to what is kept of somebody that is sensitive
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id  INTEGER NOT NULL REFERENCES compound (id),
    person_id    INTEGER NOT NULL REFERENCES person (id),
    subject      TEXT  NOT NULL,                              -- medicine, check_in, refill
    asked_at     INTEGER NOT NULL,
    given_at     INTEGER,
    withdrawn_at INTEGER,
    UNIQUE (compound_id, person_id, subject)
) STRICT;
INSERT INTO "consent" VALUES(1,1,1,'medicine',60,60,NULL);
CREATE TABLE counter (                                       -- sums for `shouwang status`, never of whom or what
    name  TEXT  PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;
INSERT INTO "counter" VALUES('updates',7);
CREATE TABLE daily_summary (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    day         TEXT  NOT NULL,                               -- 2026-03-04, in the compound's zone
    figures     TEXT  NOT NULL DEFAULT '',                    -- JSON; '': not released yet, gathered when looked at
    version     INTEGER NOT NULL DEFAULT 1,                     -- grows with each correction after the release
    is_late     INTEGER NOT NULL DEFAULT 0,
    released_at INTEGER,
    released_by INTEGER REFERENCES person (id),                 -- NULL: by itself, at its time
    changed_at  INTEGER,                                        -- the last correction after the release
    UNIQUE (compound_id, day)
) STRICT;
INSERT INTO "daily_summary" VALUES(1,1,'2026-03-04','[{"name":"buys_open","value":1,"parts":[{"title":"蜜橘团","building":null,"count":1,"amount":2}],"is_blurred":false}]',1,0,80,1,NULL);
CREATE TABLE daily_summary_copy (                            -- in which groups it stands; what its slots are about
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    summary_id INTEGER NOT NULL REFERENCES daily_summary (id),
    chat_id    INTEGER NOT NULL REFERENCES chat (id),
    UNIQUE (summary_id, chat_id)
) STRICT;
INSERT INTO "daily_summary_copy" VALUES(1,1,1);
CREATE TABLE daily_summary_helper (                          -- who pressed 我来 under it
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    summary_id INTEGER NOT NULL REFERENCES daily_summary (id),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    at         INTEGER NOT NULL,
    UNIQUE (summary_id, person_id)
) STRICT;
INSERT INTO "daily_summary_helper" VALUES(1,1,1,90);
CREATE TABLE daily_summary_line (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    summary_id INTEGER NOT NULL REFERENCES daily_summary (id),
    section    TEXT  NOT NULL,
    figure     TEXT,                                          -- the name of the figure it stands beside; NULL: its own line
    words      TEXT  NOT NULL,
    author_id  INTEGER REFERENCES person (id),
    at         INTEGER NOT NULL,
    UNIQUE (summary_id, figure)
) STRICT;
INSERT INTO "daily_summary_line" VALUES(1,1,'tomorrow',NULL,'早上八点发菜',1,70);
CREATE TABLE deep_link (                                     -- personal links: random, once, for one person, for a day
    digest    TEXT  PRIMARY KEY,                              -- SHA-256 of the token: the token itself is not kept
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind      TEXT  NOT NULL,
    about     TEXT  NOT NULL,
    until     INTEGER NOT NULL
) STRICT;
INSERT INTO "deep_link" VALUES('59014ed41bad3cb9758bb01b5c87b6c185b08e9310c0541f7ab863df41461a09',1,'who','{}',86460);
CREATE TABLE delivery (                                      -- 到货: the goods of a buy are here
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    chain_id   INTEGER NOT NULL UNIQUE REFERENCES order_chain (id),
    chat_id    INTEGER NOT NULL REFERENCES chat (id),           -- where it is run from: the volunteers' group, or private
    started_by INTEGER REFERENCES person (id),
    started_at INTEGER NOT NULL,
    stage      TEXT  NOT NULL CHECK (stage IN ('disinfecting', 'sorting', 'calling', 'done')),
    stage_at   INTEGER NOT NULL,
    place      TEXT  NOT NULL,                                -- where people fetch their goods
    minutes    INTEGER NOT NULL                                 -- between two buildings; 0: only by the button
) STRICT;
INSERT INTO "delivery" VALUES(1,1,1,1,70,'disinfecting',70,'小区门口',15);
CREATE TABLE delivery_bag (                                  -- what one household gets
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    building_id INTEGER NOT NULL REFERENCES delivery_building (id),
    party       TEXT  NOT NULL,
    ticked_at   INTEGER,                                        -- NULL: not fetched yet
    ticked_by   INTEGER REFERENCES person (id),
    UNIQUE (delivery_id, party)
) STRICT;
INSERT INTO "delivery_bag" VALUES(1,1,1,'r:3//502',80,1);
CREATE TABLE delivery_building (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    rank        INTEGER NOT NULL,
    lane        TEXT  NOT NULL,
    building    TEXT  NOT NULL,                               -- '' with lane '': nobody said which
    part        INTEGER NOT NULL,
    called_at   INTEGER,
    UNIQUE (delivery_id, lane, building, part)
) STRICT;
INSERT INTO "delivery_building" VALUES(1,1,0,'','3',0,75);
CREATE TABLE delivery_fault (                                -- 少, 坏, 错
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    bag_id INTEGER NOT NULL REFERENCES delivery_bag (id),
    kind   TEXT  NOT NULL CHECK (kind IN ('short', 'broken', 'wrong')),
    words  TEXT  NOT NULL,
    photo  TEXT,                                              -- Telegram's id of the picture; the picture is not kept
    at     INTEGER NOT NULL,
    by_id  INTEGER REFERENCES person (id),
    fen    INTEGER                                              -- what the organiser gives back; NULL: not decided yet
) STRICT;
INSERT INTO "delivery_fault" VALUES(1,1,'broken','碎了一个','a photo',80,1,NULL);
CREATE TABLE due (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    key          TEXT  NOT NULL UNIQUE,                       -- kind and subject: made known twice it stands once
    compound_id  INTEGER REFERENCES compound (id),              -- NULL for the house itself: backup, purge
    kind         TEXT  NOT NULL,
    subject_id   INTEGER NOT NULL DEFAULT 0,
    rule         TEXT,                                        -- JSON of a recurrence; NULL: once, then the row goes
    time_zone    TEXT  NOT NULL,
    at           INTEGER NOT NULL,
    late_seconds INTEGER NOT NULL,                              -- after that it is said to have come too late
    attempts     INTEGER NOT NULL DEFAULT 0,                    -- how often this time of it failed
    not_before   INTEGER NOT NULL DEFAULT 0                     -- when it is tried again
) STRICT;
INSERT INTO "due" VALUES(1,'daily summary:1',1,'daily summary',0,'{"frequency":"daily","interval":1,"weekdays":[],"month_days":[],"months":[],"at":"20:00:00","which":0}','Asia/Shanghai',90,21600,0,0);
CREATE TABLE elder (                                         -- 报平安: somebody who is asked how they are
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id  INTEGER NOT NULL REFERENCES compound (id),
    household_id INTEGER NOT NULL REFERENCES household (id),
    name         TEXT  NOT NULL,                              -- what people call them
    person_id    INTEGER REFERENCES person (id),                -- their account, once it is linked
    phone        TEXT,
    channel      TEXT  CHECK (channel IN ('chat', 'phone', 'none')),  -- NULL: not told yet
    asks_from    INTEGER,                                       -- minutes of the local day; NULL: not told yet
    asks_until   INTEGER,                                       -- up to then asking late is still of use
    every_days   INTEGER NOT NULL DEFAULT 1,
    call_days    INTEGER NOT NULL DEFAULT 3,                    -- somebody of the care team calls that often
    timings      TEXT  NOT NULL DEFAULT '',                   -- JSON of their own ladder; '': the compound's
    paused_until INTEGER,
    agreed_at    INTEGER,                                       -- they said yes by word of mouth …
    agreed_by    INTEGER REFERENCES person (id),                -- … to whom
    added_at     INTEGER NOT NULL,
    added_by     INTEGER REFERENCES person (id),
    heard_at     INTEGER,                                       -- the last sign of life
    ended_at     INTEGER
) STRICT;
INSERT INTO "elder" VALUES(1,1,1,'沈奶奶',1,'0','chat',480,NULL,1,3,'{"again":20,"neighbour":40,"lead":60,"everybody":120,"repeat":10,"report":30,"help":20}',NULL,60,1,60,1,NULL,NULL);
CREATE TABLE heartbeat (                                     -- when a poll last answered, to notice an absence
    bot_id   INTEGER PRIMARY KEY,
    heard_at INTEGER NOT NULL
) STRICT;
INSERT INTO "heartbeat" VALUES(42,60);
CREATE TABLE household (                                     -- 户: from the roster, or because somebody said so
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    place       TEXT  NOT NULL,                               -- the key of its residence: r:3/2/502
    building    TEXT,
    unit        TEXT,
    room        TEXT,
    lane        TEXT,
    contact     TEXT,                                         -- the name on the roster
    phone       TEXT,
    size        INTEGER,                                        -- people in it; NULL: not known
    marks       TEXT  NOT NULL DEFAULT '[]',                   -- JSON: alone, no_phone, small_child, other_language
    note        TEXT,
    is_listed   INTEGER NOT NULL DEFAULT 0,                      -- on the roster; 0: only somebody's word
    since       INTEGER NOT NULL,
    UNIQUE (compound_id, place)
) STRICT;
INSERT INTO "household" VALUES(1,1,'r:3//502','3',NULL,'502',NULL,NULL,NULL,NULL,'[]',NULL,0,60);
INSERT INTO "household" VALUES(2,1,'r:3//601','3',NULL,'601',NULL,'秦先生','0',3,'["alone"]',NULL,1,60);
CREATE TABLE inbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,                                         -- our own sequence: the order of arrival
    bot_id     INTEGER NOT NULL,
    update_id  INTEGER,                                        -- Telegram's number; NULL for what we file ourselves
    kind       TEXT  NOT NULL CHECK (kind IN ('update', 'outcome')),
    chat_key   INTEGER NOT NULL,                               -- Telegram's chat id, 0 for none: order is kept within it
    body       TEXT  NOT NULL,                               -- raw JSON, emptied when done
    state      TEXT  NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'aside')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    error      TEXT,                                         -- type and place of the last error, never its text
    arrived_at INTEGER NOT NULL,
    UNIQUE (bot_id, update_id)
) STRICT;
INSERT INTO "inbox" VALUES(1,42,1,'update',-4001,'{"update_id": 1}','aside',1,60,'ValueError at text.py:30 in read',50);
INSERT INTO "inbox" VALUES(2,42,2,'update',-4001,'{"update_id": 2}','new',0,0,NULL,50);
CREATE TABLE medication (                                    -- one household's request, for one patient
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id   INTEGER NOT NULL REFERENCES compound (id),
    message_id    INTEGER REFERENCES message (id),              -- what asked for it; NULL: a button
    place         TEXT,                                       -- the key of its residence, r:3/2/502; NULL: not known yet
    lane          TEXT,
    building      TEXT,
    unit          TEXT,
    room          TEXT,
    patient       TEXT,
    contact       TEXT,                                       -- a phone that was told
    conditions    TEXT  NOT NULL DEFAULT '',
    hospital      TEXT,                                       -- where it was last dispensed
    card          TEXT,                                       -- with whom the insurance card is
    photos        TEXT  NOT NULL DEFAULT '[]',                -- JSON: Telegram's ids of pictures of the box
    is_cold       INTEGER NOT NULL DEFAULT 0,                   -- its person says that it must be kept cold
    is_urgent     INTEGER NOT NULL DEFAULT 0,                   -- said to be urgent, or run out
    days_left     INTEGER,                                      -- how long the stock lasted …
    days_at       INTEGER,                                      -- … when that was said
    state         TEXT  NOT NULL DEFAULT 'registered' CHECK (state IN (
                      'registered', 'collected', 'fetched', 'checked', 'delivered', 'confirmed', 'ended')),
    asked         TEXT  NOT NULL DEFAULT '[]',                -- JSON: what its person was asked; nothing is asked twice
    said_at       INTEGER NOT NULL,
    pending_until INTEGER NOT NULL,
    taken_by      INTEGER REFERENCES person (id),               -- of the team: held without consent, for a reason
    taken_for     TEXT,
    alerted_at    INTEGER,                                      -- when red first went to a human
    ended_at      INTEGER,
    outcome       TEXT                                        -- received, bought, cancelled, edited, not to be had
) STRICT;
INSERT INTO "medication" VALUES(1,1,1,'r:3//502',NULL,'3',NULL,'502','钱阿婆',NULL,'',NULL,NULL,'["p"]',0,0,2,60,'registered','[]',60,90,1,'老人不会用手机',NULL,NULL,NULL);
CREATE TABLE medication_alert (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id   INTEGER NOT NULL REFERENCES compound (id),
    kind          TEXT  NOT NULL CHECK (kind IN ('danger', 'red')),
    medication_id INTEGER REFERENCES medication (id),
    person_id     INTEGER REFERENCES person (id),               -- who spoke
    words         TEXT,                                       -- what they said
    raised_at     INTEGER NOT NULL,
    rounds        INTEGER NOT NULL DEFAULT 0,                   -- how often it was told
    accepted_by   INTEGER REFERENCES person (id),
    accepted_at   INTEGER
) STRICT;
INSERT INTO "medication_alert" VALUES(1,1,'red',1,1,'急',60,1,1,70);
CREATE TABLE medication_asker (                              -- who told of it: they may see where it stands
    medication_id INTEGER NOT NULL REFERENCES medication (id),
    person_id     INTEGER NOT NULL REFERENCES person (id),
    said_at       INTEGER NOT NULL,
    PRIMARY KEY (medication_id, person_id)
) STRICT;
INSERT INTO "medication_asker" VALUES(1,1,60);
CREATE TABLE medication_custody (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    medication_id INTEGER NOT NULL REFERENCES medication (id),
    thing         TEXT  NOT NULL CHECK (thing IN ('card', 'book', 'money', 'box')),
    holder_id     INTEGER REFERENCES person (id),               -- NULL: given back
    by_id         INTEGER NOT NULL REFERENCES person (id),
    at            INTEGER NOT NULL
) STRICT;
INSERT INTO "medication_custody" VALUES(1,1,'card',1,1,60);
CREATE TABLE medication_drug (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    medication_id INTEGER NOT NULL REFERENCES medication (id),
    mention       TEXT  NOT NULL,                             -- as written
    generic       TEXT,                                       -- NULL: a class, or a name not known for certain
    strength      TEXT,
    form          TEXT,
    thousandths   INTEGER,                                      -- of the quantity
    measure       TEXT,
    guesses       TEXT  NOT NULL DEFAULT '[]'                 -- JSON: what a misspelt name may be
) STRICT;
INSERT INTO "medication_drug" VALUES(1,1,'缬沙坦','缬沙坦','80mg','片',2000,'盒','[]');
CREATE TABLE medication_match (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    offer_id      INTEGER NOT NULL REFERENCES medication_offer (id),
    medication_id INTEGER NOT NULL REFERENCES medication (id),
    decided_by    INTEGER NOT NULL REFERENCES person (id),
    decided_at    INTEGER NOT NULL,
    offerer_says  INTEGER,
    asker_says    INTEGER,
    UNIQUE (offer_id, medication_id)
) STRICT;
INSERT INTO "medication_match" VALUES(1,1,1,1,70,NULL,NULL);
CREATE TABLE medication_offer (                              -- what a neighbour can spare: for three days
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    person_id   INTEGER NOT NULL REFERENCES person (id),
    message_id  INTEGER REFERENCES message (id),
    mention     TEXT  NOT NULL,
    generic     TEXT,
    strength    TEXT,
    form        TEXT,
    thousandths INTEGER,
    measure     TEXT,
    said_at     INTEGER NOT NULL,
    until       INTEGER NOT NULL
) STRICT;
INSERT INTO "medication_offer" VALUES(1,1,1,1,'缬沙坦','缬沙坦','80mg','片',2000,'盒',60,90);
CREATE TABLE medication_refill (                             -- with consent: what somebody takes and when it runs out
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    person_id   INTEGER NOT NULL REFERENCES person (id),
    place       TEXT,
    lane        TEXT,
    building    TEXT,
    unit        TEXT,
    room        TEXT,
    patient     TEXT,
    mention     TEXT  NOT NULL,
    generic     TEXT,
    strength    TEXT,
    form        TEXT,
    thousandths INTEGER,
    measure     TEXT,
    hospital    TEXT,
    card        TEXT,
    photos      TEXT  NOT NULL DEFAULT '[]',
    days_each   INTEGER NOT NULL,                               -- how many days one of them lasts
    due_at      INTEGER NOT NULL,                               -- when all are used up
    asked_at    INTEGER                                         -- the one reminder
) STRICT;
INSERT INTO "medication_refill" VALUES(1,1,1,'r:3//502',NULL,'3',NULL,'502','钱阿婆','缬沙坦','缬沙坦','80mg','片',2000,'盒',NULL,NULL,'["p"]',14,99,NULL);
CREATE TABLE medication_step (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    medication_id INTEGER NOT NULL REFERENCES medication (id),
    at            INTEGER NOT NULL,
    step          TEXT  NOT NULL,                             -- a state, or joined, changed, alert, told, accepted …
    person_id     INTEGER REFERENCES person (id),               -- NULL: the bot by the clock
    told_id       INTEGER REFERENCES person (id)
) STRICT;
INSERT INTO "medication_step" VALUES(1,1,60,'registered',1,1);
CREATE TABLE medication_told (                               -- who was told of an alert, and when
    alert_id  INTEGER NOT NULL REFERENCES medication_alert (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    at        INTEGER NOT NULL,
    PRIMARY KEY (alert_id, person_id, at)
) STRICT;
INSERT INTO "medication_told" VALUES(1,1,60);
CREATE TABLE message (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    address_id          INTEGER NOT NULL REFERENCES address (id),
    telegram_message_id INTEGER NOT NULL,
    person_id           INTEGER REFERENCES person (id),
    sent_at             INTEGER NOT NULL,
    edited_at           INTEGER NOT NULL DEFAULT 0,
    version             INTEGER NOT NULL,
    UNIQUE (address_id, telegram_message_id)
) STRICT;
INSERT INTO "message" VALUES(1,1,1,1,10,0,1);
INSERT INTO "message" VALUES(2,1,7,1,10,0,1);
CREATE TABLE notice (                                        -- 通知
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id   INTEGER NOT NULL REFERENCES compound (id),
    author_id     INTEGER NOT NULL REFERENCES person (id),
    text          TEXT  NOT NULL,
    photo         TEXT,                                       -- Telegram's id of the picture; the picture is not kept
    buildings     TEXT  NOT NULL DEFAULT '',                  -- JSON of the ranges; '': everybody
    wants_receipt INTEGER NOT NULL DEFAULT 0,
    state         TEXT  NOT NULL CHECK (state IN ('draft', 'planned', 'sent', 'withdrawn', 'cancelled')),
    made_at       INTEGER NOT NULL,
    send_at       INTEGER,                                      -- NULL: as soon as it is released
    sent_at       INTEGER
) STRICT;
INSERT INTO "notice" VALUES(1,1,1,'明天停水',NULL,'{"spans":[["3","3"]]}',1,'sent',70,NULL,75);
CREATE TABLE notice_copy (                                   -- a notice in one group
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    notice_id           INTEGER NOT NULL REFERENCES notice (id),
    chat_id             INTEGER NOT NULL REFERENCES chat (id),
    address_id          INTEGER REFERENCES address (id),        -- where it stands; NULL: not sent yet
    telegram_message_id INTEGER,
    UNIQUE (notice_id, chat_id)
) STRICT;
INSERT INTO "notice_copy" VALUES(1,1,1,2,12);
CREATE TABLE notice_receipt (                                -- 收到
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    notice_id INTEGER NOT NULL REFERENCES notice (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    building  TEXT  NOT NULL DEFAULT '',                      -- of the stair group it was pressed in; '': elsewhere
    at        INTEGER NOT NULL,
    UNIQUE (notice_id, person_id)
) STRICT;
INSERT INTO "notice_receipt" VALUES(1,1,1,'3',80);
CREATE TABLE order_chain (                                   -- 接龙: one group buy
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id  INTEGER NOT NULL REFERENCES compound (id),
    chat_id      INTEGER NOT NULL REFERENCES chat (id),
    opened_by    INTEGER NOT NULL REFERENCES message (id),
    organiser_id INTEGER REFERENCES person (id),
    title        TEXT,
    goods        TEXT  NOT NULL DEFAULT '[]',                -- JSON, as the header told them
    opened_at    INTEGER NOT NULL,
    closed_at    INTEGER                                       -- NULL while it is open
, terms TEXT NOT NULL DEFAULT '', is_cancelled INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "order_chain" VALUES(1,1,1,1,1,'蜜橘团','[]',10,NULL,'{"closes_at":null,"minimum":null,"minimum_measure":null,"is_waived":false}',0);
CREATE TABLE order_handle (
    chain_id INTEGER NOT NULL REFERENCES order_chain (id),
    handle   TEXT  NOT NULL,
    order_id INTEGER NOT NULL REFERENCES chain_order (id),
    PRIMARY KEY (chain_id, handle, order_id)
) STRICT;
INSERT INTO "order_handle" VALUES(1,'r:3//502',1);
INSERT INTO "order_handle" VALUES(1,'m:502',1);
CREATE TABLE order_line (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    chain_id    INTEGER NOT NULL REFERENCES order_chain (id),
    order_id    INTEGER NOT NULL REFERENCES chain_order (id),
    item        TEXT  NOT NULL,
    thousandths INTEGER NOT NULL,                              -- 2.5 is 2500
    measure     TEXT,
    since       INTEGER NOT NULL REFERENCES message (id)
, lots TEXT) STRICT;
INSERT INTO "order_line" VALUES(1,1,1,'蜜橘',2500,'箱',2,NULL);
CREATE TABLE outbox (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    key                 TEXT  UNIQUE,                        -- what it is for: filing it twice sends it once
    chat_id             INTEGER REFERENCES chat (id),          -- NULL for what belongs to no chat
    lane                INTEGER NOT NULL,                      -- 0 tap answer, 1 alarm, 2 receipt, 3 message, 4 slot
    method              TEXT  NOT NULL,
    payload             TEXT  NOT NULL,                      -- JSON arguments, emptied when settled
    slot_id             INTEGER REFERENCES slot (id),
    about_address_id    INTEGER REFERENCES address (id),       -- the message it replies to or reacts to …
    about_message_id    INTEGER,                               -- … by Telegram's number there
    state               TEXT  NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'sending', 'sent', 'dead')),
    attempts            INTEGER NOT NULL DEFAULT 0,
    after_id            INTEGER REFERENCES outbox (id),        -- not before that one is settled; dead if it is dead
    not_before          INTEGER NOT NULL DEFAULT 0,
    expires_at          INTEGER,
    if_unsure           TEXT  NOT NULL DEFAULT 'again' CHECK (if_unsure IN ('again', 'drop')),
    outcome             TEXT,                                -- who waits for the outcome: comes back as an inbox row
    error               TEXT,
    sent_address_id     INTEGER REFERENCES address (id),
    sent_message_id     INTEGER,
    filed_at            INTEGER NOT NULL,
    settled_at          INTEGER                                -- NULL while it waits or is under way
) STRICT;
INSERT INTO "outbox" VALUES(1,NULL,1,4,'slot','{}',1,NULL,NULL,'new',0,NULL,0,NULL,'again',NULL,NULL,NULL,NULL,60,NULL);
INSERT INTO "outbox" VALUES(2,'k',1,3,'sendMessage','{"text": "\u597d"}',NULL,1,1,'new',0,NULL,0,NULL,'again',NULL,NULL,NULL,NULL,60,NULL);
INSERT INTO "outbox" VALUES(3,NULL,1,3,'sendMessage','{"text": "\u7136\u540e"}',NULL,NULL,NULL,'new',0,2,0,NULL,'again','{"to": "pin"}',NULL,NULL,NULL,60,NULL);
CREATE TABLE paste (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    address_id          INTEGER NOT NULL REFERENCES address (id),
    telegram_message_id INTEGER NOT NULL,
    first_message_id    INTEGER NOT NULL,                       -- Telegram's number of the first part, there
    telegram_user_id    INTEGER NOT NULL,
    sent_at             INTEGER NOT NULL,
    text                TEXT  NOT NULL,
    UNIQUE (address_id, telegram_message_id)
) STRICT;
INSERT INTO "paste" VALUES(1,1,11,11,500,60,'#接龙 蜜橘团');
CREATE TABLE payment (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    chain_id INTEGER NOT NULL REFERENCES order_chain (id),
    party    TEXT  NOT NULL,
    kind     TEXT  NOT NULL CHECK (kind IN ('claimed', 'received', 'refund', 'returned', 'nudged')),
    fen      INTEGER,                                            -- NULL: no amount was said
    at       INTEGER NOT NULL,
    by_id    INTEGER REFERENCES person (id),
    mark     TEXT                                              -- a digest of the pasted line it stood in
) STRICT;
INSERT INTO "payment" VALUES(1,1,'r:3//502','received',5000,70,1,'a mark');
CREATE TABLE person (                                        -- a Telegram account
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    telegram_user_id INTEGER NOT NULL UNIQUE,
    name             TEXT  NOT NULL
) STRICT;
INSERT INTO "person" VALUES(1,500,'小陶');
CREATE TABLE question (                                      -- what the bot waits for, and from whom
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id         INTEGER REFERENCES compound (id),
    chat_id             INTEGER NOT NULL REFERENCES chat (id),
    person_id           INTEGER NOT NULL REFERENCES person (id),
    kind                TEXT  NOT NULL,
    about               TEXT  NOT NULL,                       -- JSON, for whoever asked
    asked_at            INTEGER NOT NULL,
    until               INTEGER NOT NULL,
    address_id          INTEGER REFERENCES address (id),        -- where it stands once it was sent
    telegram_message_id INTEGER
) STRICT;
INSERT INTO "question" VALUES(1,1,1,1,'compound name','{"chat":1}',60,90,1,9);
CREATE TABLE recovery (                                      -- the code on paper that hands a compound over
    compound_id INTEGER PRIMARY KEY REFERENCES compound (id),
    digest      TEXT  NOT NULL,
    made_at     INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    tried_at    INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "recovery" VALUES(1,'ec32362692213941b5b91a5bcb7e0e61643cbff7b503806a42d0eeb7512d0023',60,0,0);
CREATE TABLE reminder (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER REFERENCES compound (id),               -- NULL: one's own, of somebody of none or several
    person_id   INTEGER NOT NULL REFERENCES person (id),        -- who set it
    chat_id     INTEGER REFERENCES chat (id),                   -- the group that hears it, where that is this one only
    words       TEXT  NOT NULL,                               -- what is reminded of
    whom        TEXT  NOT NULL CHECK (whom IN ('own', 'here', 'all', 'buildings')),
    spans       TEXT  NOT NULL DEFAULT '[]',                  -- JSON: of buildings, [["3", "12"], ["17", "17"]]
    times       TEXT  NOT NULL,                               -- JSON: rules, or instants in UTC seconds
    state       TEXT  NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'paused', 'ended')),
    made_at     INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT;
INSERT INTO "reminder" VALUES(1,1,1,1,'报抗原','buildings','[["3","12"],["17","17"]]','[{"frequency":"daily","interval":1,"weekdays":[],"month_days":[],"months":[],"at":"15:00:00","which":0},900]','on',60,NULL);
CREATE TABLE residency (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id  INTEGER NOT NULL REFERENCES compound (id),
    household_id INTEGER NOT NULL REFERENCES household (id),
    person_id    INTEGER NOT NULL REFERENCES person (id),
    said_at      INTEGER NOT NULL,
    message_id   INTEGER REFERENCES message (id),               -- what said so; NULL: a button
    confirmed_at INTEGER,
    confirmed_by INTEGER REFERENCES person (id),
    UNIQUE (household_id, person_id)
) STRICT;
INSERT INTO "residency" VALUES(1,1,1,1,60,NULL,70,1);
CREATE TABLE revision (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    audit_id   INTEGER NOT NULL REFERENCES audit (id),
    old_value  TEXT,                                          -- JSON; NULL: there was none
    new_value  TEXT
) STRICT;
INSERT INTO "revision" VALUES(1,1,NULL,'70');
CREATE TABLE "role" (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    person_id   INTEGER NOT NULL REFERENCES person (id),
    role        TEXT  NOT NULL CHECK (role IN ('organiser', 'lead', 'volunteer', 'committee')),
    building    TEXT  NOT NULL DEFAULT '',                    -- of a lead; '' for the whole compound
    team        TEXT  NOT NULL DEFAULT '',                    -- of a volunteer; '' for whatever comes
    granted_by  INTEGER REFERENCES person (id),
    granted_at  INTEGER NOT NULL,
    until       INTEGER,                                        -- NULL: until it is taken back
    UNIQUE (compound_id, person_id, role, building, team)
) STRICT;
INSERT INTO "role" VALUES(1,1,1,'committee','','',NULL,60,NULL);
INSERT INTO "role" VALUES(2,1,1,'volunteer','','medicine',NULL,60,NULL);
CREATE TABLE schema_version (number INTEGER PRIMARY KEY) STRICT;
INSERT INTO "schema_version" VALUES(1);
INSERT INTO "schema_version" VALUES(2);
INSERT INTO "schema_version" VALUES(3);
INSERT INTO "schema_version" VALUES(4);
INSERT INTO "schema_version" VALUES(5);
INSERT INTO "schema_version" VALUES(6);
INSERT INTO "schema_version" VALUES(7);
INSERT INTO "schema_version" VALUES(8);
INSERT INTO "schema_version" VALUES(9);
INSERT INTO "schema_version" VALUES(10);
CREATE TABLE slot (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id             INTEGER NOT NULL REFERENCES chat (id),
    name                TEXT  NOT NULL,
    recipe              TEXT  NOT NULL,
    subject_id          INTEGER NOT NULL,
    thread_id           INTEGER,                               -- the topic it stands in
    is_pinned           INTEGER NOT NULL DEFAULT 0,
    is_live             INTEGER NOT NULL DEFAULT 1,            -- sent anew if its message is lost or the group moves
    address_id          INTEGER REFERENCES address (id),       -- where it stands now; NULL: nowhere yet
    telegram_message_id INTEGER,
    edited_at           INTEGER NOT NULL DEFAULT 0,
    UNIQUE (chat_id, name)
) STRICT;
INSERT INTO "slot" VALUES(1,1,'tally:1','tally',1,NULL,1,1,NULL,NULL,0);
CREATE TABLE statement (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id    INTEGER NOT NULL REFERENCES compound (id),
    chain_id       INTEGER NOT NULL REFERENCES order_chain (id),
    message_id     INTEGER NOT NULL REFERENCES message (id),
    author_id      INTEGER NOT NULL REFERENCES person (id),
    said_at        INTEGER NOT NULL,
    reading        TEXT  NOT NULL,                           -- JSON
    reader_version INTEGER NOT NULL,
    UNIQUE (chain_id, message_id)
) STRICT;
INSERT INTO "statement" VALUES(1,1,1,1,1,10,'{"acts":[],"is_list":true,"title":"蜜橘团","goods":[],"closes":false,"reopens":false,"terms":{"closes_at":null,"minimum":null,"minimum_measure":null,"is_waived":false},"cancels":false,"repriced":[],"is_for_all":false}',1);
INSERT INTO "statement" VALUES(2,1,1,2,1,20,'{"acts":[{"verb":"order","who":{"residence":{"building":"3","unit":null,"room":"502","lane":null},"name":null,"on_behalf":false},"wants":[{"item":"蜜橘","quantity":"2.5","measure":"箱"}],"note":"放门卫"}],"is_list":false,"title":null,"goods":[],"closes":false,"reopens":false,"terms":{"closes_at":null,"minimum":null,"minimum_measure":null,"is_waived":false},"cancels":false,"repriced":[],"is_for_all":false}',1);
CREATE TABLE talk (
    chain_id INTEGER PRIMARY KEY REFERENCES order_chain (id),
    talk     TEXT  NOT NULL,                                  -- JSON
    said_at  INTEGER NOT NULL
) STRICT;
INSERT INTO "talk" VALUES(1,'{"speaker": 500}',60);
CREATE TABLE test_board (                                    -- what a live count shows: of one building, '' for all
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL REFERENCES test_round (id),
    building TEXT  NOT NULL,
    UNIQUE (round_id, building)
) STRICT;
INSERT INTO "test_board" VALUES(1,1,'3');
CREATE TABLE test_call (                                     -- 叫号: buildings whose turn it is
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id  INTEGER NOT NULL REFERENCES test_round (id),
    spans     TEXT  NOT NULL,                                 -- JSON
    person_id INTEGER NOT NULL REFERENCES person (id),
    at        INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
INSERT INTO "test_call" VALUES(1,1,'[["3","12"],["17","17"]]',1,120,NULL);
CREATE TABLE test_report (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id     INTEGER NOT NULL REFERENCES test_round (id),
    place        TEXT  NOT NULL,                              -- the key of the residence: r:3/2/502
    building     TEXT  NOT NULL DEFAULT '',                   -- its bare name
    household_id INTEGER REFERENCES household (id),             -- NULL: on no roster, recorded as said
    author_id    INTEGER NOT NULL REFERENCES person (id),
    message_id   INTEGER REFERENCES message (id),               -- NULL: a button
    said_at      INTEGER NOT NULL,
    state        TEXT  NOT NULL CHECK (state IN ('done', 'partly', 'not_done')),
    people       INTEGER,                                       -- how many have done it, as said
    away         INTEGER NOT NULL DEFAULT 0,                    -- how many are away, as said
    left_over    INTEGER NOT NULL DEFAULT 0,                    -- how many have yet to, as said
    result       TEXT  NOT NULL DEFAULT '' CHECK (result IN ('', 'negative', 'positive')),
    is_own       INTEGER NOT NULL DEFAULT 0                     -- said by somebody of the household itself
) STRICT;
INSERT INTO "test_report" VALUES(1,1,'r:3//502','3',NULL,1,2,110,'done',2,1,0,'negative',0);
CREATE TABLE test_round (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    opened_by   INTEGER NOT NULL REFERENCES person (id),
    kind        TEXT  NOT NULL,                               -- 核酸, 抗原, 疫苗, 体检, or any words
    spans       TEXT  NOT NULL DEFAULT '[]',                  -- JSON: of buildings; []: all
    mark        TEXT  NOT NULL DEFAULT '',                    -- only households with this mark of the roster
    place       TEXT  NOT NULL DEFAULT '',                    -- where it is done, in words
    starts_at   INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    opened_at   INTEGER NOT NULL,
    closed_at   INTEGER
) STRICT;
INSERT INTO "test_round" VALUES(1,1,1,'核酸','[["3","12"],["17","17"]]','alone','东门',100,200,60,NULL);
CREATE TABLE today_mark (                                    -- a line of 今天 that somebody has seen to
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    kind        TEXT  NOT NULL,                               -- the table of the row
    row_id      INTEGER NOT NULL,
    person_id   INTEGER NOT NULL REFERENCES person (id),
    at          INTEGER NOT NULL,
    UNIQUE (compound_id, kind, row_id)
) STRICT;
INSERT INTO "today_mark" VALUES(1,1,'order_chain',1,1,80);
CREATE TABLE upload (                                        -- a file sent for import, until it is applied or refused
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    person_id   INTEGER NOT NULL REFERENCES person (id),
    kind        TEXT  NOT NULL,
    staged      TEXT  NOT NULL,                               -- JSON of what was read from it
    at          INTEGER NOT NULL
) STRICT;
INSERT INTO "upload" VALUES(1,1,1,'roster','[]',60);
CREATE TABLE volunteer_hours (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    person_id   INTEGER NOT NULL REFERENCES person (id),
    day         TEXT  NOT NULL,                               -- 2026-03-04, in the compound's zone
    minutes     INTEGER NOT NULL,
    at          INTEGER NOT NULL                                -- when it was said
) STRICT;
INSERT INTO "volunteer_hours" VALUES(1,1,1,'2026-03-04',180,80);
CREATE INDEX chat_compound ON chat (compound_id);
CREATE INDEX address_chat ON address (chat_id) WHERE is_current = 1;
CREATE INDEX message_person ON message (person_id);
CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';
CREATE INDEX inbox_new_chat ON inbox (chat_key, id) WHERE state = 'new';
CREATE INDEX inbox_numbered ON inbox (arrived_at) WHERE update_id IS NOT NULL;
CREATE INDEX inbox_own ON inbox (arrived_at) WHERE update_id IS NULL;
CREATE INDEX inbox_aside ON inbox (id) WHERE state = 'aside';
CREATE INDEX outbox_waiting_chat ON outbox (chat_id, lane, id, not_before) WHERE settled_at IS NULL;
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX outbox_after ON outbox (after_id) WHERE after_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_slot ON outbox (slot_id) WHERE state = 'new' AND method = 'slot';
CREATE INDEX order_chain_open ON order_chain (chat_id, closed_at);
CREATE INDEX order_chain_chat ON order_chain (chat_id, id);
CREATE INDEX order_chain_opened_by ON order_chain (opened_by);
CREATE INDEX statement_chain ON statement (chain_id, said_at, message_id);
CREATE INDEX statement_message ON statement (message_id);
CREATE INDEX order_line_order ON order_line (order_id);
CREATE INDEX order_line_chain ON order_line (chain_id, item, measure);
CREATE INDEX order_handle_order ON order_handle (order_id);
CREATE INDEX due_at ON due (at);
CREATE INDEX question_person ON question (chat_id, person_id);
CREATE INDEX question_until ON question (until);
CREATE INDEX paste_sent ON paste (sent_at);
CREATE INDEX paste_first ON paste (address_id, first_message_id);
CREATE INDEX slot_place ON slot (address_id, telegram_message_id);
CREATE INDEX household_building ON household (compound_id, building);
CREATE INDEX residency_person ON residency (person_id, compound_id);
CREATE INDEX consent_person ON consent (person_id);
CREATE INDEX audit_row ON audit (subject, row_id);
CREATE INDEX audit_actor ON audit (actor_id, id);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX revision_audit ON revision (audit_id);
CREATE INDEX deep_link_person ON deep_link (person_id);
CREATE INDEX upload_person ON upload (person_id);
CREATE INDEX chain_speaker_person ON chain_speaker (person_id);
CREATE INDEX chain_order_author ON chain_order (author_id);
CREATE INDEX role_person ON role (person_id);
CREATE INDEX chain_decline_household ON chain_decline (household_id);
CREATE INDEX chain_decline_person ON chain_decline (person_id);
CREATE INDEX payment_chain ON payment (chain_id, party);
CREATE UNIQUE INDEX payment_mark ON payment (chain_id, mark) WHERE mark IS NOT NULL;
CREATE INDEX delivery_chat ON delivery (chat_id);
CREATE INDEX delivery_bag_building ON delivery_bag (building_id);
CREATE INDEX delivery_fault_bag ON delivery_fault (bag_id);
CREATE INDEX medication_open ON medication (compound_id, place) WHERE ended_at IS NULL;
CREATE INDEX medication_ended ON medication (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX medication_message ON medication (message_id);
CREATE INDEX medication_asker_person ON medication_asker (person_id);
CREATE INDEX medication_drug_of ON medication_drug (medication_id);
CREATE INDEX medication_step_of ON medication_step (medication_id);
CREATE INDEX medication_step_person ON medication_step (person_id);
CREATE INDEX medication_step_told ON medication_step (told_id);
CREATE INDEX medication_custody_of ON medication_custody (medication_id, thing, id);
CREATE INDEX medication_custody_holder ON medication_custody (holder_id);
CREATE INDEX medication_custody_by ON medication_custody (by_id);
CREATE INDEX medication_alert_of ON medication_alert (medication_id);
CREATE INDEX medication_alert_person ON medication_alert (person_id);
CREATE INDEX medication_alert_accepted ON medication_alert (accepted_by);
CREATE INDEX medication_told_person ON medication_told (person_id);
CREATE INDEX medication_offer_generic ON medication_offer (compound_id, generic);
CREATE INDEX medication_offer_person ON medication_offer (person_id);
CREATE INDEX medication_offer_message ON medication_offer (message_id);
CREATE INDEX medication_match_of ON medication_match (medication_id);
CREATE INDEX medication_match_decided ON medication_match (decided_by);
CREATE INDEX medication_refill_person ON medication_refill (person_id);
CREATE INDEX reminder_person ON reminder (person_id, state);
CREATE INDEX reminder_chat ON reminder (chat_id) WHERE chat_id IS NOT NULL;
CREATE INDEX reminder_compound ON reminder (compound_id, state);
CREATE INDEX test_round_open ON test_round (compound_id, closed_at);
CREATE INDEX test_report_place ON test_report (round_id, place, said_at, id);
CREATE INDEX test_report_building ON test_report (round_id, building);
CREATE INDEX test_report_message ON test_report (message_id);
CREATE INDEX test_report_author ON test_report (author_id);
CREATE INDEX test_call_round ON test_call (round_id);
CREATE INDEX notice_compound ON notice (compound_id, sent_at);
CREATE INDEX audit_compound ON audit (compound_id, at);
CREATE INDEX order_chain_compound ON order_chain (compound_id, closed_at);
CREATE INDEX delivery_bag_ticked ON delivery_bag (ticked_at) WHERE ticked_at IS NOT NULL;
CREATE INDEX elder_compound ON elder (compound_id);
CREATE INDEX elder_household ON elder (household_id);
CREATE INDEX elder_person ON elder (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX carer_elder ON carer (elder_id);
CREATE INDEX carer_person ON carer (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX check_in_running ON check_in (elder_id) WHERE closed_at IS NULL;
CREATE INDEX check_in_closed ON check_in (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX check_in_step_of ON check_in_step (check_in_id);
CREATE INDEX check_in_step_person ON check_in_step (person_id);
CREATE INDEX care_call_elder ON care_call (elder_id, at);
CREATE INDEX volunteer_hours_at ON volunteer_hours (compound_id, at);
CREATE INDEX volunteer_hours_person ON volunteer_hours (person_id, day);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('role',2);
INSERT INTO "sqlite_sequence" VALUES('compound',1);
INSERT INTO "sqlite_sequence" VALUES('chat',1);
INSERT INTO "sqlite_sequence" VALUES('address',2);
INSERT INTO "sqlite_sequence" VALUES('person',1);
INSERT INTO "sqlite_sequence" VALUES('message',2);
INSERT INTO "sqlite_sequence" VALUES('order_chain',1);
INSERT INTO "sqlite_sequence" VALUES('statement',2);
INSERT INTO "sqlite_sequence" VALUES('chain_order',1);
INSERT INTO "sqlite_sequence" VALUES('order_line',1);
INSERT INTO "sqlite_sequence" VALUES('inbox',2);
INSERT INTO "sqlite_sequence" VALUES('slot',1);
INSERT INTO "sqlite_sequence" VALUES('outbox',3);
INSERT INTO "sqlite_sequence" VALUES('due',1);
INSERT INTO "sqlite_sequence" VALUES('question',1);
INSERT INTO "sqlite_sequence" VALUES('paste',1);
INSERT INTO "sqlite_sequence" VALUES('reminder',1);
INSERT INTO "sqlite_sequence" VALUES('test_round',1);
INSERT INTO "sqlite_sequence" VALUES('test_report',1);
INSERT INTO "sqlite_sequence" VALUES('test_call',1);
INSERT INTO "sqlite_sequence" VALUES('test_board',1);
INSERT INTO "sqlite_sequence" VALUES('household',2);
INSERT INTO "sqlite_sequence" VALUES('chain_decline',1);
INSERT INTO "sqlite_sequence" VALUES('residency',1);
INSERT INTO "sqlite_sequence" VALUES('consent',1);
INSERT INTO "sqlite_sequence" VALUES('audit',1);
INSERT INTO "sqlite_sequence" VALUES('revision',1);
INSERT INTO "sqlite_sequence" VALUES('upload',1);
INSERT INTO "sqlite_sequence" VALUES('elder',1);
INSERT INTO "sqlite_sequence" VALUES('carer',1);
INSERT INTO "sqlite_sequence" VALUES('check_in',1);
INSERT INTO "sqlite_sequence" VALUES('check_in_step',1);
INSERT INTO "sqlite_sequence" VALUES('care_call',1);
INSERT INTO "sqlite_sequence" VALUES('medication',1);
INSERT INTO "sqlite_sequence" VALUES('medication_drug',1);
INSERT INTO "sqlite_sequence" VALUES('medication_step',1);
INSERT INTO "sqlite_sequence" VALUES('medication_custody',1);
INSERT INTO "sqlite_sequence" VALUES('medication_alert',1);
INSERT INTO "sqlite_sequence" VALUES('medication_offer',1);
INSERT INTO "sqlite_sequence" VALUES('medication_match',1);
INSERT INTO "sqlite_sequence" VALUES('medication_refill',1);
INSERT INTO "sqlite_sequence" VALUES('payment',1);
INSERT INTO "sqlite_sequence" VALUES('delivery',1);
INSERT INTO "sqlite_sequence" VALUES('delivery_building',1);
INSERT INTO "sqlite_sequence" VALUES('delivery_bag',1);
INSERT INTO "sqlite_sequence" VALUES('delivery_fault',1);
INSERT INTO "sqlite_sequence" VALUES('daily_summary',1);
INSERT INTO "sqlite_sequence" VALUES('daily_summary_line',1);
INSERT INTO "sqlite_sequence" VALUES('daily_summary_copy',1);
INSERT INTO "sqlite_sequence" VALUES('daily_summary_helper',1);
INSERT INTO "sqlite_sequence" VALUES('notice',1);
INSERT INTO "sqlite_sequence" VALUES('notice_copy',1);
INSERT INTO "sqlite_sequence" VALUES('notice_receipt',1);
INSERT INTO "sqlite_sequence" VALUES('today_mark',1);
INSERT INTO "sqlite_sequence" VALUES('volunteer_hours',1);
COMMIT;
