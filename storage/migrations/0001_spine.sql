-- The spine: what arrived (inbox), what goes out (outbox, slot), who and where, and order chains.
-- Instants are UTC seconds; flags are 0 or 1; Telegram's own numbers carry the prefix telegram_.

CREATE TABLE compound (                                      -- 小区
    id         {id},
    name       TEXT  NOT NULL,
    time_zone  TEXT  NOT NULL,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE chat (
    id          {id},
    compound_id {int} REFERENCES compound (id),               -- NULL for a private chat
    kind        TEXT  NOT NULL CHECK (kind IN ('private', 'group')),
    is_active   {int} NOT NULL DEFAULT 1,                      -- 0 after the bot was blocked or removed
    heard_at    {int} NOT NULL                                 -- the last update from it
) {strict};
CREATE INDEX chat_compound ON chat (compound_id);

-- Telegram's ids are addresses of a chat: a group that becomes a supergroup gets a new one, and new message numbers.
CREATE TABLE address (
    id               {id},
    chat_id          {int} NOT NULL REFERENCES chat (id),
    telegram_chat_id {int} NOT NULL UNIQUE,
    is_current       {int} NOT NULL DEFAULT 1
) {strict};
CREATE INDEX address_chat ON address (chat_id) WHERE is_current = 1;

CREATE TABLE person (                                        -- a Telegram account
    id               {id},
    telegram_user_id {int} NOT NULL UNIQUE,
    name             TEXT  NOT NULL
) {strict};

-- A message that stated something, or that was edited. Its text is not kept; its newest version is the greatest
-- (edited_at, version), where version is the inbox row that brought it.
CREATE TABLE message (
    id                  {id},
    address_id          {int} NOT NULL REFERENCES address (id),
    telegram_message_id {int} NOT NULL,
    person_id           {int} REFERENCES person (id),
    sent_at             {int} NOT NULL,
    edited_at           {int} NOT NULL DEFAULT 0,
    version             {int} NOT NULL,
    UNIQUE (address_id, telegram_message_id)
) {strict};
CREATE INDEX message_person ON message (person_id);

CREATE TABLE inbox (
    id         {id},                                         -- our own sequence: the order of arrival
    bot_id     {int} NOT NULL,
    update_id  {int},                                        -- Telegram's number; NULL for what we file ourselves
    kind       TEXT  NOT NULL CHECK (kind IN ('update', 'outcome')),
    chat_key   {int} NOT NULL,                               -- Telegram's chat id, 0 for none: order is kept within it
    body       TEXT  NOT NULL,                               -- raw JSON, emptied when done
    state      TEXT  NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'aside')),
    attempts   {int} NOT NULL DEFAULT 0,
    not_before {int} NOT NULL DEFAULT 0,
    error      TEXT,                                         -- type and place of the last error, never its text
    arrived_at {int} NOT NULL,
    UNIQUE (bot_id, update_id)
) {strict};
CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';
CREATE INDEX inbox_new_chat ON inbox (chat_key, id) WHERE state = 'new';
CREATE INDEX inbox_numbered ON inbox (arrived_at) WHERE update_id IS NOT NULL;
CREATE INDEX inbox_own ON inbox (arrived_at) WHERE update_id IS NULL;
CREATE INDEX inbox_aside ON inbox (id) WHERE state = 'aside';

CREATE TABLE heartbeat (                                     -- when a poll last answered, to notice an absence
    bot_id   {int} PRIMARY KEY,
    heard_at {int} NOT NULL
) {strict};

-- A named place in a chat whose text is kept current. What it shows is made from `recipe` and `subject_id`
-- just before sending.
CREATE TABLE slot (
    id                  {id},
    chat_id             {int} NOT NULL REFERENCES chat (id),
    name                TEXT  NOT NULL,
    recipe              TEXT  NOT NULL,
    subject_id          {int} NOT NULL,
    thread_id           {int},                               -- the topic it stands in
    is_pinned           {int} NOT NULL DEFAULT 0,
    is_live             {int} NOT NULL DEFAULT 1,            -- sent anew if its message is lost or the group moves
    address_id          {int} REFERENCES address (id),       -- where it stands now; NULL: nowhere yet
    telegram_message_id {int},
    edited_at           {int} NOT NULL DEFAULT 0,
    UNIQUE (chat_id, name)
) {strict};

