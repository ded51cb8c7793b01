"""A database of each schema there ever was, with rows in every table, kept as text in tests/storage/schemas/.

`python -m tests.storage.old_schema` writes the one of the newest migration. Once a migration is merged neither it nor
its dump changes any more.
"""

import asyncio
import sqlite3
import tempfile
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.due import Due
from domain.household import Entry, Mark
from domain.moment import Frequency, Recurrence
from domain.order_chain import Act as ChainAct
from domain.order_chain import ChainReading, Statement, Verb, Want, Who
from domain.order_chain_fold import fold
from domain.residence import Residence
from domain.role import Held, Role, Team
from storage.audit import Act, Audit, Revision
from storage.chat import Chats
from storage.consent import Consents
from storage.deep_link import DeepLink, DeepLinks
from storage.due import Dues
from storage.heartbeat import Heartbeat
from storage.household import Households
from storage.inbox import Arrival, Inbox
from storage.migration import migrate, shipped
from storage.order_chain import OrderChains
from storage.order_chain_decline import OrderDeclines
from storage.order_chain_state import OrderStates
from storage.outbox import Lane, Outbox, Outgoing, Place
from storage.paste import Part, Pastes
from storage.question import Questions
from storage.recovery import Recoveries
from storage.residency import Residencies
from storage.role import Roles
from storage.slot import Slots, Wish
from storage.store import Query, Store
from storage.talk import Talks
from storage.upload import Uploads
from tests.storage.making import a_chain, a_group, a_message

SCHEMAS = Path(__file__).with_name("schemas")


def newest() -> Path:
    """Return where the dump of the newest schema stands."""
    return SCHEMAS / f"{shipped()[-1].number:04}.sql"


async def fill(query: Query) -> None:
    """Put rows into every table."""
    group = await a_group(query, -4001)
    chain_id, opening = await a_chain(query, group)
    chains, states = OrderChains(query), OrderStates(query)
    chain = await chains.get(chain_id)
    assert chain is not None
    message = await a_message(query, group, 7, 1)
    act = ChainAct(Verb.ORDER, Who(Residence("3", None, "502")), (Want("蜜橘", Decimal("2.5"), "箱"),), "放门卫")
    chains.state(chain, Statement(message, 1, datetime.fromtimestamp(20, UTC), message, ChainReading((act,))))
    states.rewrite(chain, fold(await chains.statements(chain_id)), 30)
    await Chats(query).move(-4001, -1_000_000_004_001, 40)
    inbox = Inbox(query, 42)
    await inbox.keep([Arrival(1, -4001, '{"update_id": 1}'), Arrival(2, -4001, '{"update_id": 2}')], 50)
    await inbox.failed(1, "ValueError at text.py:30 in read", 60, most=1)
    await Heartbeat(query, 42).beat(60)
    Slots(query).keep(Wish(f"tally:{chain_id}", "tally", chain_id, is_pinned=True), group.id)
    outbox = Outbox(query)
    outbox.put_slot(group.id, f"tally:{chain_id}", 60)
    first = await outbox.file(
        Outgoing(
            "sendMessage", Lane.MESSAGE, group.id, {"text": "好"}, key="k", about=Place(group.address_id, opening)
        ),
        60,
    )
    outbox.put(
        Outgoing("sendMessage", Lane.MESSAGE, group.id, {"text": "然后"}, after=first, outcome='{"to": "pin"}'), 60
    )
    daily = Recurrence(Frequency.DAILY, at=time(20))
    Dues(query).plan(Due("daily summary:1", "daily summary", ZoneInfo("Asia/Shanghai"), 90, daily, 1))
    await Roles(query).grant(1, 1, Held(Role.COMMITTEE), 60)
    await Roles(query).grant(1, 1, Held(Role.VOLUNTEER, team=Team.MEDICINE), 60)
    asked = await Questions(query).ask(1, group.id, 1, "compound name", {"chat": group.id}, 60, 90)
    Questions(query).stands(asked, Place(group.address_id, 9))
    Talks(query).keep(chain_id, '{"speaker": 500}', 60)
    Pastes(query).keep(Part(group.address_id, 11, 11, 500, 60, "#接龙 蜜橘团"))
    query.do("INSERT INTO counter (name, value) VALUES ('updates', 7)")
    await fill_households(query)


async def fill_households(query: Query) -> None:
    """Put rows into the tables of households, consent and audit."""
    household = await Households(query).meet(1, Residence("3", None, "502"), 60)
    Households(query).enlist(1, [Entry(Residence("3", None, "601"), "秦先生", "0", 3, frozenset({Mark.ALONE}))], 60)
    OrderDeclines(query).decline(1, household, 1, 60)
    residency = await Residencies(query).say(1, household, 1, 60, None)
    Residencies(query).confirm(residency, 1, 70)
    Consents(query).give(1, 1, "medicine", 60)
    done = Act(1, 1, "confirm", "residency", residency, "confirmed_at")
    await Audit(query).note(done, 70, Revision(None, 70))
    DeepLinks(query).make(DeepLink(1, "who", {}), 60)
    await Uploads(query).stage(1, 1, "roster", "[]", 60)
    Recoveries(query).make(1, 60)


async def dump() -> str:
    """Return a filled database of today's schema as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data" / "a.db"
        async with Store.opened(path) as store:
            await migrate(store)
            async with store.transaction() as query:
                await fill(query)
        connection = sqlite3.connect(path)
        try:
            return "\n".join(connection.iterdump()) + "\n"
        finally:
            connection.close()


if __name__ == "__main__":
    newest().parent.mkdir(exist_ok=True)
    newest().write_text(asyncio.run(dump()), "utf-8")
