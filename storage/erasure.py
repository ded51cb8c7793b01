"""Erasing somebody (删除我的资料): every row that tells who they are goes, or says it no longer.

What others hang on stays under nobody's name: a person's row becomes a stub with a random negative number, their
messages lose author and number, the statements of buys keep their sums (domain/order_chain_erasure.py). The roster is
the committee's and stays. Which columns there are stands in storage/personal.py.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.order_chain_erasure import Forgotten, renamed, without
from domain.order_chain_fold import fold
from storage.delivery import Deliveries
from storage.elder import drop_elder
from storage.medication_erasure import forget as forget_medication
from storage.order_chain import OrderChains
from storage.order_chain_state import OrderStates
from storage.payment import Payments
from storage.person import Person
from storage.personal import NOBODY_NEEDS, NOBODY_POINTS
from storage.store import Query

_SHORTEST = 2  # characters of a name that is looked for in others' words


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows of each kind said who it was, and the buys whose tallies say something else now."""

    counts: Mapping[str, int]
    buys: tuple[int, ...] = ()


async def forget(query: Query, person: Person, now: int) -> Erased:
    """Forget an account. Its private chat is left to `leave`, once the last word has been said there."""
    counts = await _counted(query, person)
    buys = await _forget_in_buys(query, person, now)
    await _forget_on_its_way(query, person, now)
    await _forget_in_words(query, person)
    await _forget_rows(query, person.id, now)
    query.do(
        "UPDATE person SET telegram_user_id = :nobody, name = '' WHERE id = :person",
        person=person.id,
        nobody=-1 - secrets.randbelow(2**62),
    )
    query.do(f"DELETE FROM person WHERE id = :person AND {NOBODY_POINTS}", person=person.id)  # noqa: S608
    return Erased({**counts, "buys": len(buys)}, tuple(buys))


_OPEN = """
    SELECT title FROM order_chain JOIN chat ON chat.id = chat_id
    WHERE organiser_id = :person AND closed_at IS NULL AND is_active = 1 ORDER BY order_chain.id
"""

_ALONE = """
    SELECT name FROM compound WHERE EXISTS (
        SELECT 1 FROM role WHERE compound_id = compound.id AND role = 'committee' AND person_id = :person
                             AND (until IS NULL OR until > :now))
    AND NOT EXISTS (
        SELECT 1 FROM role WHERE compound_id = compound.id AND role = 'committee' AND person_id <> :person
                             AND (until IS NULL OR until > :now))
    ORDER BY id
"""

_SHOWN = """
    SELECT slot.chat_id, name FROM slot JOIN chat ON chat.id = slot.chat_id
    WHERE address_id IS NOT NULL AND is_active = 1 AND (
        (recipe = :recipe AND subject_id = :chain)
        OR (recipe = 'delivery ticks' AND subject_id IN (
            SELECT id FROM delivery_building WHERE delivery_id IN (SELECT id FROM delivery WHERE chain_id = :chain))))
    ORDER BY slot.id
"""


async def still_needed(query: Query, person_id: int, now: int) -> tuple[list[str], list[str]]:
    """Return the titles of open buys that only this account can close, and the compounds it is the last committee of:
    first those are to be closed and handed over."""
    buys = await query.all(_OPEN, person=person_id)
    alone = await query.all(_ALONE, person=person_id, now=now)
    return [row["title"] or "" for row in buys], [row["name"] for row in alone]


async def shown_by(query: Query, recipe: str, chain_id: int) -> list[tuple[int, str]]:
    """Return the slots (chat, name) that show a buy by a recipe, or the ticks of its delivery, and stand somewhere."""
    return [(row["chat_id"], row["name"]) for row in await query.all(_SHOWN, recipe=recipe, chain=chain_id)]


# --- their own rows -------------------------------------------------------------------------------------------

