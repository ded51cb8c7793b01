"""What is held of medication: it goes with its person, with its time, and moves with its group."""

from decimal import Decimal

import pytest

from domain.medication import Drug, Intent, MedicationNeed
from domain.medication_request import Outcome, State, Thing
from domain.residence import Residence
from storage.chat import Chats
from storage.consent import Consents
from storage.erasure import forget
from storage.medication import Medications
from storage.medication_erasure import drop_over, things_out
from storage.medication_offer import MedicationOffers
from storage.medication_refill import MedicationRefills
from storage.medication_team import MedicationTeam
from storage.outbox import Lane, Outbox, Outgoing
from storage.person import Persons
from storage.store import Query, Store
from tests.bot.parts import rows
from tests.storage.making import a_group, a_message

DAY = 24 * 3600
DRUG = Drug("络活喜", "氨氯地平", "5mg", "片", Decimal("1.5"), "盒")
NEED = MedicationNeed(Intent.REQUEST, Residence("3", None, "501"), "钱阿婆", (DRUG,), days_left=4)
TABLES = (
    *("medication", "medication_asker", "medication_drug", "medication_step", "medication_custody"),
    *("medication_alert", "medication_told", "medication_offer", "medication_match", "medication_refill"),
)


async def a_request(query: Query, *, telegram: int = 900, now: int = 100) -> tuple[int, int]:
    """Return a request with rows in every table, and who told of it."""
    group = await Chats(query).at(-4001) or await a_group(query)
    person, helper = await Persons(query).meet(telegram, "陶小陶"), await Persons(query).meet(901, "小许")
    message = await a_message(query, group, telegram, person)
    medications, team, offers = Medications(query), MedicationTeam(query), MedicationOffers(query)
    number = await medications.add(1, NEED, person, now, now + 3 * DAY, message_id=message)
    team.note(number, "registered", now, person)
    team.hand(number, Thing.CARD, helper, helper, now)
    alert = await team.alert(await team.raise_alert(1, "red", now, medication_id=number))
    assert alert is not None
    team.tell(alert, [helper], now)
    request = await medications.get(number)
    assert request is not None
    offer = await offers.add(1, person, DRUG, now, now + 3 * DAY, message)
    await offers.pair(offer, number, helper, now)
    await MedicationRefills(query).add(request, DRUG, person, 14, now + 9 * DAY)
    return number, person


async def left(store: Store) -> set[str]:
    return {table for table in TABLES if await rows(store, f"SELECT * FROM {table}")}  # noqa: S608


async def test_a_request_is_read_as_it_was_told(store: Store) -> None:
    async with store.transaction() as query:
        number, person = await a_request(query)
        request = await Medications(query).get(number)
        assert request is not None
        assert [item.drug for item in request.items] == [DRUG]
        assert (request.residence, request.patient, request.days_left) == (NEED.residence, "钱阿婆", 4)
        assert request.askers == (person,)
        assert not request.is_held
        Consents(query).give(1, person, "medicine", 5)
        assert [one.is_held for one in await Medications(query).open_at(1, "r:3//501")] == [True]
        assert await Medications(query).get(99) is None


async def test_who_is_forgotten_takes_all_of_it_along(store: Store) -> None:
    async with store.transaction() as query:
        number, person = await a_request(query)
        assert await things_out(query, person) == 1
        MedicationTeam(query).hand(number, Thing.CARD, None, person, 200)
        assert await things_out(query, person) == 0
        await MedicationTeam(query).raise_alert(1, "danger", 100, person_id=person, words="喘不上气")
        somebody = await Persons(query).get(person)
        assert somebody is not None
        for data in (f"medGive:1:{number}", "medGive:1:77", f"medGive:77:{number}", "medGive:77:77"):
            markup = {"inline_keyboard": [[{"text": "匀给", "callback_data": data}]]}
            payload = {"text": "小陶说有多的", "reply_markup": markup}
            Outbox(query).put(Outgoing("sendMessage", Lane.MESSAGE, 1, payload, not_before=9999), 200)
        erased = await forget(query, somebody, 300)
    assert erased.counts["medications"] == 1
    waiting = await rows(store, "SELECT payload FROM outbox WHERE state = 'new'")
    assert ["77:77" in row["payload"] for row in waiting] == [True]
    assert await left(store) == set()
    assert await rows(store, "PRAGMA foreign_key_check") == []


