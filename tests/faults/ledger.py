"""What stands in the program's database, read with SQL of our own: the checker trusts none of the program's."""

import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any

#: (Telegram's chat id, the message of a resident that a message of the bot answers; 0 for a tally).
Cause = tuple[int, int]
#: room -> (item, how many)
Orders = dict[str, tuple[str, int]]

_IN_FLIGHT = """
    SELECT address.telegram_chat_id, o.about_message_id, o.method
    FROM outbox AS o JOIN address ON address.chat_id = o.chat_id AND address.is_current = 1
    LEFT JOIN slot ON slot.id = o.slot_id
    WHERE o.state = 'sending'
      AND (o.method = 'sendMessage' OR (o.method = 'slot' AND slot.address_id IS NOT address.id))
"""

_STATED = """
    SELECT telegram_chat_id, telegram_message_id, COUNT(*) AS n
    FROM statement JOIN message ON message.id = statement.message_id JOIN address ON address.id = message.address_id
    GROUP BY telegram_chat_id, telegram_message_id
"""

_ORDERED = """
    SELECT telegram_chat_id, building, room, item, thousandths
    FROM order_line AS l JOIN chain_order AS o ON o.id = l.order_id JOIN order_chain AS c ON c.id = l.chain_id
    JOIN address ON address.chat_id = c.chat_id AND address.is_current = 1
"""


class Ledger:
    """A database file: a copy, deleted when closed, or the `live` one, which is only read."""

    def __init__(self, path: Path, *, live: bool = False) -> None:
        self._path, self._is_live = path, live
        self._connection = sqlite3.connect(f"file:{path}?mode=ro" if live else str(path), uri=live, timeout=5.0)
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        if not self._is_live:
            shutil.rmtree(self._path.parent)

    def rows(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """Return what a query gives."""
        return [dict(row) for row in self._connection.execute(sql, values)]

    def number(self, sql: str) -> int:
        """Return the one number that a query gives."""
        return int(self._connection.execute(sql).fetchone()[0])

    def integrity(self) -> str:
        """Return SQLite's own verdict: ok, or what is wrong."""
        return "; ".join(str(row[0]) for row in self._connection.execute("PRAGMA integrity_check"))

    def waiting(self) -> int:
        """Return how many rows are not settled."""
        return self.number(
            "SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new')"
            " + (SELECT COUNT(*) FROM outbox WHERE state IN ('new', 'sending'))"
        )

    def updates(self) -> dict[int, str]:
        """Return the state of each update that was kept, by Telegram's number, in order of arrival."""
        return {row["update_id"]: row["state"] for row in self.rows(_UPDATES)}

    def in_flight(self) -> Counter[Cause]:
        """Return the new messages that were perhaps sent when the process ended."""
        return Counter((row["telegram_chat_id"], row["about_message_id"] or 0) for row in self.rows(_IN_FLIGHT))

    def stated(self) -> dict[Cause, int]:
        """Return how many statements each message made, by chat and message number."""
        return {(row["telegram_chat_id"], row["telegram_message_id"]): row["n"] for row in self.rows(_STATED)}

    def orders(self) -> dict[int, Orders]:
        """Return what the program has folded, by Telegram's chat id."""
        found: dict[int, Orders] = {}
        for row in self.rows(_ORDERED):
            room = f"{row['building']}-{row['room']}"
            found.setdefault(row["telegram_chat_id"], {})[room] = (row["item"], row["thousandths"] // 1000)
        return found


_UPDATES = "SELECT update_id, state FROM inbox WHERE kind = 'update' AND update_id IS NOT NULL ORDER BY id"
