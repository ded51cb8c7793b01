"""What there is to see to, of every feature, and who has seen to it."""

from datetime import timedelta

from domain.today import Shelf
from storage.store import Store
from storage.today import ITEMS, Marks
from tests.storage.a_busy_day import TODAY, at, make

NOW = at(TODAY, 18)
TOMORROW = (at(TODAY + timedelta(days=1), 0), at(TODAY + timedelta(days=2), 0))


async def test_a_busy_day_has_something_of_every_feature_that_tells_of_one(store: Store) -> None:
    async with store.transaction() as query:
        make(query, buildings=6, households=60, days=4, buys_a_day=9)
        query.do(
            """INSERT INTO medication_alert (compound_id, kind, raised_at)
               VALUES (1, 'red', :early), (1, 'red', :late)""",
            early=NOW - 7201,
            late=NOW - 60,
        )
        query.do("UPDATE notice SET wants_receipt = 1, state = 'sent', sent_at = :at", at=NOW - 7201)
        query.do(
            """INSERT INTO notice (compound_id, author_id, text, state, made_at, send_at)
               VALUES (1, 1, '明早', 'planned', 1, :at)""",
            at=TOMORROW[0] + 9,
        )
        query.do(
            """INSERT INTO question (compound_id, chat_id, person_id, kind, about, asked_at, until)
               VALUES (1, 1, 1, 'which', '{}', :asked, :until)""",
            asked=NOW - 7201,
            until=NOW + 99,
        )
        query.do("UPDATE due SET at = :at WHERE id = (SELECT MIN(id) FROM due)", at=TOMORROW[0] + 99)
        items = await Marks(query).items(1, NOW, TOMORROW)
    assert {(item.shelf, item.kind) for item in items} == set(ITEMS)
    assert [item.amount is not None for item in items if item.kind == "delivery"]
    assert sum(item.kind == "medication_alert" for item in items) == 1
    closing = {item.row_id for item in items if item.kind == "order_chain" and item.shelf is Shelf.TOMORROW}
    assert closing
    assert closing.isdisjoint({i.row_id for i in items if i.kind == "order_chain" and i.shelf is Shelf.OPEN})


async def test_what_was_seen_to_today_is_seen_to_once_and_tomorrow_anew(store: Store) -> None:
    async with store.transaction() as query:
        make(query, buildings=2, households=14, days=1)
        marks = Marks(query)
        assert await marks.mark(1, ("order_chain", 1), 1, 100, 50)
        assert not await marks.mark(1, ("order_chain", 1), 2, 110, 50)
        assert (await marks.marks(1, 50))["order_chain", 1].person_id == 1
        assert await marks.mark(1, ("order_chain", 1), 2, 210, 150)
        assert (await marks.marks(1, 150))["order_chain", 1].person_id == 2
        assert await marks.marks(1, 300) == {}
