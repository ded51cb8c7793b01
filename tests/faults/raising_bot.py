"""The program, but its order chain handler raises after it has written, for messages with the mark in them.

`python -m tests.faults.raising_bot --config FILE run`. Nothing of the program itself is changed.
"""

import sys

from bot.command_line import main
from conversation.order_chain_view import View
from conversation.turn import Turn
from handlers import order_chain
from parsing.reading import Reading

MARK = "zqxraise"


class HalfWayError(Exception):
    """Raised with what was written, to see that it does not get into the log."""


_whole = order_chain.on_reading


async def _half(reading: Reading, turn: Turn, view: View) -> None:
    await _whole(reading, turn, view)
    if turn.message is None or MARK not in turn.message.text:
        return
    place = turn.message.place
    message = await turn.store.messages.at(place.address_id, place.number)
    if message is None or not await turn.store.chains.stated_in(message):
        raise LookupError("nothing was written that could be undone")
    raise HalfWayError(turn.message.text)


if __name__ == "__main__":
    order_chain.on_reading = _half
    sys.exit(main())
