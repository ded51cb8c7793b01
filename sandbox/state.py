"""Everything the sandbox remembers, as plain structs that can be written to a file and read back."""

from typing import Any

import msgspec

GROUP_ANONYMOUS_BOT = 1087968824
"""The account anonymous administrators write from."""
TELEGRAM = 777000
"""The account posts of a linked channel are forwarded from."""
CHANNEL_BOT = 136817688
"""The account people write from when they write as a channel."""

Json = dict[str, Any]


class User(msgspec.Struct):
    """An account: a person or a bot. The sets hold the ids of bots."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    is_bot: bool = False
    language_code: str | None = "zh-hans"
    hides_forwards: bool = False
    deactivated: bool = False
    started: set[int] = msgspec.field(default_factory=set)
    blocked: set[int] = msgspec.field(default_factory=set)


class Member(msgspec.Struct):
    """What an account is in a chat. `status` is creator, administrator, member, restricted, left or kicked."""

    status: str = "member"
    rights: dict[str, bool] = msgspec.field(default_factory=dict)
    until: int = 0
    is_anonymous: bool = False
    custom_title: str | None = None
    reads_all: bool = True
    """A bot's privacy mode is fixed when it joins; changing it in BotFather needs leaving and joining again."""
    link: str = ""
    """The invite link the account came by."""


class Message(msgspec.Struct):
    """One message. `content` has Bot API's own fields (text, entities, photo, new_chat_title, ...), except `poll_id`
    and `pinned_id`, which stand for a poll and a message as they are now."""

    id: int
    chat_id: int
    date: int
    sender_id: int | None
    content: Json
    sender_chat_id: int | None = None
    reply_to: int | None = None
    quote: Json | None = None
    external_reply: Json | None = None
    thread_id: int | None = None
    markup: Json | None = None
    edit_date: int = 0
    deleted: bool = False
    forward_origin: Json | None = None
    is_automatic_forward: bool = False
    media_group_id: str | None = None
    author_signature: str | None = None
    protected: bool = False
    asks_reply: Json | None = None
    """The ForceReply it was sent with: clients open a reply to it; bots are not told."""
    reactions: dict[int, list[str]] = msgspec.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text or caption, empty where there is neither."""
        return str(self.content.get("text") or self.content.get("caption") or "")


class Topic(msgspec.Struct):
    """A topic of a forum. Its id is the number of the service message that opened it."""

    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False
    deleted: bool = False


class InviteLink(msgspec.Struct):
    """A link that lets people into a chat."""

    url: str
    creator_id: int
    creates_join_request: bool = False
    is_primary: bool = False
    is_revoked: bool = False
    name: str | None = None
    expire_date: int = 0
    member_limit: int = 0


class Chat(msgspec.Struct):
    """A chat. `kind` is private, group, supergroup or channel. A private chat belongs to one bot (`bot_id`)."""

    id: int
    kind: str
    title: str = ""
    username: str | None = None
    bot_id: int = 0
    is_forum: bool = False
    description: str = ""
    next_message: int = 1
    members: dict[int, Member] = msgspec.field(default_factory=dict)
    messages: dict[int, Message] = msgspec.field(default_factory=dict)
    pinned: list[int] = msgspec.field(default_factory=list)
    topics: dict[int, Topic] = msgspec.field(default_factory=dict)
    links: dict[str, InviteLink] = msgspec.field(default_factory=dict)
    join_requests: dict[int, str] = msgspec.field(default_factory=dict)
    permissions: dict[str, bool] = msgspec.field(default_factory=dict)
    available_reactions: list[str] | None = None
    protects_content: bool = False
    slow_mode_delay: int = 0
    upgraded_to: int = 0
    upgraded_from: int = 0
    linked_chat_id: int = 0
    last_bot_id: int = 0
    reply_keyboard: Json | None = None

    @property
    def is_supergroup(self) -> bool:
        """Whether message numbers are the chat's own: supergroups and channels."""
        return self.kind in ("supergroup", "channel")


class Poll(msgspec.Struct):
    """A poll and who chose what (account id -> option numbers)."""

    id: str
    chat_id: int
    message_id: int
    bot_id: int
    question: str
    options: list[str]
    option_ids: list[str]
    is_anonymous: bool = True
    kind: str = "regular"
    allows_multiple_answers: bool = False
    allows_revoting: bool = True
    correct_option_ids: list[int] | None = None
    explanation: str | None = None
    open_period: int = 0
    close_date: int = 0
    is_closed: bool = False
    answers: dict[int, list[int]] = msgspec.field(default_factory=dict)


class StoredFile(msgspec.Struct):
    """The bytes behind a file id, and what was said of them."""

    id: str
    unique_id: str
    kind: str
    data: bytes
    name: str | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0
    duration: int = 0
    group: str = ""
    """The same for all sizes of one photo."""
    declared_size: int = 0
    """A size to claim instead of the length of `data`, so that a test of "too big" needs no big file."""

    @property
    def size(self) -> int:
        """Bytes, as told to the bot."""
        return self.declared_size or len(self.data)


class Callback(msgspec.Struct):
    """A tapped button waiting for answerCallbackQuery."""

    id: str
    bot_id: int
    user_id: int
    at: float
    data: str
    answer: Json | None = None


class Update(msgspec.Struct):
    """An update as it will be delivered: its JSON was made when it happened and does not change any more."""

    id: int
    kind: str
    chat_id: int
    body: bytes
    expires_at: float


class Webhook(msgspec.Struct):
    """Where updates are pushed."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    last_error_at: int = 0
    last_error: str = ""


class Bot(msgspec.Struct):
    """A bot: its token, its menus, and the updates it has not confirmed."""

    id: int
    token: str
    username: str
    can_read_all_group_messages: bool = True
    can_join_groups: bool = True
    next_update: int = 1
    pending: list[Update] = msgspec.field(default_factory=list)
    confirmed: int = 0
    """How many updates were confirmed, ever."""
    allowed_updates: list[str] | None = None
    webhook: Webhook | None = None
    commands: dict[str, list[Json]] = msgspec.field(default_factory=dict)
    texts: dict[str, str] = msgspec.field(default_factory=dict)
    menu_buttons: dict[int, Json] = msgspec.field(default_factory=dict)
    default_rights: dict[str, Json] = msgspec.field(default_factory=dict)
    private: dict[int, Chat] = msgspec.field(default_factory=dict)
    met: set[int] = msgspec.field(default_factory=set)
    """People the bot has seen in a group: it knows that they exist, and may still not write to them first."""


class State(msgspec.Struct):
    """The whole world but for its clock."""

    seed: int = 1
    drawn: int = 0
    next_user: int = 500_000_001
    next_group: int = 2_000_000_001
    next_message: int = 1
    users: dict[int, User] = msgspec.field(default_factory=dict)
    chats: dict[int, Chat] = msgspec.field(default_factory=dict)
    bots: dict[int, Bot] = msgspec.field(default_factory=dict)
    polls: dict[str, Poll] = msgspec.field(default_factory=dict)
    files: dict[str, StoredFile] = msgspec.field(default_factory=dict)
    callbacks: dict[str, Callback] = msgspec.field(default_factory=dict)
    clock_offset: float = 0.0
