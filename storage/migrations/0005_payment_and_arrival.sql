-- 收款 and 到货: what is noted of the money of a buy, and how its goods come to the doors.

-- What was noted of a household's money in a buy. Rows are added, and taken back, never changed.
CREATE TABLE payment (
    id       {id},
    chain_id {int} NOT NULL REFERENCES order_chain (id),
    party    TEXT  NOT NULL,
    kind     TEXT  NOT NULL CHECK (kind IN ('claimed', 'received', 'refund', 'returned', 'nudged')),
    fen      {int},                                            -- NULL: no amount was said
    at       {int} NOT NULL,
    by_id    {int} REFERENCES person (id),
    mark     TEXT                                              -- a digest of the pasted line it stood in
) {strict};
CREATE INDEX payment_chain ON payment (chain_id, party);
CREATE UNIQUE INDEX payment_mark ON payment (chain_id, mark) WHERE mark IS NOT NULL;

CREATE TABLE delivery (                                      -- 到货: the goods of a buy are here
    id         {id},
    chain_id   {int} NOT NULL UNIQUE REFERENCES order_chain (id),
    chat_id    {int} NOT NULL REFERENCES chat (id),           -- where it is run from: the volunteers' group, or private
    started_by {int} REFERENCES person (id),
    started_at {int} NOT NULL,
    stage      TEXT  NOT NULL CHECK (stage IN ('disinfecting', 'sorting', 'calling', 'done')),
    stage_at   {int} NOT NULL,
    place      TEXT  NOT NULL,                                -- where people fetch their goods
    minutes    {int} NOT NULL                                 -- between two buildings; 0: only by the button
) {strict};
CREATE INDEX delivery_chat ON delivery (chat_id);

-- The buildings in the order in which they are called; one with very many households has several parts.
CREATE TABLE delivery_building (
    id          {id},
    delivery_id {int} NOT NULL REFERENCES delivery (id),
    rank        {int} NOT NULL,
    lane        TEXT  NOT NULL,
    building    TEXT  NOT NULL,                               -- '' with lane '': nobody said which
    part        {int} NOT NULL,
    called_at   {int},
    UNIQUE (delivery_id, lane, building, part)
) {strict};

CREATE TABLE delivery_bag (                                  -- what one household gets
    id          {id},
    delivery_id {int} NOT NULL REFERENCES delivery (id),
    building_id {int} NOT NULL REFERENCES delivery_building (id),
    party       TEXT  NOT NULL,
    ticked_at   {int},                                        -- NULL: not fetched yet
    ticked_by   {int} REFERENCES person (id),
    UNIQUE (delivery_id, party)
) {strict};
CREATE INDEX delivery_bag_building ON delivery_bag (building_id);

CREATE TABLE delivery_fault (                                -- 少, 坏, 错
    id     {id},
    bag_id {int} NOT NULL REFERENCES delivery_bag (id),
    kind   TEXT  NOT NULL CHECK (kind IN ('short', 'broken', 'wrong')),
    words  TEXT  NOT NULL,
    photo  TEXT,                                              -- Telegram's id of the picture; the picture is not kept
    at     {int} NOT NULL,
    by_id  {int} REFERENCES person (id),
    fen    {int}                                              -- what the organiser gives back; NULL: not decided yet
) {strict};
CREATE INDEX delivery_fault_bag ON delivery_fault (bag_id);