async def test_what_somebody_else_told_of_as_well_stays_theirs(store: Store) -> None:
    async with store.transaction() as query:
        number, person = await a_request(query)
        other = await Persons(query).meet(902, "小秦")
        Medications(query).asked_by(number, other, 150)
        somebody = await Persons(query).get(person)
        assert somebody is not None
        await forget(query, somebody, 300)
        request = await Medications(query).get(number)
        assert request is not None
        assert request.askers == (other,)
    assert "medication_offer" not in await left(store)
    assert await rows(store, "PRAGMA foreign_key_check") == []


async def test_what_is_over_goes_after_its_days_unless_a_card_is_out(store: Store) -> None:
    async with store.transaction() as query:
        number, person = await a_request(query)
        Consents(query).give(1, person, "medicine", 5)
        Consents(query).give(1, person, "refill", 5)
        Medications(query).end(number, Outcome.RECEIVED, 200)
        assert await drop_over(query, 300, 1000) == {"requests": 0, "offers": 0, "refills": 0, "alerts": 0}
        MedicationTeam(query).hand(number, Thing.CARD, None, person, 250)
        assert (await drop_over(query, 200, 1000))["requests"] == 0
        assert (await drop_over(query, 300, 1000))["requests"] == 1
    assert await left(store) == {"medication_offer", "medication_refill"}
    assert await rows(store, "PRAGMA foreign_key_check") == []


async def test_what_nobody_consented_to_goes_and_so_do_old_offers_refills_and_alerts(store: Store) -> None:
    async with store.transaction() as query:
        number, person = await a_request(query)
        MedicationTeam(query).hand(number, Thing.CARD, None, person, 250)
        alert = await MedicationTeam(query).raise_alert(1, "danger", 100, person_id=person, words="喘不上气")
        found = await MedicationTeam(query).alert(alert)
        assert found is not None
        MedicationTeam(query).tell(found, [person], 100)
        gone = await drop_over(query, 150, 100 + 5 * DAY)
    assert gone == {"requests": 1, "offers": 1, "refills": 1, "alerts": 1}
    assert await left(store) == set()


async def test_the_first_to_accept_has_it(store: Store) -> None:
    async with store.transaction() as query:
        number, person = await a_request(query)
        team = MedicationTeam(query)
        alert = await team.alert_of(number)
        assert alert is not None
        assert await team.accept(alert.id, person, 300)
        assert not await team.accept(alert.id, person, 301)
        assert await team.alert(99) is None
        assert await team.told(alert.id) == [(2, 100)]


async def test_a_request_that_ended_by_mistake_goes_on(store: Store) -> None:
    async with store.transaction() as query:
        number, _ = await a_request(query)
        medications = Medications(query)
        medications.end(number, Outcome.CANCELLED, 200)
        medications.end(number, Outcome.BOUGHT, 300)
        ended = await medications.get(number)
        assert ended is not None
        assert (ended.outcome, ended.ended_at, ended.state) == (Outcome.CANCELLED, 200, State.ENDED)
        medications.reopen(number, State.COLLECTED)
        again = await medications.get(number)
        assert again is not None
        assert (again.is_open, again.state) == (True, State.COLLECTED)


@pytest.mark.parametrize("how", ["joins", "upgrades"])
async def test_it_goes_along_with_its_group(store: Store, how: str) -> None:
    async with store.transaction() as query:
        await a_request(query)
        chats = Chats(query)
        group = await chats.at(-4001)
        assert group is not None
        if how == "joins":
            other = await a_group(query, -4002)
            chats.join(group.id, other.compound_id or 0)
        else:
            await a_group(query, -4002)
            await chats.move(-4002, -4001, 500)
    assert {row["compound_id"] for row in await rows(store, "SELECT compound_id FROM medication")} == {2}
    assert {row["compound_id"] for row in await rows(store, "SELECT compound_id FROM medication_offer")} == {2}
    assert {row["compound_id"] for row in await rows(store, "SELECT compound_id FROM medication_alert")} == {2}


async def test_what_was_asked_for_in_private_goes_along_with_the_only_group_of_its_compound(store: Store) -> None:
    async with store.transaction() as query:
        await a_request(query)
        query.do("UPDATE medication SET message_id = NULL")
        chats = Chats(query)
        group, other, third = await chats.at(-4001), await a_group(query, -4002), await a_group(query, -4003)
        assert group is not None
        chats.join(other.id, third.compound_id or 0)  # leaves what is elsewhere alone
        chats.join(group.id, third.compound_id or 0)
    assert {row["compound_id"] for row in await rows(store, "SELECT compound_id FROM medication")} == {3}
