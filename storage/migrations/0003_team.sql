-- Teams of volunteers (配药组, 关爱组 …): a role may be that of one team. The table is made anew, because what makes a
-- row one of a kind has grown.

CREATE TABLE role_of_team (
    id          {id},
    compound_id {int} NOT NULL REFERENCES compound (id),
    person_id   {int} NOT NULL REFERENCES person (id),
    role        TEXT  NOT NULL CHECK (role IN ('organiser', 'lead', 'volunteer', 'committee')),
    building    TEXT  NOT NULL DEFAULT '',                    -- of a lead; '' for the whole compound
    team        TEXT  NOT NULL DEFAULT '',                    -- of a volunteer; '' for whatever comes
    granted_by  {int} REFERENCES person (id),
    granted_at  {int} NOT NULL,
    until       {int},                                        -- NULL: until it is taken back
    UNIQUE (compound_id, person_id, role, building, team)
) {strict};
INSERT INTO role_of_team (id, compound_id, person_id, role, building, granted_by, granted_at, until)
SELECT id, compound_id, person_id, role, building, granted_by, granted_at, until FROM role;
DROP TABLE role;
ALTER TABLE role_of_team RENAME TO role;
CREATE INDEX role_person ON role (person_id);
