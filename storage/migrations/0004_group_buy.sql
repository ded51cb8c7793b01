-- A group buy: prices as they were when something was ordered, buys that were called off, and households without a
-- phone that somebody asked.

ALTER TABLE order_line ADD COLUMN lots TEXT;                 -- JSON: how many at which price; NULL: the good's price counts
ALTER TABLE order_chain ADD COLUMN is_cancelled {int} NOT NULL DEFAULT 0;   -- called off; closed, too

-- A household that nobody can write to wants nothing of a buy: who asked it says so. It is not asked again.
CREATE TABLE chain_decline (
    id           {id},
    chain_id     {int} NOT NULL REFERENCES order_chain (id),
    household_id {int} NOT NULL REFERENCES household (id) ON DELETE CASCADE,
    person_id    {int} NOT NULL REFERENCES person (id),       -- who asked
    said_at      {int} NOT NULL,
    UNIQUE (chain_id, household_id)
) {strict};
CREATE INDEX chain_decline_household ON chain_decline (household_id);
CREATE INDEX chain_decline_person ON chain_decline (person_id);
