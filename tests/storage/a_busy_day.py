"""A compound made by rule, with days of history in every table that the summary of a day tells of.

What a day comes to can be counted straight from the rows (`truth`), without any of the queries that are under test.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.building import building_name
from domain.daily_summary_meaning import WORK
from storage.store import Query

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 4)
_ACTS = (*WORK, "claim", "grant", "undo")


def at(day: date, hour: int, minute: int = 0) -> int:
    """Return an instant of a day in UTC seconds."""
    return int(datetime.combine(day, time(hour, minute), ZONE).timestamp())


@dataclass(slots=True)
class Rows:
    """Rows that wait to be written, by table."""

    query: Query
    ids: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> int:
        """Add a row with an id of its own; return that."""
        number = self.ids[table] = self.ids.get(table, 0) + 1
        self.rows.setdefault(table, []).append({"id": number, **values})
        return number

    def write(self) -> None:
        """Write them all, in the order in which their tables were begun."""
        for table, rows in self.rows.items():
            columns = tuple(rows[0])
            named = ", ".join(f":{column}" for column in columns)
            self.query.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({named})", rows)  # noqa: S608


def make(query: Query, *, buildings: int, households: int, days: int, buys_a_day: int = 3, seed: int = 7) -> int:
    """Fill an empty database with one compound, `days` days up to TODAY; return how many rows that is."""
    draw, rows = random.Random(seed), Rows(query)
    compound = rows.add("compound", name="桂园", time_zone=ZONE.key, created_at=1, set_up_at=1)
    for number in range(max(households, 40)):
        rows.add("person", telegram_user_id=1000 + number, name=f"邻居{number}")
    chats = [rows.add("chat", compound_id=compound, kind="group", heard_at=1, purpose="owners", building=None)]
    for number in range(1, buildings + 1):
        building = f"{number}号楼"
        chats.append(
            rows.add("chat", compound_id=compound, kind="group", heard_at=1, purpose="stair", building=building)
        )
    for chat in chats:
        rows.add("address", chat_id=chat, telegram_chat_id=-5000 - chat)
    homes = [(str(1 + number % buildings), f"{1 + number // buildings:03}") for number in range(households)]
    for building, room in homes:
        place = f"r:{building}//{room}"
        rows.add("household", compound_id=compound, place=place, building=building, room=room, is_listed=1, since=1)
    _team(rows, compound, buildings, draw)
    for ahead in range(days):
        _day(rows, compound, chats, homes, TODAY - timedelta(days=days - 1 - ahead), buys_a_day, draw)
    _care(rows, compound, days, draw)
    rows.write()
    return sum(len(one) for one in rows.rows.values())


def _team(rows: Rows, compound: int, buildings: int, draw: random.Random) -> None:
    def role(person: int, role: str, building: str = "", team: str = "", until: int | None = None) -> None:
        rows.add(
            "role",
            compound_id=compound,
            person_id=person,
            role=role,
            building=building,
            team=team,
            granted_at=1,
            until=until,
        )

    role(1, "committee")
    for person in range(2, 12):
        role(person, "volunteer")
    role(2, "volunteer", team="medicine")
    role(3, "volunteer", team="disinfection", until=at(TODAY, 4))
    role(12, "volunteer", until=at(TODAY - timedelta(days=3), 4))  # of three days ago
    for number in range(1, buildings + 1):
        if draw.random() < 0.8 or number == 1:
            role(12 + number % 20, "lead", building=draw.choice((f"{number}号楼", f"{number}栋", str(number))))


def _day(
    rows: Rows,
    compound: int,
    chats: Sequence[int],
    homes: Sequence[tuple[str, str]],
    day: date,
    buys: int,
    draw: random.Random,
) -> None:
    message = rows.add("message", address_id=1, telegram_message_id=day.toordinal(), sent_at=at(day, 9), version=1)
    for number in range(buys):
        is_open = day == TODAY and number % 2 == 0
        closed_at = None if is_open else at(day, draw.choice((15, 19, 21)))
        chat = draw.choice((chats[0], chats[0], draw.choice(chats)))
        chain = rows.add(
            "order_chain",
            compound_id=compound,
            chat_id=chat,
            opened_by=message,
            organiser_id=1,
            title=f"{day.day}日的团{number}",
            opened_at=at(day, 9 + number),
            closed_at=closed_at,
            is_cancelled=int(closed_at is not None and draw.random() < 0.25),
        )
        if is_open and draw.random() < 0.7:
            closes = at(day, 21) if number % 4 else at(day + timedelta(days=1), 12)
            rows.add(
                "due",
                key=f"order chain close:{chain}",
                compound_id=compound,
                kind="order chain close",
                subject_id=chain,
                time_zone="UTC",
                at=closes,
                late_seconds=60,
            )
        for building, room in draw.sample(homes, max(1, len(homes) // 6)):
            party = f"r:{building}//{room}"
            order = rows.add(
                "chain_order", chain_id=chain, party=party, building=building, room=room, on_behalf=0, author_id=1
            )
            if draw.random() < 0.95:  # the others took theirs back
                line = {"chain_id": chain, "order_id": order, "item": "青菜", "thousandths": 1000, "since": message}
                rows.add("order_line", **line)
    for _ in range(draw.randrange(20, 40)):
        when = at(day, draw.randrange(8, 23), draw.randrange(60))
        actor = draw.choice((1, 2, 3, 4, 5, 12, 30))
        act = rows.add(
            "audit",
            compound_id=compound,
            at=when,
            actor_id=actor,
            act=draw.choice(_ACTS),
            subject="role",
            row_id=1,
            undoes_id=None,
        )
        if draw.random() < 0.1:
            undo = {"act": "undo", "subject": "role", "row_id": 1, "undoes_id": act}
            rows.add("audit", compound_id=compound, at=when + 60, actor_id=actor, **undo)
    for person in draw.sample(range(2, 30), 4):
        for minutes in draw.choice(((150,), (180, 60), (240, -60), (90, -90))):
            said = {"day": day.isoformat(), "minutes": minutes, "at": at(day, draw.randrange(9, 23))}
            rows.add("volunteer_hours", compound_id=compound, person_id=person, **said)
    for number in range(draw.randrange(0, 4)):
        state = draw.choice(("sent", "sent", "withdrawn", "planned"))
        sent_at = at(day, draw.randrange(8, 22)) if state != "planned" else None
        notice = rows.add(
            "notice",
            compound_id=compound,
            author_id=1,
            text=f"{day.day}日的通知{number}\n请各家看一看",
            buildings=draw.choice(("", '{"spans":[["1","2"]]}')),
            state=state,
            made_at=at(day, 8),
            sent_at=sent_at,
        )
        for chat in chats[: 1 + number]:
            rows.add("notice_copy", notice_id=notice, chat_id=chat)


def _care(rows: Rows, compound: int, days: int, draw: random.Random) -> None:
    """Add medication, check-ins, care calls, rounds and deliveries."""
    elders = [
        rows.add("elder", compound_id=compound, household_id=1 + 7 * number, name=f"老人{number}", added_at=1)
        for number in range(min(30, rows.ids["household"] // 7))
    ]
    for ago in range(days):
        day = TODAY - timedelta(days=ago)
        _medicine(rows, compound, day, draw)
        for elder in elders:
            opened_at = at(day, 8)
            check = rows.add(
                "check_in",
                compound_id=compound,
                elder_id=elder,
                day=day.isoformat(),
                opened_at=opened_at,
                until=at(day, 12),
                closed_at=None if draw.random() < 0.1 else opened_at + draw.randrange(14 * 3600),
                accepted_by=2 if draw.random() < 0.1 else None,
                accepted_at=opened_at + 3600,
            )
            if check % 9 == 0:
                call = {"elder_id": elder, "at": at(day, draw.randrange(9, 23)), "person_id": draw.choice((2, 30))}
                rows.add("care_call", compound_id=compound, result=draw.choice(("reached", "no answer")), **call)
        _round(rows, compound, day, draw)
    _deliveries(rows, draw)


def _medicine(rows: Rows, compound: int, day: date, draw: random.Random) -> None:
    for _ in range(draw.randrange(3, 7)):
        said_at = at(day, draw.randrange(8, 23))
        is_over = draw.random() < 0.7
        household = rows.rows["household"][draw.randrange(rows.ids["household"])]
        request = rows.add(
            "medication",
            compound_id=compound,
            place=household["place"],
            building=household["building"],
            room=household["room"],
            is_urgent=int(draw.random() < 0.2),
            days_left=draw.choice((None, 1, 4, 9)),
            days_at=said_at,
            state=draw.choice(("registered", "collected", "fetched")),
            said_at=said_at,
            pending_until=said_at,
            ended_at=said_at + draw.randrange(3 * 24 * 3600) if is_over else None,
            outcome=draw.choice(("received", "bought", "cancelled")) if is_over else None,
        )
        for step in ("collected", "asked", "fetched"):
            when = said_at + draw.randrange(24 * 3600)
            rows.add(
                "medication_step", medication_id=request, at=when, step=step, person_id=draw.choice((2, 3, 30, None))
            )


def _round(rows: Rows, compound: int, day: date, draw: random.Random) -> None:
    if day.day % 2:
        return
    number = rows.add(
        "test_round",
        compound_id=compound,
        opened_by=1,
        kind="核酸",
        spans=draw.choice(("[]", '[["1","2"]]')),
        mark="",
        starts_at=at(day, 9),
        ends_at=at(day, 21),
        opened_at=at(day, 8),
        closed_at=None if day == TODAY else at(day, 21),
    )
    for household in rows.rows["household"]:
        for _ in range(draw.choice((0, 1, 1, 1, 2))):
            rows.add(
                "test_report",
                round_id=number,
                place=household["place"],
                building=household["building"],
                author_id=1,
                said_at=at(day, draw.randrange(9, 21)),
                state=draw.choice(("done", "done", "done", "partly", "not_done")),
            )
    starts = at(TODAY + timedelta(days=1), 9)
    if day == TODAY:
        tomorrow = {"starts_at": starts, "ends_at": starts + 3600, "opened_at": at(day, 10), "closed_at": None}
        rows.add("test_round", compound_id=compound, opened_by=1, kind="抗原", spans="[]", mark="", **tomorrow)


def _deliveries(rows: Rows, draw: random.Random) -> None:
    orders: dict[int, list[dict[str, Any]]] = {}
    for order in rows.rows["chain_order"]:
        orders.setdefault(order["chain_id"], []).append(order)
    for chain in rows.rows["order_chain"]:
        if chain["closed_at"] is None or chain["is_cancelled"]:
            continue
        started_at = chain["closed_at"] + draw.randrange(2 * 24 * 3600)
        stage = draw.choice(("done", "calling", "sorting"))
        came = rows.add(
            "delivery",
            chain_id=chain["id"],
            chat_id=1,
            started_by=2,
            started_at=started_at,
            stage=stage,
            stage_at=started_at,
            place="门口",
            minutes=5,
        )
        parts: dict[str, int] = {}
        for order in orders[chain["id"]]:
            building = order["building"]
            if building not in parts:
                parts[building] = rows.add(
                    "delivery_building", delivery_id=came, rank=len(parts), lane="", building=building, part=0
                )
            ticked_at = started_at + draw.randrange(36 * 3600) if draw.random() < 0.8 else None
            rows.add(
                "delivery_bag",
                delivery_id=came,
                building_id=parts[building],
                party=order["party"],
                ticked_at=ticked_at,
                ticked_by=draw.choice((2, 3, 30)) if ticked_at is not None else None,
            )


# --- counted straight from the rows ---------------------------------------------------------------------------


async def truth(query: Query, day: date) -> dict[str, set[Any]]:
    """Return what each figure of a day is to count, worked out from whole tables in Python."""
    start, end, following = at(day - timedelta(days=1), 20), at(day, 20), at(day + timedelta(days=2), 0)
    chains = await _all(query, "order_chain")
    lines = {line["order_id"] for line in await _all(query, "order_line")}
    orders = [order for order in await _all(query, "chain_order") if order["id"] in lines]
    open_ = {c["id"] for c in chains if c["opened_at"] < end and (c["closed_at"] is None or c["closed_at"] >= end)}
    over = [c for c in chains if c["closed_at"] is not None and start <= c["closed_at"] < end]
    closed = {c["id"] for c in over if not c["is_cancelled"]}
    open_to_come = {c["id"] for c in chains if c["id"] in open_ and not c["is_cancelled"]}
    dues = [due for due in await _all(query, "due") if due["kind"] == "order chain close"]
    still_open = {c["id"] for c in chains if c["closed_at"] is None}
    roles = await _all(query, "role")
    acts = [
        *_acts(await _all(query, "audit"), roles, start, end),
        *await _work_of_features(query, roles, start, end),
    ]
    notices = [n for n in await _all(query, "notice") if n["state"] == "sent" and start <= n["sent_at"] < end]
    return {
        "notices": {one["id"] for one in notices},
        "buys_open": open_,
        "buys_closed": closed,
        "buys_called_off": {c["id"] for c in over if c["is_cancelled"]},
        "buy_households": {o["party"] for o in orders if o["chain_id"] in open_to_come | closed},
        "buys_closing": {d["subject_id"] for d in dues if end <= d["at"] < following and d["subject_id"] in still_open},
        "volunteer_acts": {one for one, _ in acts},
        "volunteers": {who for _, who in acts},
        "volunteer_hours": await _who_served(query, start, end),
        "teams_empty": _empty_teams(roles, end),
        "buildings_without_lead": _without_lead(await _all(query, "household"), roles),
        **await _of_goods(query, start, end),
        **await _of_rounds(query, start, end, following),
        **await _of_medicine(query, start, end),
        **await _of_elders(query, start, end),
    }


async def _of_goods(query: Query, start: int, end: int) -> dict[str, set[Any]]:
    came = {one["id"]: one for one in await _all(query, "delivery") if one["started_at"] < end}
    bags = [one for one in await _all(query, "delivery_bag") if one["delivery_id"] in came]
    waiting = [one for one in bags if one["ticked_at"] is None or one["ticked_at"] >= end]
    return {
        "goods_came": {one["id"] for one in came.values() if one["started_at"] >= start},
        "bags_waiting": {one["id"] for one in waiting if came[one["delivery_id"]]["stage"] != "done"},
        "bags_fetched": {one["id"] for one in bags if one["ticked_at"] and start <= one["ticked_at"] < end},
    }


async def _of_rounds(query: Query, start: int, end: int, following: int) -> dict[str, set[Any]]:
    every = await _all(query, "test_round")
    rounds = [one for one in every if one["starts_at"] < end and (one["closed_at"] or end) >= start]
    said = [one for one in await _all(query, "test_report") if one["said_at"] < end]
    reports = sorted(said, key=lambda one: (one["said_at"], one["id"]))
    done: set[Any] = set()
    missing: set[Any] = set()
    for one in rounds:
        newest = {each["place"]: each["state"] for each in reports if each["round_id"] == one["id"]}
        for household in await _all(query, "household"):
            if one["spans"] == "[]" or household["building"] in ("1", "2"):
                is_done = newest.get(household["place"]) == "done"
                (done if is_done else missing).add((one["id"], household["place"]))
    tomorrow = {one["id"] for one in every if end <= one["starts_at"] < following and one["closed_at"] is None}
    names = {"test_rounds": {one["id"] for one in rounds}, "test_rounds_tomorrow": tomorrow}
    return {**names, "tests_done": done, "tests_missing": missing}


async def _of_medicine(query: Query, start: int, end: int) -> dict[str, set[Any]]:
    every = [one for one in await _all(query, "medication") if one["said_at"] < end]
    still = {one["id"] for one in every if one["ended_at"] is None or one["ended_at"] >= end}
    over = [one for one in every if one["ended_at"] is not None and start <= one["ended_at"] < end]
    done = {one["id"] for one in over if one["outcome"] in ("received", "bought")}
    return {"medicine_open": still, "medicine_by_colour": still, "medicine_done": done}


async def _of_elders(query: Query, start: int, end: int) -> dict[str, set[Any]]:
    asked = [one for one in await _all(query, "check_in") if start <= one["opened_at"] < end]
    unheard = {one["id"] for one in asked if one["closed_at"] is None or one["closed_at"] >= end}
    return {"check_ins": {one["id"] for one in asked}, "check_ins_unheard": unheard}


async def _work_of_features(query: Query, roles: Iterable[dict[str, Any]], start: int, end: int) -> list[Any]:
    """Return what volunteers did that features keep themselves: what, and who."""
    team = {one["person_id"] for one in roles if one["until"] is None or one["until"] > start}
    steps = ("collected", "fetched", "checked", "delivered")
    work = [
        *(
            (("m", one["id"]), one["person_id"], one["at"])
            for one in await _all(query, "medication_step")
            if one["step"] in steps
        ),
        *((("c", one["id"]), one["person_id"], one["at"]) for one in await _all(query, "care_call")),
        *((("l", one["id"]), one["accepted_by"], one["accepted_at"]) for one in await _all(query, "check_in")),
        *((("b", one["id"]), one["ticked_by"], one["ticked_at"]) for one in await _all(query, "delivery_bag")),
    ]
    return [(what, who) for what, who, when in work if who in team and when is not None and start <= when < end]


def _acts(audit: Iterable[dict[str, Any]], roles: Iterable[dict[str, Any]], start: int, end: int) -> list[Any]:
    audit = list(audit)
    undone = {one["undoes_id"] for one in audit}
    team = {one["person_id"] for one in roles if one["until"] is None or one["until"] > start}
    return [
        (("audit", one["id"]), one["actor_id"])
        for one in audit
        if start <= one["at"] < end and one["act"] in WORK and one["actor_id"] in team and one["id"] not in undone
    ]


async def _who_served(query: Query, start: int, end: int) -> set[int]:
    minutes: dict[int, int] = {}
    for one in await _all(query, "volunteer_hours"):
        if start <= one["at"] < end:
            minutes[one["person_id"]] = minutes.get(one["person_id"], 0) + one["minutes"]
    return {person for person, total in minutes.items() if total > 0}


def _empty_teams(roles: Iterable[dict[str, Any]], end: int) -> set[str]:
    roles = list(roles)
    manned = {one["team"] for one in roles if one["until"] is None or one["until"] > end}
    return {one["team"] for one in roles if one["team"]} - manned


def _without_lead(households: Iterable[dict[str, Any]], roles: Iterable[dict[str, Any]]) -> set[str]:
    led = {building_name(one["building"]) for one in roles if one["role"] == "lead"}
    return {one["building"] for one in households if one["is_listed"]} - led


async def _all(query: Query, table: str) -> list[dict[str, Any]]:
    rows = await query.all(f"SELECT * FROM {table}")  # noqa: S608 - constants only
    return [dict(row) for row in rows]  # type: ignore[call-overload]
