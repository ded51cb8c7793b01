"""A database of each schema there ever was, with rows in every table, kept as text in tests/storage/schemas/.

`python -m tests.storage.old_schema` writes the one of the newest migration. Once a migration is merged neither it nor
its dump changes any more.
"""

import asyncio
import sqlite3
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.building import Buildings
from domain.check_in import Rung, Timings
from domain.daily_summary import Figure
from domain.daily_summary import Line as DailyLine
from domain.daily_summary import Part as FigurePart
from domain.daily_summary_meaning import Section
from domain.delivery import Flaw, Planned
from domain.due import Due
from domain.elder import Carer, Channel, Kin
from domain.household import Entry, Mark
from domain.medication import Drug, Intent, MedicationNeed
from domain.medication_request import Thing
from domain.moment import Frequency, Recurrence
from domain.notice import State
from domain.order_chain import Act as ChainAct
from domain.order_chain import ChainReading, Statement, Verb, Want, Who
from domain.order_chain_fold import fold
from domain.payment import Kind, Payment
from domain.reminder import Reminder, Whom
from domain.residence import Residence
from domain.role import Held, Role, Team
from domain.test_round import Report, Result, Round
from storage.audit import Act, Audit, Revision
from storage.care_call import CareCalls
from storage.chat import Chats
from storage.check_in import Begin, CheckIns
from storage.consent import Consents
from storage.daily_summary import Summaries
from storage.deep_link import DeepLink, DeepLinks
from storage.delivery import Deliveries
from storage.due import Dues
from storage.elder import Elders
from storage.heartbeat import Heartbeat
from storage.household import Households
from storage.inbox import Arrival, Inbox
from storage.medication import Medications
from storage.medication_offer import MedicationOffers
from storage.medication_refill import MedicationRefills
from storage.medication_team import MedicationTeam
from storage.migration import migrate, shipped
from storage.notice import Draft, Notices
from storage.order_chain import OrderChains
from storage.order_chain_decline import OrderDeclines
from storage.order_chain_state import OrderStates
from storage.outbox import Lane, Outbox, Outgoing, Place
from storage.paste import Part, Pastes
from storage.payment import Payments
from storage.question import Questions
from storage.recovery import Recoveries
from storage.reminder import Reminders
from storage.residency import Residencies
from storage.role import Roles
from storage.slot import Slots, Wish
from storage.store import Query, Store
from storage.talk import Talks
from storage.test_round import TestRounds
from storage.today import Marks
from storage.upload import Uploads
from storage.volunteer_hours import VolunteerHours
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
    await fill_reminders_and_rounds(query, group.id, message)
    await fill_households(query)
    await fill_medication(query)
    await fill_delivery(query, chain_id, group.id)
    await fill_daily(query, group.id)


async def fill_delivery(query: Query, chain_id: int, chat_id: int) -> None:
    """Put rows into the tables of payments and deliveries."""
    await Payments(query).note(chain_id, Payment("r:3//502", Kind.RECEIVED, 5000, 70, 1, "a mark"))
    deliveries = Deliveries(query)
    delivery = await deliveries.start(chain_id, chat_id, 1, 70, "小区门口", 15)
    await deliveries.plan(delivery.id, [Planned("r:3//502", "", "3", 0)])
    (tick,) = await deliveries.ticks(delivery.id)
    await deliveries.call(tick.stop_id, 75)
    await deliveries.tick(tick.id, 1, 80)
    await deliveries.note(tick.id, Flaw.BROKEN, "碎了一个", "a photo", 80, 1)


async def fill_reminders_and_rounds(query: Query, chat: int, message: int) -> None:
    """Put rows into the tables of reminders and test rounds."""
    buildings = Buildings((("3", "12"), ("17", "17")))
    times = (Recurrence(Frequency.DAILY, at=time(15)), 900)
    await Reminders(query).set(Reminder(0, 1, 1, chat, "报抗原", Whom.BUILDINGS, buildings, times), 60)
    rounds = TestRounds(query)
    one = await rounds.open(Round(0, 1, 1, "核酸", buildings, Mark.ALONE, "东门", 100, 200, 60))
    said = Report(Residence("3", None, "502"), 2, 1, 0, Result.NEGATIVE)
    await rounds.report(one, "r:3//502", "3", said, household=None, author=1, message=message, at=110)
    await rounds.call(one, buildings, 1, 120)
    await rounds.board(one, "3")


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
    await fill_care(query, household)


