"""The figures of a day: each is the number of the rows behind it, counted anew here from whole tables."""

import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta

import pytest

from domain.building import building_name
from domain.daily_summary import Figure, Line
from domain.daily_summary_meaning import MEANINGS, Section
from storage.daily_summary import CONTRIBUTORS, Summaries, buildings_of, count, gather, rows_behind
from storage.daily_summary_row import Contributor, Found, Scope
from storage.store import Query, Store
from tests.storage.a_busy_day import TODAY, ZONE, at, make, truth


@pytest.fixture
async def busy(store: Store) -> Store:
    async with store.transaction() as query:
        make(query, buildings=12, households=240, days=8)
    return store


def names() -> list[str]:
    return [name for contributor in CONTRIBUTORS for name in contributor.rows]


def test_every_figure_has_a_meaning_and_every_meaning_a_query() -> None:
    assert sorted(names()) == sorted(MEANINGS)
    assert len(set(names())) == len(names())


@pytest.mark.parametrize("ago", range(3))
async def test_every_figure_of_a_busy_day_is_what_its_rows_come_to(busy: Store, ago: int) -> None:
    day = TODAY - timedelta(days=ago)
    scope = Scope.of(1, day, ZONE)
    async with busy.snapshot() as query:
        figures = {one.name: one for one in await gather(query, scope)}
        expected = await truth(query, day)
        assert {name: one.value for name, one in figures.items()} == {name: len(s) for name, s in expected.items()}
        for name in names():
            assert await count(query, scope, name) == figures[name].value
            assert (len(await rows_behind(query, scope, name)) > 0) == (figures[name].value > 0)
    assert figures["buy_households"].value > 20
    assert figures["volunteer_acts"].value > 3


async def test_by_building_a_figure_of_households_adds_up_and_is_what_the_rows_say(busy: Store) -> None:
    async with busy.snapshot() as query:
        scope = Scope.of(1, TODAY, ZONE)
        figure = {one.name: one for one in await gather(query, scope)}["buy_households"]
        rows = await rows_behind(query, scope, "buy_households")
        homes = {(building_name(row.building), row.place) for row in rows}
    by_building = Counter(building for building, _ in homes)
    assert {part.building: part.count for part in figure.parts} == dict(by_building)
    assert sum(part.count for part in figure.parts) == figure.value


async def test_figures_are_told_in_one_order_whoever_contributes_first(busy: Store) -> None:
    async with busy.snapshot() as query:
        scope = Scope.of(1, TODAY, ZONE)
        forwards, backwards = await gather(query, scope), await gather(query, scope, tuple(reversed(CONTRIBUTORS)))
    assert forwards == backwards
    assert [one.name for one in forwards] == [name for name in MEANINGS if name in names()]


async def test_a_feature_contributes_with_no_more_than_the_sql_of_its_rows(busy: Store) -> None:
    rows = "SELECT id AS subject, '' AS title, NULL AS building, NULL AS at, NULL AS place, NULL AS amount FROM role"
    one = Contributor("某组", {"volunteers": f"{rows} WHERE compound_id = :compound AND granted_at < :end"})
    async with busy.snapshot() as query:
        (figure,) = await gather(query, Scope.of(1, TODAY, ZONE), (one,))
        assert figure.value == (await query.the("SELECT COUNT(*) AS n FROM role"))["n"]
        with pytest.raises(KeyError):
            await rows_behind(query, Scope.of(1, TODAY, ZONE), "buys_open", (one,))


async def test_a_feature_whose_rows_no_sql_can_tell_contributes_a_function_of_the_snapshot(busy: Store) -> None:
    """Every figure comes out the same whether SQL has counted its rows or they are counted here."""

    def reading(sql: str) -> Callable[[Query, Scope], Awaitable[Sequence[Found]]]:
        async def read(query: Query, scope: Scope) -> Sequence[Found]:
            values = {"compound": scope.compound_id, "start": scope.start, "end": scope.end, "next": scope.next}
            rows = await query.all(sql, **{name: value for name, value in values.items() if f":{name}" in sql})
            return [Found(**dict(row)) for row in rows]  # type: ignore[call-overload]

        return read

    functions = [
        Contributor(
            one.called, {name: reading(rows) if isinstance(rows, str) else rows for name, rows in one.rows.items()}
        )
        for one in CONTRIBUTORS
    ]
    scope = Scope.of(1, TODAY, ZONE)
    async with busy.snapshot() as query:
        for by_sql, by_function in zip(await gather(query, scope), await gather(query, scope, functions), strict=True):
            assert by_function.name == by_sql.name
            assert by_function.value == by_sql.value
            assert set(by_function.parts) == set(by_sql.parts)
            name = by_sql.name
            assert await count(query, scope, name, functions) == by_sql.value
            found, same = await rows_behind(query, scope, name, functions), await rows_behind(query, scope, name)
            assert Counter(found) == Counter(same)


