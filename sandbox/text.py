"""Text as Telegram counts and marks it: lengths in UTF-16 units, and the entities found without any mark-up."""

import re

from sandbox.state import Json

_INTERESTING = re.compile(r"[/@#.]")
_FOUND = re.compile(
    r"""
    (?P<url>      (?: (?<![a-zA-Z0-9@.]) https?://[^\s<>"「」，。；）】]+
                             | (?<![\w@.]) (?:[a-zA-Z0-9-]+\.)+ (?:com|cn|org|net|me|io)\b (?:/[^\s，。；）】]*)? ) )
  | (?P<email>    (?<![\w.+-]) [\w.+-]+@[\w-]+\.[a-zA-Z]{2,} )
  | (?P<mention>  (?<!\w) @[a-zA-Z][a-zA-Z0-9_]{2,31} (?!\w) )
  | (?P<hashtag>  (?<!\w) \#\w*[^\W\d_]\w* )
  | (?P<bot_command> (?<![\w/<>]) /[a-zA-Z0-9_]{1,64} (?:@[a-zA-Z0-9_]{3,32})? (?![\w/<>@]) )
    """,
    re.VERBOSE,
)


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, which is how Telegram counts: 😀 is 2, 菜 is 1."""
    return len(text) if text.isascii() or max(text) <= "\uffff" else len(text.encode("utf-16-le")) // 2


def find_entities(text: str) -> list[Json]:
    """Return the commands, mentions, hashtags, addresses in `text`. Only ASCII words are commands: /接龙 is not."""
    if not _INTERESTING.search(text):
        return []
    return [
        {
            "type": str(found.lastgroup),
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in _FOUND.finditer(text)
    ]


def merge_entities(text: str, marked: list[Json]) -> list[Json]:
    """Return `marked` and the found entities that do not lie within code or a link, in Telegram's order."""
    found = find_entities(text)
    if not marked:
        return found
    closed = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in marked
        if entity["type"] in ("code", "pre", "text_link", "text_mention", "bot_command", "url", "mention", "hashtag")
    ]
    kept = [
        entity
        for entity in found
        if not any(start < entity["offset"] + entity["length"] and entity["offset"] < end for start, end in closed)
    ]
    return sorted([*marked, *kept], key=lambda entity: (entity["offset"], -entity["length"]))


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends, as the server does before it stores a text, and move the entities along."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    cut = utf16_length(text[: len(text) - len(text.lstrip())])
    limit = utf16_length(stripped)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, limit)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return stripped, moved


def typed(text: str) -> Json:
    """Return the content of a text message as somebody types it: white space at the ends goes."""
    text = text.strip()
    found = find_entities(text)
    return {"text": text, "entities": found} if found else {"text": text}


def command_of(text: str, entities: list[Json]) -> tuple[str, str | None] | None:
    """Return (command, bot's username or None) where the text opens with a command."""
    if not entities or entities[0]["type"] != "bot_command" or entities[0]["offset"] != 0:
        return None
    name, _, bot = text[1 : entities[0]["length"]].partition("@")
    return name, bot or None
