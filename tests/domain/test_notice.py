"""Who may give notice to which buildings, and which buildings have said 收到."""

from datetime import UTC, datetime

import pytest

from domain.building import Buildings
from domain.notice import Expected, Press, is_night, may_say, morning_after, own_buildings, receipts, within
from domain.role import Held, Role

EXPECTED = (Expected("3", frozenset({7, 8})), Expected("5"), Expected("15", frozenset({9})))


def test_a_building_has_it_when_its_lead_has_pressed_and_without_one_when_its_group_has() -> None:
    found = receipts(EXPECTED, [Press(8, ""), Press(20, "15"), Press(21, "5")])
    assert found.got == ("3", "5")
    assert [one.building for one in found.missing] == ["15"]
    assert found.people == 3
    assert receipts(EXPECTED, []).missing == EXPECTED
    assert receipts((), [Press(1, "")]).got == ()


@pytest.mark.parametrize(
    ("held", "may", "own"),
    [
        ([Held(Role.COMMITTEE)], True, None),
        ([Held(Role.VOLUNTEER, team="care"), Held(Role.LEAD, "3号楼")], True, None),
        ([Held(Role.LEAD, "3号楼"), Held(Role.LEAD, "b座")], True, frozenset({"3", "B"})),
        ([Held(Role.ORGANISER)], False, frozenset()),
        ([], False, frozenset()),
    ],
)
def test_who_may_speak_to_whom_goes_by_their_roles(held: list[Held], may: bool, own: frozenset[str] | None) -> None:
    assert may_say(held) is may
    assert own_buildings(held) == own


def test_a_lead_speaks_within_their_own_buildings() -> None:
    own = frozenset({"3", "5"})
    three, four = Buildings((("3", "3"),)), Buildings((("3", "4"),))
    assert within(three, own) == three
    assert within(None, own) == Buildings((("3", "3"), ("5", "5")))
    assert within(four, None) == four
    assert within(None, None) is None
    with pytest.raises(ValueError, match="somebody else"):
        within(four, own)


@pytest.mark.parametrize(
    ("hour", "minute", "night"), [(21, 29, False), (21, 30, True), (3, 0, True), (7, 29, True), (7, 30, False)]
)
def test_the_night_ends_in_the_morning_after(hour: int, minute: int, night: bool) -> None:
    at = datetime(2026, 3, 4, hour, minute, tzinfo=UTC)
    assert is_night(at) is night
    day = 4 if hour < 7 or (hour, minute) < (7, 30) else 5
    assert morning_after(at) == datetime(2026, 3, day, 7, 30, tzinfo=UTC)