CREATE TABLE outbox (
    id                  {id},
    key                 TEXT  UNIQUE,                        -- what it is for: filing it twice sends it once
    chat_id             {int} REFERENCES chat (id),          -- NULL for what belongs to no chat
    lane                {int} NOT NULL,                      -- 0 tap answer, 1 alarm, 2 receipt, 3 message, 4 slot
    method              TEXT  NOT NULL,
    payload             TEXT  NOT NULL,                      -- JSON arguments, emptied when settled
    slot_id             {int} REFERENCES slot (id),
    about_address_id    {int} REFERENCES address (id),       -- the message it replies to or reacts to …
    about_message_id    {int},                               -- … by Telegram's number there
    state               TEXT  NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'sending', 'sent', 'dead')),
    attempts            {int} NOT NULL DEFAULT 0,
    after_id            {int} REFERENCES outbox (id),        -- not before that one is settled; dead if it is dead
    not_before          {int} NOT NULL DEFAULT 0,
    expires_at          {int},
    if_unsure           TEXT  NOT NULL DEFAULT 'again' CHECK (if_unsure IN ('again', 'drop')),
    outcome             TEXT,                                -- who waits for the outcome: comes back as an inbox row
    error               TEXT,
    sent_address_id     {int} REFERENCES address (id),
    sent_message_id     {int},
    filed_at            {int} NOT NULL,
    settled_at          {int}                                -- NULL while it waits or is under way
) {strict};
CREATE INDEX outbox_waiting_chat ON outbox (chat_id, lane, id, not_before) WHERE settled_at IS NULL;
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX outbox_after ON outbox (after_id) WHERE after_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_slot ON outbox (slot_id) WHERE state = 'new' AND method = 'slot';

CREATE TABLE order_chain (                                   -- 接龙: one group buy
    id           {id},
    compound_id  {int} NOT NULL REFERENCES compound (id),
    chat_id      {int} NOT NULL REFERENCES chat (id),
    opened_by    {int} NOT NULL REFERENCES message (id),
    organiser_id {int} REFERENCES person (id),
    title        TEXT,
    goods        TEXT  NOT NULL DEFAULT '[]',                -- JSON, as the header told them
    opened_at    {int} NOT NULL,
    closed_at    {int}                                       -- NULL while it is open
) {strict};
CREATE INDEX order_chain_open ON order_chain (chat_id, closed_at);
CREATE INDEX order_chain_chat ON order_chain (chat_id, id);
CREATE INDEX order_chain_opened_by ON order_chain (opened_by);

-- What one message states in one buy, as it was read. An edit replaces it; a repeat changes nothing.
CREATE TABLE statement (
    id             {id},
    compound_id    {int} NOT NULL REFERENCES compound (id),
    chain_id       {int} NOT NULL REFERENCES order_chain (id),
    message_id     {int} NOT NULL REFERENCES message (id),
    author_id      {int} NOT NULL REFERENCES person (id),
    said_at        {int} NOT NULL,
    reading        TEXT  NOT NULL,                           -- JSON
    reader_version {int} NOT NULL,
    UNIQUE (chain_id, message_id)
) {strict};
CREATE INDEX statement_chain ON statement (chain_id, said_at, message_id);
CREATE INDEX statement_message ON statement (message_id);

-- The state of a buy, folded from its statements: one row a party …
CREATE TABLE chain_order (
    id          {id},
    chain_id    {int} NOT NULL REFERENCES order_chain (id),
    party       TEXT  NOT NULL,
    lane        TEXT,
    building    TEXT,
    unit        TEXT,
    room        TEXT,
    name        TEXT,
    on_behalf   {int} NOT NULL,
    author_id   {int} NOT NULL REFERENCES person (id),
    note        TEXT,
    UNIQUE (chain_id, party)
) {strict};

-- … and one row an item of it.
CREATE TABLE order_line (
    id          {id},
    chain_id    {int} NOT NULL REFERENCES order_chain (id),
    order_id    {int} NOT NULL REFERENCES chain_order (id),
    item        TEXT  NOT NULL,
    thousandths {int} NOT NULL,                              -- 2.5 is 2500
    measure     TEXT,
    since       {int} NOT NULL REFERENCES message (id)
) {strict};
CREATE INDEX order_line_order ON order_line (order_id);
CREATE INDEX order_line_chain ON order_line (chain_id, item, measure);

CREATE TABLE chain_speaker (                                 -- for which party an account speaks in a buy
    chain_id  {int} NOT NULL REFERENCES order_chain (id),
    person_id {int} NOT NULL REFERENCES person (id),
    party     TEXT  NOT NULL,
    PRIMARY KEY (chain_id, person_id)
) {strict};

-- Every key by which a message may mean an order: its party, its name, its room without the building.
CREATE TABLE order_handle (
    chain_id {int} NOT NULL REFERENCES order_chain (id),
    handle   TEXT  NOT NULL,
    order_id {int} NOT NULL REFERENCES chain_order (id),
    PRIMARY KEY (chain_id, handle, order_id)
) {strict};
CREATE INDEX order_handle_order ON order_handle (order_id);