# What they, or somebody of their household, said of a test of it, unless others live there or the roster knows it.
_OWN_REPORTS = """
    (author_id = :person AND is_own = 1) OR (household_id IN (
        SELECT household_id FROM residency WHERE person_id = :person AND NOT EXISTS (
            SELECT 1 FROM residency AS other
            WHERE other.household_id = residency.household_id AND other.person_id <> :person)))
"""

_COUNTS = {
    "orders": "SELECT COUNT(*) AS n FROM statement WHERE author_id = :person",
    "homes": "SELECT COUNT(*) AS n FROM residency WHERE person_id = :person",
    "roles": "SELECT COUNT(*) AS n FROM role WHERE person_id = :person",
    "medications": "SELECT COUNT(*) AS n FROM medication_asker WHERE person_id = :person",
    "consents": "SELECT COUNT(*) AS n FROM consent WHERE person_id = :person",
    "check_ins": """
        SELECT COUNT(*) AS n FROM check_in JOIN elder ON elder.id = elder_id WHERE elder.person_id = :person
    """,
    "messages": "SELECT COUNT(*) AS n FROM message WHERE person_id = :person",
    "reminders": "SELECT COUNT(*) AS n FROM reminder WHERE person_id = :person AND whom = 'own'",
    "reports": f"SELECT COUNT(*) AS n FROM test_report WHERE {_OWN_REPORTS}",  # noqa: S608 - constants only
}

_THEIR_ROWS = """
    (subject = 'role' AND row_id IN (SELECT id FROM role WHERE person_id = :person))
    OR (subject = 'residency' AND row_id IN (SELECT id FROM residency WHERE person_id = :person))
    OR (subject = 'consent' AND row_id IN (SELECT id FROM consent WHERE person_id = :person))
"""

# Households that go with them: nobody else lives there, and the roster does not know them.
_EMPTIED = """
    SELECT id FROM household WHERE is_listed = 0
    AND EXISTS (SELECT 1 FROM residency WHERE household_id = household.id AND person_id = :person)
    AND NOT EXISTS (SELECT 1 FROM residency WHERE household_id = household.id AND person_id <> :person)
"""

# In this order: what points elsewhere goes before what it points to.
_FORGET = (
    """DELETE FROM due WHERE kind = 'reminder'
       AND subject_id IN (SELECT id FROM reminder WHERE person_id = :person AND whom = 'own')""",
    "DELETE FROM reminder WHERE person_id = :person AND whom = 'own'",
    f"DELETE FROM test_report WHERE {_OWN_REPORTS}",  # noqa: S608 - constants only
    f"UPDATE test_report SET household_id = NULL WHERE household_id IN ({_EMPTIED})",  # noqa: S608
    f"DELETE FROM revision WHERE audit_id IN (SELECT id FROM audit WHERE {_THEIR_ROWS})",  # noqa: S608
    "DELETE FROM role WHERE person_id = :person",
    "DELETE FROM consent WHERE person_id = :person",
    "DELETE FROM deep_link WHERE person_id = :person",
    "DELETE FROM upload WHERE person_id = :person",
    "DELETE FROM carer WHERE person_id = :person",
    "DELETE FROM question WHERE person_id = :person",
    "DELETE FROM residency WHERE person_id = :person",
    "UPDATE payment SET by_id = NULL WHERE by_id = :person",
    "UPDATE delivery SET started_by = NULL WHERE started_by = :person",
    "UPDATE delivery_bag SET ticked_by = NULL WHERE ticked_by = :person",
    "UPDATE delivery_fault SET by_id = NULL WHERE by_id = :person",
    "DELETE FROM daily_summary_helper WHERE person_id = :person",
    "DELETE FROM notice_receipt WHERE person_id = :person",
    "DELETE FROM volunteer_hours WHERE person_id = :person",
    "UPDATE daily_summary_line SET author_id = NULL WHERE author_id = :person",
    """UPDATE notice SET state = 'cancelled', text = '', photo = NULL
       WHERE author_id = :person AND state IN ('draft', 'planned')""",
    """UPDATE outbox SET about_address_id = NULL, about_message_id = NULL
       WHERE EXISTS (SELECT 1 FROM message WHERE person_id = :person AND message.address_id = about_address_id
                     AND message.telegram_message_id = about_message_id)""",
    f"DELETE FROM message WHERE person_id = :person AND {NOBODY_NEEDS}",  # noqa: S608
    "UPDATE message SET telegram_message_id = -id, person_id = NULL WHERE person_id = :person",
)

