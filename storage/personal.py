"""What is held of people: every column that tells who somebody is, and what becomes of it when they are forgotten.

A new column must be told here; a test sees to it.
"""

from collections.abc import Mapping

#: Every column that points to a person, or may hold what tells who somebody is, and what becomes of it. Columns of a
#: table that is not here hold numbers and words of the program only.
HOLDS: Mapping[str, Mapping[str, str]] = {
    "person": {"telegram_user_id": "random", "name": "emptied"},
    "address": {"telegram_chat_id": "the private chat goes"},
    "chat": {"building": "of a group", "kind": "word", "purpose": "word"},
    "message": {"person_id": "emptied", "telegram_message_id": "replaced"},
    "inbox": {
        "body": "emptied when done, or here",
        "chat_key": "emptied",
        "error": "word",
        "kind": "word",
        "state": "word",
    },
    "outbox": {
        "payload": "emptied when settled, or here",
        "about_message_id": "emptied",
        "sent_message_id": "of the bot's; rows of the private chat go",
        "outcome": "our ids",
        "key": "our ids",
        "error": "word",
        "method": "word",
        "state": "word",
        "if_unsure": "word",
    },
    "slot": {"telegram_message_id": "of the bot's", "name": "our ids", "recipe": "word"},
    "order_chain": {
        "organiser_id": "stub",
        "title": "without the name",
        "goods": "what an organiser sells",
        "terms": "what an organiser sells",
    },
    "statement": {"author_id": "stub", "reading": "in signs"},
    "chain_order": {
        "author_id": "stub",
        "party": "in signs",
        "lane": "in signs",
        "building": "in signs",
        "unit": "in signs",
        "room": "in signs",
        "name": "in signs",
        "note": "emptied",
    },
    "order_line": {"item": "what was ordered", "measure": "what was ordered", "lots": "what an organiser sells"},
    "chain_speaker": {"person_id": "stub", "party": "in signs"},
    "chain_decline": {"person_id": "stub"},
    "order_handle": {"handle": "in signs"},
    "talk": {"talk": "goes if it names them"},
    "paste": {
        "telegram_user_id": "goes",
        "text": "goes if it names them",
        "telegram_message_id": "goes",
        "first_message_id": "goes",
    },
    "question": {"person_id": "goes", "about": "goes", "kind": "word", "telegram_message_id": "goes"},
    "role": {"person_id": "goes", "granted_by": "stub", "role": "word", "building": "goes", "team": "word"},
    "residency": {"person_id": "goes", "confirmed_by": "stub"},
    "household": {
        "place": "goes unless somebody else lives there or it is on the roster",
        "lane": "as place",
        "building": "as place",
        "unit": "as place",
        "room": "as place",
        "contact": "the roster's",
        "phone": "the roster's",
        "marks": "the roster's",
        "note": "the roster's",
    },
    "consent": {"person_id": "goes", "subject": "goes"},
    "audit": {"actor_id": "stub", "act": "word", "subject": "word", "field": "word"},
    "revision": {"old_value": "goes with their rows", "new_value": "goes with their rows"},
    "deep_link": {"person_id": "goes", "about": "goes", "kind": "goes", "digest": "goes"},
    "upload": {"person_id": "goes", "staged": "goes", "kind": "goes"},
    "compound": {"name": "of the compound", "time_zone": "word", "address_words": "of the compound"},
    "due": {"key": "our ids", "kind": "word", "rule": "word", "time_zone": "word"},
    "recovery": {"digest": "of the compound"},
    "counter": {"name": "word"},
}

#: What may still point to somebody's row once they are forgotten: then it stays, as a stub.
KEEP_THE_STUB = (
    ("message", "person_id"),
    ("order_chain", "organiser_id"),
    ("statement", "author_id"),
    ("chain_order", "author_id"),
    ("chain_speaker", "person_id"),
    ("chain_decline", "person_id"),
    ("question", "person_id"),
    ("role", "person_id"),
    ("role", "granted_by"),
    ("residency", "person_id"),
    ("residency", "confirmed_by"),
    ("consent", "person_id"),
    ("audit", "actor_id"),
    ("deep_link", "person_id"),
    ("upload", "person_id"),
)
NOBODY_POINTS = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.{column} = person.id)"  # noqa: S608 - constants only
    for table, column in KEEP_THE_STUB
)

#: What may point to a message.
OF_MESSAGE = (
    ("order_chain", "opened_by"),
    ("statement", "message_id"),
    ("order_line", "since"),
    ("residency", "message_id"),
    ("audit", "message_id"),
)
NOBODY_NEEDS = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.{column} = message.id)"  # noqa: S608 - constants only
    for table, column in OF_MESSAGE
)
