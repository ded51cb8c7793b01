"""The fold of an order chain: who may change what, and what a statement does (domain/order_chain_fold.py)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from domain.order_chain import (
    Act,
    Buy,
    ChainReading,
    Change,
    Good,
    Line,
    Order,
    Reason,
    Statement,
    Sum,
    Verb,
    Want,
    Who,
    handles,
    party_key,
    tally,
)
from domain.order_chain_fold import apply, fold, touches
from domain.residence import Residence

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
MEI, LAN, TAO, CHIEF = 1, 2, 3, 9


def at(building: str | None, room: str | None, name: str | None = None, *, for_other: bool = False) -> Who:
    return Who(Residence(building, None, room), name, for_other)


def want(item: str | None, quantity: float | str = 1, measure: str | None = None) -> Want:
    return Want(item, Decimal(str(quantity)), measure)


def entry(who: Who, *wants: Want, note: str | None = None) -> Act:
    return Act(Verb.ENTRY, who, wants, note)


def said(verb: Verb, *wants: Want, who: Who | None = None, note: str | None = None) -> Act:
    return Act(verb, who or Who(), wants, note)


def posted(*acts: Act, title: str | None = "蜜橘团", goods: tuple[Good, ...] = ()) -> ChainReading:
    return ChainReading(acts, is_list=True, title=title, goods=goods)


def play(*turns: tuple[int, ChainReading | Act]) -> list[Statement]:
    """Number the turns of a conversation: one statement a minute."""
    return [
        Statement(
            message=100 + number,
            author=author,
            said_at=MONDAY + timedelta(minutes=number),
            sequence=number,
            reading=ChainReading((turn,)) if isinstance(turn, Act) else turn,
        )
        for number, (author, turn) in enumerate(turns)
    ]


def state(*turns: tuple[int, ChainReading | Act], opened: Buy | None = None) -> dict[str, dict[str, str]]:
    """Fold the turns; {party: {item: quantity and measure}}."""
    buy = fold(play(*turns), opened)
    return {
        party: {line.item: f"{line.quantity.normalize():f}{line.measure or ''}" for line in order.lines}
        for party, order in buy.orders.items()
    }


def last_change(*turns: tuple[int, ChainReading | Act], opened: Buy | None = None) -> Change:
    statements = play(*turns)
    return apply(fold(statements[:-1], opened), statements[-1])


A = at("4", "1101")
B = at("4", "1102")
C = at("7", "303")


def test_a_list_is_recorded_with_its_header_and_its_first_poster_as_organiser() -> None:
    buy = fold(play((MEI, posted(entry(A, want("蜜橘", 2, "箱")), goods=(Good("蜜橘"),)))))
    assert (buy.title, buy.organiser, buy.goods) == ("蜜橘团", MEI, (Good("蜜橘"),))
    assert buy.orders["r:4//1101"].lines == (Line("蜜橘", Decimal(2), "箱", 100),)
    assert buy.speaks_for == {MEI: "r:4//1101"}


def test_two_people_who_copy_the_same_base_both_stay() -> None:
    base = entry(A, want("蜜橘", 2))
    turns = [
        (MEI, posted(base)),
        (LAN, posted(base, entry(B, want("蜜橘", 1)))),
        (TAO, posted(base, entry(C, want("蜜橘", 5)))),
    ]
    both = {"r:4//1101": {"蜜橘": "2"}, "r:4//1102": {"蜜橘": "1"}, "r:7//303": {"蜜橘": "5"}}
    assert state(*turns) == both
    assert state(turns[0], turns[2], turns[1], turns[1]) == both


def test_a_stale_repost_changes_nobodys_order() -> None:
    assert state(
        (MEI, posted(entry(A, want("蜜橘", 2)))),
        (MEI, said(Verb.SET, want(None, 4))),
        (LAN, posted(entry(A, want("蜜橘", 2)), entry(B, want("蜜橘", 1)))),
    ) == {"r:4//1101": {"蜜橘": "4"}, "r:4//1102": {"蜜橘": "1"}}


def test_a_stale_repost_does_not_bring_back_what_was_taken_back() -> None:
    assert state(
        (MEI, posted(entry(A, want("蜜橘", 2)))),
        (MEI, said(Verb.REMOVE)),
        (LAN, posted(entry(A, want("蜜橘", 2)))),
    ) == {"r:4//1101": {}}


def test_an_author_who_reposts_replaces_his_own_line_whole() -> None:
    assert state(
        (MEI, posted(entry(A, want("蜜橘", 2), want("梨", 1)))),
        (MEI, posted(entry(A, want("蜜橘", 3)))),
    ) == {"r:4//1101": {"蜜橘": "3"}}


def test_what_a_list_leaves_out_removes_nobody() -> None:
    assert state(
        (MEI, posted(entry(A, want("蜜橘", 2)), entry(B, want("蜜橘", 1)))),
        (MEI, posted(entry(A, want("蜜橘", 2)))),
    ) == {"r:4//1101": {"蜜橘": "2"}, "r:4//1102": {"蜜橘": "1"}}


def test_two_lines_of_one_party_in_one_list_are_summed() -> None:
    twice = posted(entry(A, want("蜜橘", 2), note="要甜的"), entry(A, want("蜜橘", 1), want("梨", 1), note="放门卫"))
    assert state((MEI, twice), (LAN, twice), (MEI, twice)) == {"r:4//1101": {"蜜橘": "3", "梨": "1"}}
    assert fold(play((MEI, twice))).orders["r:4//1101"].note == "要甜的，放门卫"


def test_a_list_entry_with_neither_room_nor_name_is_asked_about() -> None:
    assert last_change((MEI, posted(entry(Who(), want("蜜橘", 2))))).unclear[0].reason is Reason.WHOSE


def test_said_in_the_chat_new_items_join_and_a_repeated_one_is_set() -> None:
    assert state(
        (MEI, said(Verb.ORDER, want("蜜橘", 2, "箱"))),
        (MEI, said(Verb.ORDER, want("梨", 1))),
        (MEI, said(Verb.ORDER, want("蜜橘", 3))),
    ) == {"a:1": {"蜜橘": "3箱", "梨": "1"}}


def test_adding_subtracting_setting_and_removing_act_on_ones_own_order() -> None:
    first = (MEI, said(Verb.ORDER, want("蜜橘", 2, "箱"), who=A))
    assert state(first, (MEI, said(Verb.ADD, want(None, 1)))) == {"r:4//1101": {"蜜橘": "3箱"}}
    assert state(first, (MEI, said(Verb.SUBTRACT, want(None, 1)))) == {"r:4//1101": {"蜜橘": "1箱"}}
    assert state(first, (MEI, said(Verb.SUBTRACT, want(None, 2)))) == {"r:4//1101": {}}
    assert state(first, (MEI, said(Verb.SET, want(None, 5, "袋")))) == {"r:4//1101": {"蜜橘": "5袋"}}
    assert state(first, (MEI, said(Verb.REMOVE, want("蜜橘", 0)))) == {"r:4//1101": {}}
    assert state((MEI, said(Verb.ADD, want("蜜橘", 2)))) == {"a:1": {"蜜橘": "2"}}


def test_a_swap_keeps_the_number_unless_another_is_said() -> None:
    first = (MEI, said(Verb.ORDER, want("蜜橘", 3, "箱"), want("梨", 1, "箱")))
    assert state(first, (MEI, said(Verb.SWAP, want("蜜橘", 0), want("柚子", 0)))) == {
        "a:1": {"梨": "1箱", "柚子": "3箱"}
    }
    assert state(first, (MEI, said(Verb.SWAP, want("蜜橘", 1), want("梨", 0)))) == {"a:1": {"蜜橘": "2箱", "梨": "2箱"}}
    assert state(first, (MEI, said(Verb.SWAP, want("梨", 0), want("柚子", 4, "个")))) == {
        "a:1": {"蜜橘": "3箱", "柚子": "4个"}
    }


def test_what_cannot_be_applied_changes_nothing_and_says_why() -> None:
    two = (MEI, said(Verb.ORDER, want("蜜橘", 2), want("梨", 1)))
    for act, reason in [
        (said(Verb.SET, want(None, 3)), Reason.WHICH_ITEM),
        (said(Verb.SUBTRACT, want("蜜橘", 3)), Reason.TOO_MANY),
        (said(Verb.SWAP, want("蜜橘", 3), want("梨", 0)), Reason.TOO_MANY),
        (said(Verb.REMOVE, want("柚子", 0)), Reason.NOTHING_THERE),
        (said(Verb.SWAP, want("柚子", 0), want("梨", 0)), Reason.NOTHING_THERE),
    ]:
        change = last_change(two, (MEI, act))
        assert (change.orders, [u.reason for u in change.unclear]) == ({}, [reason])
    assert last_change((LAN, said(Verb.REMOVE))).unclear[0].reason is Reason.NOTHING_THERE
    assert last_change((LAN, said(Verb.SUBTRACT, want(None, 1)))).unclear[0].reason is Reason.NOTHING_THERE


def test_without_an_item_the_only_good_of_the_buy_is_meant() -> None:
    opened = Buy(goods=(Good("蜜橘"),))
    assert state((MEI, said(Verb.ORDER, want(None, 2))), opened=opened) == {"a:1": {"蜜橘": "2"}}


def test_without_an_item_the_measure_may_tell_which_one_is_meant() -> None:
    first = (MEI, said(Verb.ORDER, want("蜜橘", 4, "箱"), want("梨", 1, "个")))
    assert state(first, (MEI, said(Verb.SUBTRACT, want(None, 1, "箱")))) == {"a:1": {"蜜橘": "3箱", "梨": "1个"}}
    assert last_change(first, (MEI, said(Verb.ADD, want(None, 1, "袋")))).unclear[0].reason is Reason.WHICH_ITEM


def test_a_room_said_without_its_unit_or_lane_is_the_one_that_is_known() -> None:
    known = Who(Residence("8", "2", "204", "66"))
    base = (MEI, posted(entry(known, want("蜜橘", 1))))
    add = said(Verb.ADD, want(None, 1), who=at("8", "204"))
    assert state(base, (LAN, add)) == {"r:66弄8/2/204": {"蜜橘": "2"}}
    other = (TAO, posted(entry(Who(Residence("8", "3", "204", "66")), want("蜜橘", 1))))
    assert last_change(base, other, (LAN, add)).unclear[0].reason is Reason.WHOSE


def test_a_message_that_names_a_room_or_a_name_changes_that_order_whoever_speaks() -> None:
    base = (CHIEF, posted(entry(at("4", "1101", "老秦"), want("蜜橘", 2)), entry(B, want("蜜橘", 1))))
    for who in (A, at(None, "1101"), Who(name="老秦"), Who(name="老 秦"), at("4", None, "老秦")):
        assert state(base, (TAO, said(Verb.ADD, want(None, 1), who=who)))["r:4//1101"] == {"蜜橘": "3"}


def test_a_room_that_several_orders_answer_to_is_asked_about_unless_one_is_the_speakers() -> None:
    base: list[tuple[int, ChainReading | Act]] = [
        (MEI, said(Verb.ORDER, want("蜜橘"), who=at("4", "502"))),
        (LAN, said(Verb.ORDER, want("梨"), who=at("5", "502"))),
    ]
    change = last_change(*base, (TAO, said(Verb.ADD, want(None, 1), who=at(None, "502"))))
    assert change.unclear[0].reason is Reason.WHOSE
    assert state(*base, (LAN, said(Verb.ADD, want(None, 1), who=at(None, "502"))))["r:5//502"] == {"梨": "2"}


def test_a_chat_order_and_the_same_accounts_later_list_entry_are_one_order() -> None:
    assert state(
        (MEI, said(Verb.ORDER, want("蜜橘", 2))),
        (MEI, posted(entry(A, want("蜜橘", 2, "箱")))),
        (MEI, said(Verb.ADD, want(None, 1))),
    ) == {"r:4//1101": {"蜜橘": "3箱"}}


def test_a_chat_order_joins_the_entry_of_a_longer_list_that_orders_the_same() -> None:
    assert state(
        (MEI, said(Verb.ORDER, want("蜜橘", 2))),
        (MEI, posted(entry(B, want("梨", 1)), entry(A, want("蜜橘", 2)))),
    ) == {"r:4//1102": {"梨": "1"}, "r:4//1101": {"蜜橘": "2"}}


def test_an_account_that_tells_its_room_later_has_one_order() -> None:
    assert state((MEI, said(Verb.ORDER, want("蜜橘", 2))), (MEI, said(Verb.ADD, want(None, 1), who=A))) == {
        "r:4//1101": {"蜜橘": "3"}
    }
    assert state(
        (MEI, said(Verb.ORDER, want("蜜橘", 2), who=Who(name="老秦"))), (MEI, said(Verb.ORDER, want("梨", 1), who=A))
    ) == {"r:4//1101": {"蜜橘": "2", "梨": "1"}}
    assert state(
        (MEI, said(Verb.ORDER, want("蜜橘", 2), who=at(None, "1101"))), (MEI, said(Verb.ORDER, want("梨", 1), who=A))
    ) == {"r:4//1101": {"蜜橘": "2", "梨": "1"}}


def test_an_order_for_somebody_else_is_that_partys_and_binds_nobody() -> None:
    turns = [
        (MEI, said(Verb.ORDER, want("蜜橘", 2), who=A)),
        (MEI, said(Verb.ORDER, want("蜜橘", 1), who=at("4", "401", "秦奶奶", for_other=True))),
        (MEI, said(Verb.ADD, want(None, 1))),
        (MEI, said(Verb.ORDER, want("蜜橘", 1), who=Who(on_behalf=True))),
    ]
    assert state(*turns) == {"r:4//1101": {"蜜橘": "3"}, "r:4//401": {"蜜橘": "1"}, "f:1": {"蜜橘": "1"}}


def test_only_the_organiser_closes_and_later_orders_wait_for_him() -> None:
    base = (CHIEF, posted(entry(A, want("蜜橘", 2))))
    closing = ChainReading(closes=True)
    late = said(Verb.ORDER, want("蜜橘", 1), who=B)
    assert not fold(play(base, (LAN, closing))).closed
    change = last_change(base, (CHIEF, closing), (LAN, late))
    assert (change.closed, change.orders, change.late) == (True, {}, (late,))
    assert state(base, (CHIEF, closing), (CHIEF, late))["r:4//1102"] == {"蜜橘": "1"}
    reopened: list[tuple[int, ChainReading | Act]] = [
        base,
        (CHIEF, closing),
        (CHIEF, ChainReading(reopens=True)),
        (LAN, late),
    ]
    assert state(*reopened)["r:4//1102"] == {"蜜橘": "1"}


def test_an_open_buy_keeps_its_title_and_its_goods_change_by_the_organiser_only() -> None:
    opening = (CHIEF, posted(goods=(Good("蜜橘", Decimal(30)), Good("梨"))))
    other = posted(title="便宜蜜橘", goods=(Good("蜜橘", Decimal(20)), Good("柚子", measure="个")))
    buy = fold(play(opening, (LAN, other)))
    assert (buy.title, buy.goods) == ("蜜橘团", opening[1].goods)
    buy = fold(play(opening, (CHIEF, other)))
    assert buy.goods == (Good("蜜橘", Decimal(20), was=(Decimal(30),)), Good("梨"), Good("柚子", measure="个"))


def test_notes_are_kept_until_the_line_is_replaced_or_taken_back() -> None:
    def note(*turns: tuple[int, ChainReading | Act]) -> str | None:
        return fold(play(*turns)).orders["r:4//1101"].note

    first = (MEI, said(Verb.ORDER, want("蜜橘", 2), who=A, note="放门卫"))
    assert note(first, (MEI, said(Verb.ADD, want(None, 1), note="周三拿"))) == "放门卫，周三拿"
    assert note(first, (MEI, said(Verb.ADD, want(None, 1), note="放门卫"))) == "放门卫"
    assert note(first, (MEI, posted(entry(A, want("蜜橘", 2))))) == "放门卫"
    assert note(first, (MEI, posted(entry(A, want("蜜橘", 3))))) is None
    assert note(first, (MEI, said(Verb.REMOVE))) is None


def test_a_line_stated_again_unchanged_keeps_the_message_that_said_it() -> None:
    buy = fold(
        play(
            (MEI, posted(entry(A, want("蜜橘", 2), want("梨", 1)))),
            (MEI, posted(entry(A, want("蜜橘", 2), want("梨", 3)))),
        )
    )
    assert [line.since for line in buy.orders["r:4//1101"].lines] == [100, 101]


def test_party_keys_are_room_then_name_and_keep_lanes_and_buildings_apart() -> None:
    assert party_key(Who()) is None
    assert party_key(Who(name="Ada Q ☀️")) == party_key(Who(name="ＡＤＡ q☀"))
    assert party_key(Who(Residence("3", None, "7B"))) == party_key(Who(Residence("3", None, "7b"), "x"))
    keys = [party_key(Who(Residence("8", None, "204", lane))) for lane in (None, "66", "67")] + [
        party_key(Who(Residence("8"), "王姐")),
        party_key(Who(Residence("9"), "王姐")),
        party_key(Who(Residence("8"))),
    ]
    assert len(set(keys)) == len(keys)


def test_handles_are_every_key_an_order_answers_to_and_touches_asks_for_them() -> None:
    order = Order("r:4//1101", Residence("4", None, "1101"), "老秦", False, MEI)
    assert handles(order) == ("r:4//1101", "n:老秦", "m:1101")
    for who in (A, at(None, "1101"), Who(name="老秦")):
        assert touches(ChainReading((said(Verb.ADD, who=who),)), TAO, {}) & set(handles(order))
    assert touches(ChainReading((said(Verb.ADD),)), MEI, {MEI: "r:4//1101"}) >= {"r:4//1101", "a:1"}


def test_a_tally_goes_by_goods_then_by_first_said_and_keeps_measures_apart() -> None:
    buy = fold(
        play(
            (MEI, said(Verb.ORDER, want("柚子", 1, "个"), want("梨", "0.5", "斤"))),
            (LAN, said(Verb.ORDER, want("梨", "1.5", "斤"), want("蜜橘", 1, "箱"))),
            (TAO, said(Verb.ORDER, want("梨", 2, "个"))),
        ),
        Buy(goods=(Good("蜜橘"), Good("梨"))),
    )
    assert tally(buy) == (
        Sum("蜜橘", "箱", Decimal(1), 1),
        Sum("梨", "斤", Decimal(2), 2),
        Sum("梨", "个", Decimal(2), 1),
        Sum("柚子", "个", Decimal(1), 1),
    )