_WHERE_THEY_LIVE = """
    SELECT household_id FROM residency WHERE person_id = :person
    UNION SELECT household_id FROM elder WHERE person_id = :person
"""

_EMPTY = """
    DELETE FROM household
    WHERE id = :household AND is_listed = 0 AND NOT EXISTS (SELECT 1 FROM residency WHERE household_id = :household)
      AND NOT EXISTS (SELECT 1 FROM elder WHERE household_id = :household)
"""


async def _counted(query: Query, person: Person) -> dict[str, int]:
    return {name: (await query.the(sql, person=person.id))["n"] for name, sql in _COUNTS.items()}


async def _forget_rows(query: Query, person: int, now: int) -> None:
    await forget_medication(query, person, now)
    homes = await query.all(_WHERE_THEY_LIVE, person=person)
    for elder in await query.all("SELECT id FROM elder WHERE person_id = :person ORDER BY id", person=person):
        drop_elder(query, elder["id"], now)
    for sql in _FORGET:
        query.do(sql, person=person)
    query.many(_EMPTY, [{"household": row["household_id"]} for row in homes])


# --- what was said in buys ------------------------------------------------------------------------------------

_COMPOUNDS = """
    SELECT compound_id FROM residency WHERE person_id = :person
    UNION SELECT compound_id FROM role WHERE person_id = :person
    UNION SELECT compound_id FROM consent WHERE person_id = :person
    UNION SELECT compound_id FROM statement WHERE author_id = :person
    UNION SELECT compound_id FROM order_chain WHERE organiser_id = :person
"""

_HOMES = """
    SELECT place, EXISTS (SELECT 1 FROM residency AS other
                          WHERE other.household_id = household.id AND other.person_id <> :person) AS is_shared
    FROM residency JOIN household ON household.id = household_id
    WHERE residency.person_id = :person AND household.compound_id = :compound
"""

# Where they spoke, or somebody wrote of them: by the place where they live, or by their name.
_BUYS = """
    SELECT id FROM order_chain AS c
    WHERE compound_id = :compound AND (
        organiser_id = :person OR title LIKE :like ESCAPE '\\'
        OR EXISTS (SELECT 1 FROM chain_speaker WHERE chain_id = c.id AND person_id = :person)
        OR EXISTS (SELECT 1 FROM statement
                   WHERE chain_id = c.id AND (author_id = :person OR reading LIKE :like ESCAPE '\\'))
        OR EXISTS (SELECT 1 FROM residency JOIN household ON household.id = household_id
                   JOIN chain_order ON party = place
                   WHERE residency.person_id = :person AND household.compound_id = :compound AND chain_id = c.id))
    ORDER BY id
"""


async def _forget_in_buys(query: Query, person: Person, now: int) -> list[int]:
    changed: list[int] = []
    for compound in await query.all(_COMPOUNDS, person=person.id):
        compound_id = compound["compound_id"]
        homes = await query.all(_HOMES, person=person.id, compound=compound_id)
        forgotten = Forgotten(
            person.id,
            person.name,
            homes=frozenset(row["place"] for row in homes if not row["is_shared"]),
            shared=frozenset(row["place"] for row in homes if row["is_shared"]),
        )
        buys = await query.all(_BUYS, person=person.id, compound=compound_id, like=_like(person.name))
        changed += [buy["id"] for buy in buys if await _forget_in_buy(query, buy["id"], forgotten, now)]
    return changed


