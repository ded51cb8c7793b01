"""What notices (通知) contribute to the summary of a day."""

from storage.daily_summary_row import Contributor

# A row a group: a notice to some buildings concerns those, one to everybody all.
_NOTICES = """
    SELECT n.id AS subject, n.text AS title,
           CASE WHEN chat.purpose = 'stair' AND n.buildings <> '' THEN chat.building END AS building, n.sent_at AS at,
           NULL AS place, NULL AS amount
    FROM notice AS n JOIN notice_copy AS copy ON copy.notice_id = n.id JOIN chat ON chat.id = copy.chat_id
    WHERE n.compound_id = :compound AND n.state = 'sent' AND n.sent_at >= :start AND n.sent_at < :end
"""

CONTRIBUTOR = Contributor("通知", {"notices": _NOTICES})
