"""What must hold of the fold whatever people say, in whatever order (domain/order_chain_fold.py)."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.order_chain import Act, Buy, ChainReading, Good, Order, Statement, Verb, Want, Who, handles
from domain.order_chain_fold import apply, fold, touches
from domain.residence import Residence

EXAMPLES = int(os.environ.get("SHOUWANG_FOLD_EXAMPLES", "500"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)

rooms = st.builds(Residence, st.sampled_from([None, "1", "2"]), st.none(), st.sampled_from(["101", "102", "201"]))
people = st.builds(
    Who,
    st.one_of(st.none(), rooms, st.just(Residence("1"))),
    st.sampled_from([None, "阿秦", "小陶"]),
    st.sampled_from([False, False, False, True]),
)
numbers = st.integers(1, 5).map(Decimal)
wants = st.builds(Want, st.sampled_from(["蜜橘", "梨", "柚子"]), numbers, st.sampled_from([None, "箱", "个"]))
loose = st.builds(Want, st.sampled_from([None, "蜜橘", "梨"]), numbers, st.none())
entries = st.builds(Act, st.just(Verb.ENTRY), people, st.lists(wants, min_size=1, max_size=3).map(tuple))
chat = st.builds(
    Act,
    st.sampled_from([Verb.ORDER, Verb.ADD, Verb.SUBTRACT, Verb.SET, Verb.REMOVE]),
    st.one_of(st.just(Who()), people),
    st.lists(loose, max_size=2).map(tuple),
    st.sampled_from([None, "放门卫"]),
)
swaps = st.builds(Act, st.just(Verb.SWAP), people, st.tuples(loose, loose))
priced = st.sampled_from(
    [(Good("蜜橘", Decimal(mandarin), "箱"), Good("梨", Decimal(pear))) for mandarin, pear in ((5, 3), (6, 3), (5, 4))]
)
lists = st.builds(
    ChainReading,
    st.lists(st.one_of(entries, entries, entries, chat), max_size=6).map(tuple),
    st.just(True),
    st.just("蜜橘团"),
    st.one_of(st.sampled_from([(), (Good("蜜橘"), Good("梨"))]), priced),
)
lines = st.builds(
    ChainReading,
    st.lists(st.one_of(chat, swaps), max_size=3).map(tuple),
    closes=st.sampled_from([False] * 9 + [True]),
    reopens=st.sampled_from([False] * 9 + [True]),
    cancels=st.sampled_from([False] * 9 + [True]),
    goods=st.one_of(st.just(()), st.just(()), priced),
)


@st.composite
def conversations(draw: st.DrawFn) -> list[Statement]:
    readings = draw(st.lists(st.one_of(lists, lines), max_size=8))
    return [
        Statement(100 + n, draw(st.integers(1, 4)), MONDAY + timedelta(minutes=draw(st.integers(0, n))), n, reading)
        for n, reading in enumerate(readings)
    ]


def ordered(statements: list[Statement]) -> list[Statement]:
    return sorted(statements, key=lambda s: (s.said_at, s.sequence))


@many
@given(conversations(), st.randoms())
def test_the_order_of_arrival_does_not_matter(statements: list[Statement], random: object) -> None:
    shuffled = list(statements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(statements)


@many
@given(conversations())
def test_one_by_one_equals_the_fold_and_only_touched_orders_need_be_seen(statements: list[Statement]) -> None:
    whole = Buy()
    for statement in ordered(statements):
        asked = touches(statement.reading, statement.author, whole.speaks_for)
        seen = {key: order for key, order in whole.orders.items() if asked & set(handles(order))}
        bound = {statement.author: whole.speaks_for[statement.author]} if statement.author in whole.speaks_for else {}
        part = replace(whole, orders=seen, speaks_for=bound)
        change = apply(part, statement)
        assert change == apply(whole, statement)
        for key, (was, now) in change.orders.items():
            assert was == whole.orders.get(key)
            assert now is None or now.party == key
        whole = whole.after(change)
    assert whole == fold(statements)


@many
@given(conversations(), st.data())
def test_an_edit_or_an_undo_equals_never_having_said_it(statements: list[Statement], data: st.DataObject) -> None:
    before = fold(statements)
    if statements:
        place = data.draw(st.integers(0, len(statements) - 1))
        edited = Statement(
            statements[place].message,
            statements[place].author,
            statements[place].said_at,
            statements[place].sequence,
            data.draw(st.one_of(lists, lines)),
        )
        changed = [*statements[:place], edited, *statements[place + 1 :]]
        assert fold([s for s in changed if s is not edited]) == fold([*statements[:place], *statements[place + 1 :]])
        assert fold([*changed[:place], statements[place], *changed[place + 1 :]]) == before
    assert fold(statements) == before


@many
@given(conversations())
def test_orders_hold_no_item_twice_and_no_empty_line(statements: list[Statement]) -> None:
    buy = fold(statements)
    for key, order in buy.orders.items():
        assert key == order.party
        assert len({line.item for line in order.lines}) == len(order.lines)
        assert all(line.quantity > 0 for line in order.lines)


@many
@given(conversations())
def test_the_lots_of_a_line_make_up_its_quantity(statements: list[Statement]) -> None:
    buy = fold(statements)
    known = {good.name: good.measure for good in buy.goods}
    for line in (line for order in buy.orders.values() for line in order.lines):
        if line.lots:
            assert sum(lot.quantity for lot in line.lots) == line.quantity
            assert all(lot.quantity > 0 for lot in line.lots)
            assert all(a.price != b.price for a, b in pairwise(line.lots))
            assert line.measure in (None, known.get(line.item))


def repost(author: int, minute: int, acts: list[Act]) -> Statement:
    return Statement(100 + minute, author, MONDAY + timedelta(minutes=minute), minute, ChainReading(tuple(acts), True))


@st.composite
def concurrent_reposts(draw: st.DrawFn) -> tuple[list[Act], dict[int, Act]]:
    """A base list, and some people who each copy all or part of it and put their own new entry below."""
    keys = draw(
        st.lists(st.tuples(st.sampled_from("123456"), st.sampled_from(["101", "102", "201"])), min_size=2, unique=True)
    )
    acts = [
        Act(Verb.ENTRY, Who(Residence(building, None, room)), tuple(draw(st.lists(wants, min_size=1, max_size=2))))
        for building, room in keys
    ]
    cut = draw(st.integers(1, len(acts) - 1))
    return acts[:cut], dict(enumerate(acts[cut:], 2))


@many
@given(concurrent_reposts(), st.data())
def test_concurrent_reposts_lose_and_double_nothing_in_any_order_and_repeated(
    chain: tuple[list[Act], dict[int, Act]], data: st.DataObject
) -> None:
    base, own = chain
    turns = data.draw(st.lists(st.sampled_from(sorted(own)), max_size=4)) + sorted(own)
    turns = data.draw(st.permutations(turns))
    copies = {who: data.draw(st.lists(st.sampled_from(base), max_size=4)) for who in own}
    statements = [repost(1, 0, base)]
    for minute, who in enumerate(turns, 1):
        statements.append(repost(who, minute, [*copies[who], own[who]]))
    buy = fold(statements)
    alone = {key: order for who in own for key, order in fold([repost(who, 1, [own[who]])]).orders.items()}
    first = fold([repost(1, 0, base)]).orders

    def plain(orders: dict[str, Order]) -> dict[str, set[tuple[str, Decimal]]]:
        return {key: {(line.item, line.quantity) for line in order.lines} for key, order in orders.items()}

    assert plain(dict(buy.orders)) == plain({**first, **alone})
    assert {key: order.author for key, order in buy.orders.items()} == {
        **dict.fromkeys(first, 1),
        **{key: order.author for key, order in alone.items()},
    }


@many
@given(conversations(), st.integers(1, 4))
def test_a_repost_by_somebody_else_changes_no_known_order(statements: list[Statement], stranger: int) -> None:
    buy = fold(statements)
    acts = [
        Act(Verb.ENTRY, Who(order.residence, order.name), (Want("柚子", Decimal(99)),))
        for order in buy.orders.values()
        if order.author != stranger
    ]
    after = buy.after(apply(buy, repost(stranger, 600, acts)))
    for key, order in buy.orders.items():
        if order.author != stranger and key in after.orders:
            assert after.orders[key].lines == order.lines or key == f"a:{order.author}"
