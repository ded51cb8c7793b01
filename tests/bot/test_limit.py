"""Flood limits: never more than Telegram allows, and a chat that is held holds nobody else."""

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.limit import Limiter, Limits

LIMITS = Limits(per_second=5.0, per_minute_in_a_group=4, seconds_between_messages=1.0)


def test_an_unknown_chat_may_be_written_to_at_once() -> None:
    limiter = Limiter(LIMITS)
    assert limiter.may(1, 0.0, is_message=True, is_group=True)
    assert limiter.may(None, 0.0, is_message=False, is_group=False)
    assert limiter.busy(0.0) == 0


def test_a_second_message_in_a_chat_waits_a_second_and_a_reaction_does_not() -> None:
    limiter = Limiter(LIMITS)
    limiter.took(1, 0.0, is_message=True)
    assert not limiter.may(1, 0.9, is_message=True, is_group=False)
    assert limiter.may(1, 0.9, is_message=False, is_group=False)
    assert limiter.may(2, 0.9, is_message=True, is_group=False)
    assert limiter.may(1, 1.0, is_message=True, is_group=False)
    assert limiter.busy(59.0) == 1
    assert limiter.busy(60.0) == 0


def test_a_group_has_a_limit_a_minute_and_a_private_chat_has_not() -> None:
    limiter = Limiter(LIMITS)
    for second in range(4):
        limiter.took(1, float(second), is_message=True)
    assert not limiter.may(1, 59.9, is_message=True, is_group=True)
    assert limiter.may(1, 59.9, is_message=True, is_group=False)
    assert limiter.may(1, 60.0, is_message=True, is_group=True)


def test_a_429_holds_its_own_chat_for_everything_and_no_other() -> None:
    limiter = Limiter(LIMITS)
    limiter.hold(1, 30.0)
    limiter.hold(1, 10.0)  # a shorter one does not shorten it
    assert not limiter.may(1, 29.9, is_message=False, is_group=True)
    assert limiter.may(2, 0.0, is_message=True, is_group=True)
    assert limiter.may(None, 0.0, is_message=False, is_group=False)
    assert limiter.busy(29.9) == 1
    assert limiter.may(1, 30.0, is_message=True, is_group=True)


def test_an_outage_holds_everything() -> None:
    limiter = Limiter(LIMITS)
    limiter.hold(None, 5.0)
    limiter.hold(None, 2.0)
    assert not limiter.may(1, 4.9, is_message=False, is_group=False)
    assert not limiter.may(None, 4.9, is_message=False, is_group=False)
    assert limiter.may(1, 5.0, is_message=True, is_group=True)


def test_the_rate_over_all_chats_is_kept() -> None:
    limiter = Limiter(LIMITS)
    for chat in range(5):
        assert limiter.may(chat, 0.0, is_message=True, is_group=True)
        limiter.took(chat, 0.0, is_message=True)
    assert not limiter.may(9, 0.0, is_message=True, is_group=True)
    assert not limiter.may(None, 0.1, is_message=False, is_group=False)
    assert limiter.may(9, 0.2, is_message=True, is_group=True)


steps = st.lists(
    st.tuples(
        st.integers(0, 40).map(lambda tenths: tenths / 8),
        st.one_of(st.none(), st.integers(1, 3)),
        st.booleans(),
    ),
    max_size=120,
)


@given(steps)
def test_whatever_is_asked_no_limit_is_ever_passed(asked: list[tuple[float, int | None, bool]]) -> None:
    limiter, now = Limiter(LIMITS), 0.0
    left: list[float] = []
    messages: dict[int, list[float]] = defaultdict(list)
    for pause, chat, is_message in asked:
        now += pause
        if limiter.may(chat, now, is_message=is_message, is_group=True):
            limiter.took(chat, now, is_message=is_message)
            left.append(now)
            if chat is not None and is_message:
                messages[chat].append(now)
    for place, start in enumerate(left):
        for count, end in enumerate(left[place:], 1):
            assert count <= LIMITS.per_second * (end - start + 1) + 1e-6
    for times in messages.values():
        assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))
        assert all(later - earlier >= 60.0 for earlier, later in zip(times, times[4:], strict=False))


@given(st.integers(1, 200))
def test_a_private_chat_with_much_to_say_does_not_grow_without_end(count: int) -> None:
    limiter = Limiter(LIMITS)
    for second in range(count):
        assert limiter.may(1, float(second), is_message=True, is_group=False)
        limiter.took(1, float(second), is_message=True)
    assert len(limiter._chats[1].sent) <= 2 * LIMITS.per_minute_in_a_group
