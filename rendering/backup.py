"""What is said about copies (备份) of the database."""

from datetime import datetime


def gone_back(heard_at: datetime) -> str:
    """Return what an operator tells the groups after going back to a copy that knows what was said until `heard_at`
    (local)."""
    return (
        f"守望的记录回到了{heard_at.month}月{heard_at.day}日 {heard_at:%H:%M}的样子。在那以后报名、改动的，请再说一次。"
    )
