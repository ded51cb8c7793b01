"""What was noted of money: once a line, in one buy or another, and by whom it is paid."""

from domain.household import Entry
from domain.order_chain import Who
from domain.payment import Kind, Payment
from domain.residence import Residence
from storage.erasure import forget
from storage.household import Households
from storage.order_chain_state import OrderStates
from storage.payment import Payments
from storage.residency import Residencies
from storage.store import Store
from tests.storage.making import a_chain, a_group
from tests.storage.test_erasure import HOME, order, somebody

PARTY = "r:6//302"


def received(party: str = PARTY, fen: int = 3500, at: int = 50, mark: str | None = None) -> Payment:
    return Payment(party, Kind.RECEIVED, fen, at, 1, mark)


async def test_a_line_of_a_list_counts_once_and_a_tap_each_time(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        payments = Payments(query)
        first = await payments.note(chain, received(mark="m"))
        assert await payments.note(chain, received("r:6//303", mark="m")) is None
        assert first is not None
        await payments.note(chain, received())
        await payments.note(chain, received())
        assert [one.mark for one in await payments.of(chain)] == ["m", None, None]
        assert await payments.get(first) == (
            chain,
            Payment(PARTY, Kind.RECEIVED, 3500, 50, 1, "m", first),
        )
        assert await payments.get(99) is None


async def test_a_new_claim_takes_the_place_of_the_one_before(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        payments = Payments(query)
        await payments.note(chain, Payment(PARTY, Kind.CLAIMED, 3000, 50, 1))
        await payments.note(chain, Payment(PARTY, Kind.CLAIMED, None, 60, 1))
        assert [(one.fen, one.at) for one in await payments.of(chain)] == [(None, 60)]


async def test_what_was_tapped_in_one_go_is_taken_back_in_one(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        payments = Payments(query)
        for party, at in (("a", 50), ("b", 50), ("c", 51)):
            await payments.note(chain, received(party, at=at))
        await payments.note(chain, received("d", mark="of a list"))
        together = await payments.noted_with(chain, (await payments.of(chain))[0])
        assert len(together) == 2
        payments.take_back(together)
        assert [one.party for one in await payments.of(chain)] == ["c", "d"]


async def test_marks_are_known_in_all_buys_of_an_organiser_and_reminders_in_a_compound(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        one, other = [(await a_chain(query, group, number))[0] for number in (1, 2)]
        chief = await somebody(query, "周团长", 910)
        query.do("UPDATE order_chain SET organiser_id = :person WHERE id IN (1, 2)", person=chief.id)
        payments = Payments(query)
        await payments.note(one, received(mark="m1"))
        await payments.note(other, received(mark="m2"))
        assert await payments.marks(chief.id) == {"m1", "m2"}
        assert await payments.marks(99) == frozenset()
        await payments.note(one, Payment(PARTY, Kind.NUDGED, None, 100))
        assert await payments.nudged(1, 100) == {PARTY}
        assert await payments.nudged(1, 101) == frozenset()
        assert await payments.nudged(2, 0) == frozenset()


async def test_an_order_is_paid_by_who_speaks_for_it_or_made_it_for_somebody(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        ann, bob = await somebody(query), await somebody(query, "小许", 901)
        await order(query, group, chain, ann.id, 20, Who(HOME), None)
        await order(query, group, chain, ann.id, 21, Who(Residence("7", None, "101"), "姜奶奶", on_behalf=True), None)
        await order(query, group, chain, bob.id, 22, Who(), None)
        payments = Payments(query)
        assert await payments.payers(chain) == {
            PARTY: [ann.id], "r:7//101": [ann.id], f"a:{bob.id}": [bob.id],
        }  # fmt: skip
        assert await payments.mine(chain, ann.id) == [PARTY, "r:7//101"]
        assert await payments.mine(chain, bob.id) == [f"a:{bob.id}"]
        assert await payments.residents(chain) == {}
        Households(query).enlist(1, [Entry(HOME, "陶先生")], 10)
        home = await Households(query).meet(1, HOME, 10)
        residency = await Residencies(query).say(1, home, bob.id, 10, None)
        assert await payments.residents(chain) == {}  # only their word
        Residencies(query).confirm(residency, None, 20)
        assert await payments.residents(chain) == {PARTY: [bob.id]}
        assert PARTY in await payments.mine(chain, bob.id)


async def test_what_is_noted_goes_along_with_a_party_that_has_become_another(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        await Payments(query).note(chain, received("a:7"))
        Payments(query).follow(chain, {"a:7": PARTY})
        assert [one.party for one in await Payments(query).of(chain)] == [PARTY]


async def test_who_is_forgotten_leaves_the_money_and_not_the_name(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        ann, bob = await somebody(query), await somebody(query, "小许", 901)
        await order(query, group, chain, ann.id, 20, Who(HOME, "小陶"), None)
        await order(query, group, chain, bob.id, 21, Who(Residence("7", None, "101")), None)
        payments = Payments(query)
        await payments.note(chain, Payment(PARTY, Kind.CLAIMED, 3500, 50, ann.id))
        await payments.note(chain, received(mark="m"))
        await payments.note(chain, received("r:7//101", mark="n"))
        await forget(query, ann, 60)
        gone, kept, others = await payments.of(chain)
        parties = await OrderStates(query).order_ids(chain)
    assert gone.party == kept.party
    assert gone.party in parties
    assert "302" not in gone.party
    assert (gone.by, gone.fen, kept.fen, kept.mark) == (None, 3500, 3500, None)
    assert (others.party, others.mark) == ("r:7//101", "n")
