"""Messages and accounts: the newest version counts, whatever came last."""

import pytest

from storage.message import Messages, Version
from storage.person import Person, Persons
from storage.store import Query, Store
from tests.storage.making import a_group


async def versions(query: Query, *edits: tuple[int, int]) -> list[bool]:
    """Keep versions given as (edited_at, version) of one message; return which were the newest when they came."""
    group = await a_group(query)
    messages = Messages(query)
    return [
        await messages.keep(Version(group.address_id, 5, 100, edited_at, version), None) is not None
        for edited_at, version in edits
    ]


@pytest.mark.parametrize(
    ("edits", "newest"),
    [
        ([(0, 1), (110, 2), (120, 3)], [True, True, True]),
        ([(0, 1), (120, 2), (110, 3)], [True, True, False]),  # an older edit comes later
        ([(0, 1), (110, 2), (110, 3)], [True, True, True]),  # two edits in one second: the later arrival
        ([(0, 1), (110, 3), (110, 2)], [True, True, False]),
        ([(120, 1), (0, 2)], [True, False]),  # the first version comes after its edit
        ([(0, 1), (0, 1)], [True, False]),
    ],
)
async def test_the_newest_version_is_the_greatest_by_edit_and_arrival(
    store: Store, edits: list[tuple[int, int]], newest: list[bool]
) -> None:
    async with store.transaction() as query:
        assert await versions(query, *edits) == newest


async def test_message_numbers_belong_to_an_address(store: Store) -> None:
    """After an upgrade the numbers begin anew: the same number is another message."""
    async with store.transaction() as query:
        one, two, messages = await a_group(query, -1), await a_group(query, -2), Messages(query)
        first = await messages.keep(Version(one.address_id, 5, 100, 0, 1), None)
        second = await messages.keep(Version(two.address_id, 5, 100, 0, 2), None)
        assert None not in (first, second)
        assert first != second


async def test_an_edit_keeps_our_number_of_a_message(store: Store) -> None:
    async with store.transaction() as query:
        group, messages = await a_group(query), Messages(query)
        first = await messages.keep(Version(group.address_id, 5, 100, 0, 1), None)
        assert await messages.keep(Version(group.address_id, 5, 100, 120, 2), None) == first


async def test_a_message_is_found_by_its_number_at_its_address(store: Store) -> None:
    async with store.transaction() as query:
        group, messages = await a_group(query), Messages(query)
        kept = await messages.keep(Version(group.address_id, 5, 100, 0, 1), None)
        assert await messages.at(group.address_id, 5) == kept
        assert await messages.at(group.address_id, 6) is None


async def test_an_account_has_one_row_and_its_newest_name(store: Store) -> None:
    async with store.transaction() as query:
        persons = Persons(query)
        assert await persons.find(70) is None
        first = await persons.meet(70, "小陶")
        other = await persons.meet(71, "阿秦")
        assert await persons.meet(70, "陶先生") == first
        assert await persons.find(70) == Person(first, "陶先生", 70)
        assert await persons.names({first, other, 999}) == {first: "陶先生", other: "阿秦"}
