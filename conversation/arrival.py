"""From what arrived to a turn: which chat it is, who speaks, and whether these are the speaker's own words."""

from dataclasses import dataclass, field
from datetime import time

from telegram import Chat as TelegramChat
from telegram import MaybeInaccessibleMessage, Message, Update, User

from conversation.due import plan_compound
from conversation.flood import Flood
from conversation.relocation import relocate
from conversation.turn import Incoming, Repositories, Sender, Turn
from domain.elder import Care
from domain.retention import Periods
from domain.wall_clock import QUIET
from storage.chat import Chat
from storage.message import Version

_HEARD_EVERY = 300  # seconds between two notes that a chat is alive


@dataclass(frozen=True, slots=True)
class House:
    """What every turn needs to know of the program: the bot's @name, the zone of a compound made by itself, who was
    answered how often lately, how long things are kept, when nobody is disturbed (local time), and how elders are cared
    for."""

    bot_name: str
    time_zone: str
    flood: Flood = field(default_factory=Flood)
    periods: Periods = field(default_factory=Periods)
    care: Care = field(default_factory=Care)
    quiet: tuple[time, time] = QUIET


async def begin(update: Update, store: Repositories, house: House, now: int, arrival: int) -> Turn | None:
    """Return the turn for an update that is row `arrival` of the inbox, or None for what concerns no chat of ours.

    A chat heard of for the first time is recorded; a group gets a compound of its own until one is set up.
    """
    telegram_chat = update.effective_chat
    if telegram_chat is None or telegram_chat.type == TelegramChat.CHANNEL:
        return None
    tap = update.callback_query
    message = update.effective_message
    if message is not None:
        await _follow(message, store, now)
    chat = await _chat(telegram_chat, store, house, now)
    return Turn(
        store=store,
        now=now,
        bot_name=house.bot_name,
        chat=chat,
        sender=_sender(tap.from_user) if tap else _author(message) if message else None,
        message=_incoming(message, chat, arrival) if message is not None and message.date is not None else None,
        tap_id=tap.id if tap else None,
        flood=house.flood,
        periods=house.periods,
        care=house.care,
        quiet=house.quiet,
        is_anonymous=tap is None and isinstance(message, Message) and message.sender_chat == telegram_chat,
    )


async def _follow(message: Message | MaybeInaccessibleMessage, store: Repositories, now: int) -> None:
    """The service messages on both sides of an upgrade to a supergroup: either may come first, or alone."""
    if isinstance(message, Message) and message.migrate_to_chat_id:
        await relocate(store.query, message.chat.id, message.migrate_to_chat_id, now)
    elif isinstance(message, Message) and message.migrate_from_chat_id:
        await relocate(store.query, message.migrate_from_chat_id, message.chat.id, now)


async def _chat(telegram_chat: TelegramChat, store: Repositories, house: House, now: int) -> Chat:
    chat = await store.chats.at(telegram_chat.id)
    if chat is None:
        if telegram_chat.type == TelegramChat.PRIVATE:
            return await store.chats.add(telegram_chat.id, "private", None, now)
        compound = await store.compounds.add(telegram_chat.title or "小区", house.time_zone, now)
        plan_compound(store.dues, compound, now)
        return await store.chats.add(telegram_chat.id, "group", compound.id, now, compound.time_zone)
    if not chat.is_active or now - chat.heard_at >= _HEARD_EVERY:
        await store.chats.heard(chat.id, now)
    return chat


def _author(message: Message) -> Sender | None:
    """Return who said a message in their own name; None for forwards, anonymous administrators, channels and bots."""
    if message.sender_chat is not None or message.forward_origin is not None or message.via_bot is not None:
        return None
    if message.from_user is None or message.from_user.is_bot:
        return None
    return _sender(message.from_user)


def _sender(user: User) -> Sender:
    return Sender(user.id, user.full_name)


def _incoming(message: object, chat: Chat, arrival: int) -> Incoming | None:
    if not isinstance(message, Message):  # an old message that a tap refers to: only its number is known
        return None
    edited_at = int(message.edit_date.timestamp()) if message.edit_date else 0
    version = Version(chat.address_id, message.message_id, int(message.date.timestamp()), edited_at, arrival)
    thread_id = message.message_thread_id if message.is_topic_message else None
    answered = message.reply_to_message
    is_answer = answered is not None and answered.message_id != thread_id  # in a topic its first message stands there
    reply_to = answered.message_id if answered is not None and is_answer else None
    reply_author = _author(answered) if reply_to is not None and answered is not None else None
    return Incoming(
        version,
        message.text or message.caption or "",
        thread_id,
        reply_to,
        reply_author,
        photo=message.photo[-1].file_id if message.photo else None,
        has_voice=bool(message.voice or message.video_note),
    )
