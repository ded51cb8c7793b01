-- 工时: how long volunteers served, by their own word.

-- Each row is what a statement changed, so that the minutes of a day are the sum of its rows: saying again how long it was
-- is a row with the difference, perhaps less than nothing.
CREATE TABLE volunteer_hours (
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    person_id   {int} NOT NULL REFERENCES person (id),
    day         TEXT  NOT NULL,                               -- 2026-03-04, in the compound's zone
    minutes     {int} NOT NULL,
    at          {int} NOT NULL                                -- when it was said
) {strict};
CREATE INDEX volunteer_hours_at ON volunteer_hours (compound_id, at);
CREATE INDEX volunteer_hours_person ON volunteer_hours (person_id, day);
