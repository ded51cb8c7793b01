"""What is held about one person is theirs alone (storage/my_data.py)."""

import json

from domain.household import Entry
from domain.order_chain import Who
from domain.residence import Residence
from storage.household import Households
from storage.my_data import of_person
from storage.person import Persons
from storage.residency import Residencies
from storage.store import Store
from storage.talk import Talks
from tests.storage.making import a_chain, a_group
from tests.storage.old_schema import fill
from tests.storage.test_erasure import HOME, order, somebody


async def test_nothing_is_held_of_who_is_not_known(store: Store) -> None:
    async with store.snapshot() as query:
        assert await of_person(query, 5) is None


async def test_who_has_a_row_everywhere_is_shown_each(store: Store) -> None:
    async with store.transaction() as query:
        await fill(query)
        held = await of_person(query, 1)
    assert held is not None
    (compound,) = held["compounds"]
    for name in ("roles", "homes", "consents", "questions", "files", "acts", "buys_organised", "orders"):
        assert compound[name], name
    assert held["messages"] > 0
    assert (held["links"], held["parts_of_long_messages"], held["spoke_last_in_buys"]) == (1, 1, [1])
    json.dumps(held)


async def test_of_an_order_that_two_changed_each_sees_their_own_lines(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        ann, bob = await somebody(query), await somebody(query, "小许", 901)
        await order(query, group, chain, ann.id, 20, Who(HOME, "小陶"), "敲门")
        await order(query, group, chain, bob.id, 21, Who(HOME), "别敲")
        await order(query, group, chain, bob.id, 22, Who(Residence("7", None, "101"), "姜奶奶", on_behalf=True), None)
        mine, theirs = await of_person(query, ann.id), await of_person(query, bob.id)
    assert mine is not None
    assert theirs is not None
    (her,), (his,) = mine["compounds"][0]["orders"], theirs["compounds"][0]["orders"]
    assert (her["name"], her["lines"]) == ("小陶", [])  # he has set them since
    assert (his["name"], his["note"], len(his["lines"])) == (None, None, 1)
    assert theirs["orders_for_others"] == 1
    assert "姜奶奶" not in json.dumps(theirs, ensure_ascii=False)


async def test_the_rosters_entry_is_shown_to_whose_home_is_confirmed_only(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        ann = await somebody(query)
        Households(query).enlist(1, [Entry(HOME, "陶先生", "13912345678")], 10)
        home = await Households(query).meet(1, HOME, 10)
        residency = await Residencies(query).say(1, home, ann.id, 10, None)
        before = await of_person(query, ann.id)
        Residencies(query).confirm(residency, None, 20)
        after = await of_person(query, ann.id)
    assert before is not None
    assert after is not None
    assert [before["compounds"][0]["homes"][0][name] for name in ("room", "contact", "phone")] == ["302", None, None]
    assert [after["compounds"][0]["homes"][0][name] for name in ("contact", "phone")] == ["陶先生", "13912345678"]


async def test_who_spoke_last_or_was_heard_to_name_goods_is_told_so(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chains = [(await a_chain(query, group, number))[0] for number in (1, 2, 3)]
        talks = ('{"speaker": 900}', '{"named": {"900": ["柚子"]}}', '{"speaker": 901}')
        for chain, talk in zip(chains, talks, strict=True):
            Talks(query).keep(chain, talk, 10)
        held = await of_person(query, await Persons(query).meet(900, "小陶"))
    assert held is not None
    assert held["spoke_last_in_buys"] == chains[:2]