async def _forget_in_buy(query: Query, chain_id: int, forgotten: Forgotten, now: int) -> bool:
    """Rewrite what was stated in a buy, and its state with it; return whether anything is different now."""
    chains = OrderChains(query)
    chain = await chains.get(chain_id)
    statements = await chains.statements(chain_id)
    if chain is None or not statements:
        return False
    anew = without(statements, forgotten)
    different = [new for old, new in zip(statements, anew, strict=True) if old != new]
    if different or any(one.author == forgotten.account for one in statements):
        for one in different:
            chains.state(chain, one)
        before, after = fold(statements), fold(anew)
        OrderStates(query).rewrite(chain, after, now)
        signs = renamed(before, after)
        await Payments(query).forget(chain_id, signs)
        await Deliveries(query).forget(chain_id, signs)
        return True
    return False


def _like(name: str) -> str:
    """Return the pattern of a text that holds a name; of no text where it is too short to be looked for."""
    if len(name) < _SHORTEST:
        return ""
    for sign in ("\\", "%", "_"):
        name = name.replace(sign, f"\\{sign}")
    return f"%{name}%"


# --- what is on its way ---------------------------------------------------------------------------------------

_DROP = "UPDATE outbox SET state = 'dead', payload = '', error = 'forgotten', settled_at = :now WHERE id = :id"


async def _forget_on_its_way(query: Query, person: Person, now: int) -> None:
    """What waits to be sent or worked on, and what is remembered for a while."""
    for row in await query.all("SELECT id, payload FROM outbox WHERE settled_at IS NULL AND payload <> ''"):
        said = json.loads(row["payload"])
        if _tells(said, person):
            query.do(_DROP, id=row["id"], now=now)
        elif (instead := _unnamed(said, person)) != said:
            query.do("UPDATE outbox SET payload = :payload WHERE id = :id", id=row["id"], payload=json.dumps(instead))
    for row in await query.all("SELECT id, body FROM inbox WHERE state = 'aside'"):
        if _tells(json.loads(row["body"]), person):
            query.do("UPDATE inbox SET state = 'done', body = '' WHERE id = :id", id=row["id"])
    for row in await query.all("SELECT chain_id, talk FROM talk"):
        if _tells(json.loads(row["talk"]), person):
            query.do("DELETE FROM talk WHERE chain_id = :chain", chain=row["chain_id"])
    for row in await query.all("SELECT id, about FROM question WHERE person_id <> :person", person=person.id):
        if person.id in (json.loads(row["about"]).get("to"), json.loads(row["about"]).get("person")):
            query.do("DELETE FROM question WHERE id = :id", id=row["id"])
    query.do("DELETE FROM upload WHERE kind = 'payments' AND staged LIKE :like ESCAPE '\\'", like=_like(person.name))
    query.do(
        "DELETE FROM paste WHERE telegram_user_id = :telegram OR text LIKE :like ESCAPE '\\'",
        telegram=person.telegram_user_id,
        like=_like(person.name),
    )


#: What the team wrote for all to read, in which somebody may be named.
_WORDS = (("daily_summary", "figures"), ("daily_summary_line", "words"), ("notice", "text"))


async def _forget_in_words(query: Query, person: Person) -> None:
    """Take somebody's name out of notices and summaries; what they say otherwise stays."""
    if len(person.name) < _SHORTEST:
        return
    in_json = json.dumps(person.name, ensure_ascii=False)[1:-1]
    for table, column in _WORDS:
        for row in await query.all(f"SELECT id, {column} AS words FROM {table}"):  # noqa: S608 - constants only
            words = row["words"].replace(in_json if column == "figures" else person.name, "邻居")
            if words == row["words"]:
                continue
            query.do(f"UPDATE {table} SET {column} = :words WHERE id = :id", id=row["id"], words=words)  # noqa: S608


