"""Reactions: the only receipt a bot can give without saying a word."""

from typing import Any

from sandbox.methods.registry import Call, method
from sandbox.rejection import bad_request
from sandbox.world import is_service

EMOJI = frozenset(
    [
        *"❤👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐",
        *"🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡",
        "❤\u200d🔥",
        "👨\u200d💻",
        "🤷\u200d♂",
        "🤷\u200d♀",
    ]
)
"""The reactions there are (Bot API, ReactionTypeEmoji), without variation selectors."""
_VARIATION_SELECTOR = "\ufe0f"


def plain_emoji(emoji: str) -> str:
    """Return the emoji as Telegram compares it: ✍️ is ✍."""
    return emoji.replace(_VARIATION_SELECTOR, "")


@method("setMessageReaction")
def set_message_reaction(call: Call) -> Any:
    """Set the bot's reaction: one at most, out of the list, and allowed in the chat. None takes it away."""
    chat = call.chat()
    message = call.message(chat, "message to react not found")
    wanted = call.args.list("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chosen = []
    for reaction in wanted:
        if not isinstance(reaction, dict) or reaction.get("type") != "emoji":
            raise bad_request("REACTION_INVALID")
        emoji = plain_emoji(str(reaction.get("emoji", "")))
        if emoji not in EMOJI or (chat.available_reactions is not None and emoji not in chat.available_reactions):
            raise bad_request("REACTION_INVALID")
        chosen.append(emoji)
    if is_service(message) and chosen:
        raise bad_request("REACTION_INVALID")
    if chosen:
        message.reactions[call.bot.id] = chosen
    else:
        message.reactions.pop(call.bot.id, None)
    return True
