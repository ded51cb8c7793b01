"""What is said about copies."""

from datetime import datetime

from rendering.backup import gone_back


def test_the_groups_hear_until_when_the_records_go() -> None:
    said = gone_back(datetime(2026, 3, 9, 7, 5))  # noqa: DTZ001 - local, as it is shown
    assert said == "守望的记录回到了3月9日 07:05的样子。在那以后报名、改动的，请再说一次。"
