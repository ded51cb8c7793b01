"""What is told of the volunteers' day: how much was done, by how many, never by whom; and where hands are missing."""

from domain.daily_summary_meaning import WORK
from storage.daily_summary_row import Contributor

_WORDS = ", ".join(f"'{word}'" for word in WORK)

_IS_TEAM = """
    EXISTS (SELECT 1 FROM role WHERE role.compound_id = :compound AND role.person_id = {who}
                               AND role.role IN ('volunteer', 'lead', 'committee')
                               AND (role.until IS NULL OR role.until > :start))
"""

# What somebody of the team did and nobody took back: of the audit, and what features keep of their own work.
_DONE = f"""
    SELECT 'audit:' || a.id AS subject, a.act AS title, a.at AS at, a.actor_id AS who
    FROM audit AS a
    WHERE a.compound_id = :compound AND a.at >= :start AND a.at < :end AND a.act IN ({_WORDS})
      AND {_IS_TEAM.format(who="a.actor_id")}
      AND a.id NOT IN (SELECT undoes_id FROM audit
                       WHERE compound_id = :compound AND at >= :start AND undoes_id IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM notice WHERE a.subject = 'notice' AND notice.id = a.row_id
                                             AND notice.state = 'withdrawn')
    UNION ALL
    SELECT 'medicine:' || step.id, 'medicine', step.at, step.person_id
    FROM medication AS m JOIN medication_step AS step ON step.medication_id = m.id
    WHERE m.compound_id = :compound AND step.at >= :start AND step.at < :end
      AND step.step IN ('collected', 'fetched', 'checked', 'delivered') AND {_IS_TEAM.format(who="step.person_id")}
    UNION ALL
    SELECT 'bag:' || bag.id, 'bag', bag.ticked_at, bag.ticked_by
    FROM order_chain AS c JOIN delivery AS d ON d.chain_id = c.id JOIN delivery_bag AS bag ON bag.delivery_id = d.id
    WHERE c.compound_id = :compound AND bag.ticked_at >= :start AND bag.ticked_at < :end
      AND {_IS_TEAM.format(who="bag.ticked_by")}
    UNION ALL
    SELECT 'care:' || id, 'care', at, person_id FROM care_call
    WHERE compound_id = :compound AND at >= :start AND at < :end AND {_IS_TEAM.format(who="care_call.person_id")}
    UNION ALL
    SELECT 'look:' || id, 'look', accepted_at, accepted_by FROM check_in
    WHERE compound_id = :compound AND accepted_at >= :start AND accepted_at < :end
      AND {_IS_TEAM.format(who="check_in.accepted_by")}
"""  # noqa: S608 - constants only
_ACTS = f"""
    SELECT subject, title, NULL AS building, at, NULL AS place, NULL AS amount FROM ({_DONE}) AS done
"""  # noqa: S608
_VOLUNTEERS = f"""
    SELECT who AS subject, '' AS title, NULL AS building, at, NULL AS place, NULL AS amount FROM ({_DONE}) AS done
"""  # noqa: S608

# How long they served, by their own word: a row a person and day, with the minutes that they told of since the summary
# before. What is taken back of a day that was told already takes nothing from another day's.
_HOURS = """
    SELECT person_id AS subject, 'hours' AS title, NULL AS building, MAX(at) AS at, NULL AS place,
           SUM(minutes) AS amount
    FROM volunteer_hours WHERE compound_id = :compound AND at >= :start AND at < :end
    GROUP BY person_id, day HAVING SUM(minutes) > 0
"""

# Teams that once had somebody and have nobody now.
_EMPTY = """
    SELECT team AS subject, team AS title, NULL AS building, MAX(until) AS at, NULL AS place, NULL AS amount
    FROM role WHERE compound_id = :compound AND team <> ''
    GROUP BY team HAVING SUM(CASE WHEN until IS NULL OR until > :end THEN 1 ELSE 0 END) = 0
"""

# Buildings of the roster that nobody leads, where others have a lead.
_NO_LEAD = """
    SELECT h.building AS subject, h.building || '号楼' AS title, h.building AS building, NULL AS at, NULL AS place,
           NULL AS amount
    FROM (SELECT DISTINCT building FROM household WHERE compound_id = :compound AND is_listed = 1) AS h
    WHERE h.building IS NOT NULL
      AND EXISTS (SELECT 1 FROM role WHERE compound_id = :compound AND role = 'lead'
                                       AND (until IS NULL OR until > :end))
      AND NOT EXISTS (
          SELECT 1 FROM role WHERE compound_id = :compound AND role = 'lead' AND (until IS NULL OR until > :end)
            AND building IN (h.building, h.building || '号楼', h.building || '栋', h.building || '幢',
                             h.building || '号', h.building || '座', h.building || '楼'))
"""

CONTRIBUTOR = Contributor(
    "志愿者",
    {
        "volunteer_acts": _ACTS,
        "volunteers": _VOLUNTEERS,
        "volunteer_hours": _HOURS,
        "teams_empty": _EMPTY,
        "buildings_without_lead": _NO_LEAD,
    },
)
