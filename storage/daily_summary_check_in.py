"""What check-ins (报平安) contribute to the summary of a day: how many were asked, how many have not been heard of yet.

How many answered is not told beside: with it a single one that did not could be worked out.
"""

from storage.daily_summary_row import Contributor

_ASKED = """
    SELECT c.id AS subject, '' AS title, NULL AS building, c.opened_at AS at,
           COALESCE(h.building || '-', '') || COALESCE(h.room, '') AS place, NULL AS amount
    FROM check_in AS c JOIN elder ON elder.id = c.elder_id JOIN household AS h ON h.id = elder.household_id
    WHERE c.compound_id = :compound AND c.opened_at >= :start AND c.opened_at < :end
"""
_UNHEARD = f"{_ASKED} AND (c.closed_at IS NULL OR c.closed_at >= :end)"

CONTRIBUTOR = Contributor("报平安", {"check_ins": _ASKED, "check_ins_unheard": _UNHEARD})