async def test_whatever_happens_is_told_once_whenever_a_summary_was_released(busy: Store) -> None:
    """Released before its time, after it, and at it: the next begins where the one before ended."""
    day, told = TODAY - timedelta(days=5), []
    async with busy.transaction() as query:
        summaries = Summaries(query)
        for ago, (hour, minute) in enumerate(((19, 35), (20, 0), (20, 40), (19, 40), (20, 0))):
            summary = await summaries.meet(1, day + timedelta(days=ago))
            now = at(summary.day, hour, minute)
            scope = await summaries.scope(summary, ZONE, now)
            assert await summaries.release(summary, await gather(query, scope), now)
            assert not await summaries.release(summary, (), now)
            released = await summaries.get(summary.id)
            assert released is not None
            again = await summaries.scope(released, ZONE)
            assert again == scope
            told.append((scope.start, scope.end))
    assert all(before[1] == after[0] for before, after in itertools.pairwise(told))
    assert told[0][0] == at(day - timedelta(days=1), 20)


async def test_what_was_released_stays_as_it_was_and_is_compared_with_the_next_day(busy: Store) -> None:
    async with busy.transaction() as query:
        summaries = Summaries(query)
        summary = await summaries.meet(1, TODAY)
        assert await summaries.before(summary) is None
        figures = await gather(query, await summaries.scope(summary, ZONE))
        await summaries.release(summary, figures, at(TODAY, 20))
        query.do("DELETE FROM order_line")
        kept = await summaries.get(summary.id)
        assert kept is not None
        assert kept.figures == figures
        tomorrow = await summaries.meet(1, TODAY + timedelta(days=1))
        assert await summaries.before(tomorrow) == {one.name: one.value for one in figures}
        assert await summaries.latest(1) == kept
        query.do("UPDATE daily_summary SET figures = :figures", figures='[{"name": "gone", "value": 3}]')
        forgotten = await summaries.get(summary.id)
        assert forgotten is not None
        assert forgotten.figures == ()


async def test_a_line_beside_a_figure_replaces_the_one_before(store: Store) -> None:
    async with store.transaction() as query:
        make(query, buildings=2, households=10, days=1)
        summaries = Summaries(query)
        summary = await summaries.meet(1, TODAY)
        for words in ("先看看", "明天再催"):
            summaries.write(summary, Line(0, Section.GOODS, words, "buys_open"), 1, 5)
        for words in ("早上发菜", "早上发菜"):
            summaries.write(summary, Line(0, Section.TOMORROW, words), 1, 5)
        found = await summaries.lines(summary.id)
        assert [(line.words, line.figure) for line in found] == [
            ("明天再催", "buys_open"),
            ("早上发菜", None),
            ("早上发菜", None),
        ]
        summaries.rewrite(found[1], "晚上发菜", 1, 6)
        summaries.strike(found[2])
        assert [line.words for line in await summaries.lines(summary.id)] == ["明天再催", "晚上发菜"]


async def test_buildings_come_in_the_order_in_which_they_stand(store: Store) -> None:
    async with store.transaction() as query:
        make(query, buildings=11, households=22, days=1)
        query.do(
            "INSERT INTO chat (compound_id, kind, heard_at, purpose, building) VALUES (1, 'group', 1, 'stair', 'b座')"
        )
        assert await buildings_of(query, 1) == (*(str(number) for number in range(1, 12)), "B")


async def test_an_empty_compound_comes_to_nothing(store: Store) -> None:
    async with store.snapshot() as query:
        figures = await gather(query, Scope.of(1, date(2026, 1, 1), ZONE))
    assert figures == tuple(Figure(name, 0) for name in MEANINGS)