def _tells(value: Any, person: Person) -> bool:
    """Say whether JSON holds somebody's number at Telegram."""
    if isinstance(value, dict):
        return any(key == str(person.telegram_user_id) or _tells(one, person) for key, one in value.items())
    if isinstance(value, list):
        return any(_tells(one, person) for one in value)
    return type(value) is int and value == person.telegram_user_id


def _unnamed(value: Any, person: Person) -> Any:
    """Return JSON without somebody's name in its texts."""
    if isinstance(value, dict):
        return {key: _unnamed(one, person) for key, one in value.items()}
    if isinstance(value, list):
        return [_unnamed(one, person) for one in value]
    if isinstance(value, str) and len(person.name) >= _SHORTEST:
        return value.replace(person.name, "邻居")
    return value


# --- the private chat -----------------------------------------------------------------------------------------

_ADDRESSES = "(SELECT id FROM address WHERE chat_id = :chat)"
_NUMBERS = "(SELECT telegram_chat_id FROM address WHERE chat_id = :chat)"
_ROWS = "(SELECT id FROM outbox WHERE chat_id = :chat)"
_MESSAGES = f"(SELECT id FROM message WHERE address_id IN {_ADDRESSES})"  # noqa: S608 - constants only

# What was stated in a buy from there (a tap, an order for a neighbour) stays stated, as if in the group of the buy.
_STATED = f"""
    UPDATE message SET telegram_message_id = -id, address_id = (
        SELECT MIN(address.id) FROM statement JOIN order_chain ON order_chain.id = chain_id
        JOIN address ON address.chat_id = order_chain.chat_id WHERE message_id = message.id)
    WHERE address_id IN {_ADDRESSES} AND EXISTS (SELECT 1 FROM statement WHERE message_id = message.id)
"""  # noqa: S608

_LEAVE = (
    f"UPDATE inbox SET chat_key = 0 WHERE state = 'done' AND chat_key IN {_NUMBERS}",  # noqa: S608
    f"UPDATE outbox SET after_id = NULL WHERE after_id IN {_ROWS}",  # noqa: S608
    f"UPDATE outbox SET about_address_id = NULL, about_message_id = NULL WHERE about_address_id IN {_ADDRESSES}",  # noqa: S608
    f"UPDATE outbox SET sent_address_id = NULL, sent_message_id = NULL WHERE sent_address_id IN {_ADDRESSES}",  # noqa: S608
    "DELETE FROM outbox WHERE chat_id = :chat",
    "DELETE FROM slot WHERE chat_id = :chat",
    "DELETE FROM question WHERE chat_id = :chat",
    # a delivery that was run from there goes on where its buy is
    """UPDATE delivery SET chat_id = (SELECT chat_id FROM order_chain WHERE order_chain.id = chain_id)
       WHERE chat_id = :chat""",
    f"DELETE FROM paste WHERE address_id IN {_ADDRESSES}",  # noqa: S608
    f"UPDATE audit SET message_id = NULL WHERE message_id IN {_MESSAGES}",  # noqa: S608
    f"UPDATE residency SET message_id = NULL WHERE message_id IN {_MESSAGES}",  # noqa: S608
    f"UPDATE test_report SET message_id = NULL WHERE message_id IN {_MESSAGES}",  # noqa: S608
    _STATED,
    f"DELETE FROM message WHERE address_id IN {_ADDRESSES}",  # noqa: S608
    "DELETE FROM address WHERE chat_id = :chat",
    "DELETE FROM chat WHERE id = :chat",
)


async def leave(query: Query, chat_id: int) -> bool:
    """Forget a private chat, whose number is its person's; return False where they are back, or it is a group."""
    kind = await query.one("SELECT kind FROM chat WHERE id = :chat", chat=chat_id)
    back = await query.one(f"SELECT id FROM person WHERE telegram_user_id IN {_NUMBERS}", chat=chat_id)  # noqa: S608
    if kind is None or kind["kind"] != "private" or back is not None:
        return False
    for sql in _LEAVE:
        query.do(sql, chat=chat_id)
    return True
