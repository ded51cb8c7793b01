"""Buildings by name and by range."""

from domain.building import Buildings, building_name


def test_a_building_has_one_bare_name_however_it_is_called() -> None:
    assert [building_name(said) for said in ("3号楼", " 3 栋", "3", "b座", "12#")] == ["3", "3", "3", "B", "12"]
    assert building_name(None) is None
    assert building_name("") is None


def test_a_range_holds_both_ends_and_a_letter_only_itself() -> None:
    some = Buildings((("3", "12"), ("17", "17"), ("B", "B")))
    assert [some.holds(name) for name in ("2", "3", "9", "12", "13", "17", "B", "C")] == [
        False, True, True, True, False, True, True, False,
    ]  # fmt: skip
    assert not some.holds(None)
    assert some.names() == (*map(str, range(3, 13)), "17", "B")
    assert str(some) == "3-12、17、B号楼"


def test_an_endless_range_names_no_more_buildings_than_a_compound_may_have() -> None:
    assert len(Buildings((("1", "999"),)).names()) == 201
