-- 配药 (medication): who needs what, how far it is, who holds whose card, what neighbours can spare, and what is due again.
-- Whether a request is held with its person's consent stands in consent; without one it goes at pending_until.

CREATE TABLE medication (                                    -- one household's request, for one patient
    id            {id},
    compound_id   {int} NOT NULL REFERENCES compound (id),
    message_id    {int} REFERENCES message (id),              -- what asked for it; NULL: a button
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
    is_cold       {int} NOT NULL DEFAULT 0,                   -- its person says that it must be kept cold
    is_urgent     {int} NOT NULL DEFAULT 0,                   -- said to be urgent, or run out
    days_left     {int},                                      -- how long the stock lasted …
    days_at       {int},                                      -- … when that was said
    state         TEXT  NOT NULL DEFAULT 'registered' CHECK (state IN (
                      'registered', 'collected', 'fetched', 'checked', 'delivered', 'confirmed', 'ended')),
    asked         TEXT  NOT NULL DEFAULT '[]',                -- JSON: what its person was asked; nothing is asked twice
    said_at       {int} NOT NULL,
    pending_until {int} NOT NULL,
    taken_by      {int} REFERENCES person (id),               -- of the team: held without consent, for a reason
    taken_for     TEXT,
    alerted_at    {int},                                      -- when red first went to a human
    ended_at      {int},
    outcome       TEXT                                        -- received, bought, cancelled, edited, not to be had
) {strict};
CREATE INDEX medication_open ON medication (compound_id, place) WHERE ended_at IS NULL;
CREATE INDEX medication_ended ON medication (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX medication_message ON medication (message_id);

CREATE TABLE medication_asker (                              -- who told of it: they may see where it stands
    medication_id {int} NOT NULL REFERENCES medication (id),
    person_id     {int} NOT NULL REFERENCES person (id),
    said_at       {int} NOT NULL,
    PRIMARY KEY (medication_id, person_id)
) {strict};
CREATE INDEX medication_asker_person ON medication_asker (person_id);

CREATE TABLE medication_drug (
    id            {id},
    medication_id {int} NOT NULL REFERENCES medication (id),
    mention       TEXT  NOT NULL,                             -- as written
    generic       TEXT,                                       -- NULL: a class, or a name not known for certain
    strength      TEXT,
    form          TEXT,
    thousandths   {int},                                      -- of the quantity
    measure       TEXT,
    guesses       TEXT  NOT NULL DEFAULT '[]'                 -- JSON: what a misspelt name may be
) {strict};
CREATE INDEX medication_drug_of ON medication_drug (medication_id);

-- Append-only: what was done with a request and by whom; who was told of it (told_id).
CREATE TABLE medication_step (
    id            {id},
    medication_id {int} NOT NULL REFERENCES medication (id),
    at            {int} NOT NULL,
    step          TEXT  NOT NULL,                             -- a state, or joined, changed, alert, told, accepted …
    person_id     {int} REFERENCES person (id),               -- NULL: the bot by the clock
    told_id       {int} REFERENCES person (id)
) {strict};
CREATE INDEX medication_step_of ON medication_step (medication_id);
CREATE INDEX medication_step_person ON medication_step (person_id);
CREATE INDEX medication_step_told ON medication_step (told_id);

-- Append-only: into whose hands a thing of a request went. The newest row of a thing says where it is.
CREATE TABLE medication_custody (
    id            {id},
    medication_id {int} NOT NULL REFERENCES medication (id),
    thing         TEXT  NOT NULL CHECK (thing IN ('card', 'book', 'money', 'box')),
    holder_id     {int} REFERENCES person (id),               -- NULL: given back
    by_id         {int} NOT NULL REFERENCES person (id),
    at            {int} NOT NULL
) {strict};
CREATE INDEX medication_custody_of ON medication_custody (medication_id, thing, id);
CREATE INDEX medication_custody_holder ON medication_custody (holder_id);
CREATE INDEX medication_custody_by ON medication_custody (by_id);

-- Somebody's life may be in danger, or a request is red: told to the duty people until one of them accepts.
CREATE TABLE medication_alert (
    id            {id},
    compound_id   {int} NOT NULL REFERENCES compound (id),
    kind          TEXT  NOT NULL CHECK (kind IN ('danger', 'red')),
    medication_id {int} REFERENCES medication (id),
    person_id     {int} REFERENCES person (id),               -- who spoke
    words         TEXT,                                       -- what they said
    raised_at     {int} NOT NULL,
    rounds        {int} NOT NULL DEFAULT 0,                   -- how often it was told
    accepted_by   {int} REFERENCES person (id),
    accepted_at   {int}
) {strict};
CREATE INDEX medication_alert_of ON medication_alert (medication_id);
CREATE INDEX medication_alert_person ON medication_alert (person_id);
CREATE INDEX medication_alert_accepted ON medication_alert (accepted_by);

CREATE TABLE medication_told (                               -- who was told of an alert, and when
    alert_id  {int} NOT NULL REFERENCES medication_alert (id),
    person_id {int} NOT NULL REFERENCES person (id),
    at        {int} NOT NULL,
    PRIMARY KEY (alert_id, person_id, at)
) {strict};
CREATE INDEX medication_told_person ON medication_told (person_id);

CREATE TABLE medication_offer (                              -- what a neighbour can spare: for three days
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    person_id   {int} NOT NULL REFERENCES person (id),
    message_id  {int} REFERENCES message (id),
    mention     TEXT  NOT NULL,
    generic     TEXT,
    strength    TEXT,
    form        TEXT,
    thousandths {int},
    measure     TEXT,
    said_at     {int} NOT NULL,
    until       {int} NOT NULL
) {strict};
CREATE INDEX medication_offer_generic ON medication_offer (compound_id, generic);
CREATE INDEX medication_offer_person ON medication_offer (person_id);
CREATE INDEX medication_offer_message ON medication_offer (message_id);

-- A person of the team decided that an offer goes to a request. Both sides are asked: 1 yes, 0 no, NULL not answered.
CREATE TABLE medication_match (
    id            {id},
    offer_id      {int} NOT NULL REFERENCES medication_offer (id),
    medication_id {int} NOT NULL REFERENCES medication (id),
    decided_by    {int} NOT NULL REFERENCES person (id),
    decided_at    {int} NOT NULL,
    offerer_says  {int},
    asker_says    {int},
    UNIQUE (offer_id, medication_id)
) {strict};
CREATE INDEX medication_match_of ON medication_match (medication_id);
CREATE INDEX medication_match_decided ON medication_match (decided_by);

CREATE TABLE medication_refill (                             -- with consent: what somebody takes and when it runs out
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    person_id   {int} NOT NULL REFERENCES person (id),
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
    thousandths {int},
    measure     TEXT,
    hospital    TEXT,
    card        TEXT,
    photos      TEXT  NOT NULL DEFAULT '[]',
    days_each   {int} NOT NULL,                               -- how many days one of them lasts
    due_at      {int} NOT NULL,                               -- when all are used up
    asked_at    {int}                                         -- the one reminder
) {strict};
CREATE INDEX medication_refill_person ON medication_refill (person_id);