async def fill_care(query: Query, household: int) -> None:
    """Put rows into the tables of elders and their check-ins."""
    elders, check_ins = Elders(query), CheckIns(query)
    number = await elders.add(1, household, "沈奶奶", 1, 60)
    elder = await elders.get(number)
    assert elder is not None
    elder = replace(elder, person_id=1, phone="0", channel=Channel.CHAT, asks_from=480, timings=Timings())
    elders.keep(elder)
    elders.agree(number, 1, 60)
    elders.entrust(number, Carer(Kin.NEIGHBOUR, "老贾", "0", 1))
    elders.set_timings(1, Timings())
    check_in = await check_ins.open(elder, date(2026, 11, 30), 90, 60, Begin())
    assert check_in is not None
    step = await check_ins.take(check_in, Rung.NEIGHBOUR, "look", 1, 60)
    check_ins.sent(step, 61)
    check_ins.accept(check_in.id, 1, 62)
    check_ins.answered(step, "goes", 62)
    await check_ins.close(check_in.id, "report", 1, 63)
    call = await CareCalls(query).note(1, number, 1, "reached", 64)
    CareCalls(query).say(call, "都好")


async def fill_medication(query: Query) -> None:
    """Put rows into the tables of medication."""
    drug = Drug("缬沙坦", "缬沙坦", "80mg", "片", Decimal(2), "盒")
    need = MedicationNeed(Intent.REQUEST, Residence("3", None, "502"), "钱阿婆", (drug,), days_left=2)
    medications, team, offers = Medications(query), MedicationTeam(query), MedicationOffers(query)
    number = await medications.add(1, need, 1, 60, 90, message_id=1, photos=["p"])
    medications.take_over(number, 1, "老人不会用手机")
    team.note(number, "registered", 60, 1, told=1)
    team.hand(number, Thing.CARD, 1, 1, 60)
    alert = await team.alert(await team.raise_alert(1, "red", 60, medication_id=number, person_id=1, words="急"))
    request = await medications.get(number)
    assert alert is not None
    assert request is not None
    team.tell(alert, [1], 60)
    await team.accept(alert.id, 1, 70)
    offer = await offers.add(1, 1, drug, 60, 90, 1)
    await offers.pair(offer, number, 1, 70)
    await MedicationRefills(query).add(request, drug, 1, 14, 99)


async def fill_daily(query: Query, chat_id: int) -> None:
    """Put rows into the tables of summaries, notices and what was seen to."""
    summaries, notices = Summaries(query), Notices(query)
    summary = await summaries.meet(1, date(2026, 3, 4))
    await summaries.release(summary, [Figure("buys_open", 1, (FigurePart("蜜橘团", None, 1, 2),))], 80, 1)
    summaries.write(summary, DailyLine(0, Section.TOMORROW, "早上八点发菜"), 1, 70)
    await summaries.copy(summary, chat_id)
    await summaries.help(summary, 1, 90)
    notice = await notices.get(await notices.add(Draft(1, 1, "明天停水", None, Buildings((("3", "3"),)), True), 70))
    assert notice is not None
    copy = await notices.copy(notice, chat_id)
    notices.become(notice, State.SENT, sent_at=75)
    address = await query.the("SELECT id FROM address WHERE chat_id = :chat AND is_current = 1", chat=chat_id)
    await notices.stands(copy or 0, Place(address["id"], 12))
    await notices.press(notice.id, 1, "3", 80)
    await Marks(query).mark(1, ("order_chain", 1), 1, 80, 0)
    VolunteerHours(query).note(1, 1, date(2026, 3, 4), 180, 80)


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
