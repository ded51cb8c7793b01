"""A chat as people use it: who is in it, what stands in it, what becomes of it."""

from typing import TYPE_CHECKING, Any

from sandbox.forwarding import origin
from sandbox.membership import change_member, join, leave, meet, member_of, promote
from sandbox.rejection import CannotDoError
from sandbox.right import USUAL_PERMISSIONS, USUAL_RIGHTS
from sandbox.seen import Transcript
from sandbox.state import TELEGRAM, Chat, Json, Member, Message, Topic, User
from sandbox.text import typed
from sandbox.transcript import see
from sandbox.world import World, is_present

if TYPE_CHECKING:
    from sandbox.person import Person


class Room:
    """A group, supergroup, channel or private chat. After `upgrade` it stands for the supergroup."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat's id, as the bot knows it now."""
        return self.chat.id

    @property
    def title(self) -> str:
        """The chat's title."""
        return self.chat.title

    def __repr__(self) -> str:
        return f"<{self.chat.kind} {self.chat.id} {self.chat.title}>"

    # --- looking -------------------------------------------------------------------------------------------

    def transcript(self) -> Transcript:
        """Return what somebody in the chat sees now."""
        return see(self.world, self.chat)

    @property
    def messages(self) -> list[Message]:
        """The messages that are not deleted, oldest first."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    def find(self, words: str) -> Message:
        """Return the newest message whose text contains `words`. Raises CannotDoError where there is none."""
        for message in reversed(self.messages):
            if words in message.text:
                return message
        raise CannotDoError(f"nobody said {words!r} in {self.title or self.id}:\n{self.transcript()}")

    def last(self) -> Message:
        """Return the newest message. Raises CannotDoError where there is none."""
        messages = self.messages
        if not messages:
            raise CannotDoError(f"nothing was said in {self.title or self.id}")
        return messages[-1]

    # --- changing ------------------------------------------------------------------------------------------

    def add(self, user: "Person | User", *, by: "Person | None" = None) -> None:
        """Somebody joins, or is added by a member."""
        account = _user(user)
        join(self.world, self.chat, _user(by) if by is not None else account, account)

    def remove(self, user: "Person | User", *, by: "Person | None" = None, banned: bool = False) -> None:
        """Somebody leaves, or is removed by an administrator."""
        account = _user(user)
        leave(self.world, self.chat, _user(by) if by is not None else account, account, banned=banned)

    def promote(
        self, user: "Person | User", *, by: "Person | None" = None, rights: dict[str, bool] | None = None
    ) -> None:
        """Make somebody an administrator; `rights` of only False makes them a member again."""
        promote(self.world, self.chat, self._actor(by), _user(user), rights)

    def demote(self, user: "Person | User", *, by: "Person | None" = None) -> None:
        """Make an administrator a member again."""
        promote(self.world, self.chat, self._actor(by), _user(user), {})

    def restrict(self, user: "Person | User", *, by: "Person | None" = None, **permissions: bool) -> None:
        """Take permissions from a member; what is not named stays as usual."""
        old = member_of(self.chat, _user(user).id)
        new = Member("restricted", {**USUAL_PERMISSIONS, "is_member": True, **permissions}, reads_all=old.reads_all)
        change_member(self.world, self.chat, self._actor(by), _user(user), new)

    def rename(self, title: str, *, by: "Person | None" = None) -> None:
        """Change the title."""
        self.chat.title = title
        self.world.say(self.chat, self._actor(by).id, {"new_chat_title": title})

    def open_topic(self, name: str, *, by: "Person | None" = None) -> Topic:
        """Open a topic in a forum; its id is the message_thread_id."""
        return open_topic(self.world, self.chat, self._actor(by), name)

    def posts(self, text: str, *, by: "Person | None" = None) -> Message:
        """Publish in a channel; a linked group gets it from Telegram's own account."""
        if self.chat.kind != "channel":
            raise CannotDoError(f"{self.title} is no channel")
        signature = by.name if by is not None else None
        about: Json = {"sender_chat_id": self.id, "author_signature": signature}
        message = self.world.say(self.chat, None, typed(text), **about)
        group = self.world.state.chats.get(self.chat.linked_chat_id)
        if group is not None:
            about["forward_origin"] = origin(self.world, self.chat, message)
            self.world.say(group, TELEGRAM, dict(message.content), is_automatic_forward=True, **about)
        return message

    def edits_post(self, message: Message, text: str) -> Message:
        """Change what was published in a channel."""
        message.content = typed(text)
        message.edit_date = self.world.clock.date()
        self.world.tell(self.chat, message, edited=True)
        return message

    def links(self, group: "Room") -> None:
        """Make a group the place where a channel's posts are discussed."""
        self.chat.linked_chat_id, group.chat.linked_chat_id = group.id, self.id

    def upgrade(self) -> int:
        """Make a basic group a supergroup: a new id and new message numbers from 1. Returns the new id."""
        self.chat = upgrade(self.world, self.chat)
        return self.chat.id

    def _actor(self, by: "Person | None") -> User:
        if by is not None:
            return _user(by)
        for number, member in self.chat.members.items():
            if member.status == "creator":
                return self.world.state.users[number]
        return next(self.world.state.users[number] for number, m in self.chat.members.items() if is_present(m))


def _user(user: "Person | User") -> User:
    return user if isinstance(user, User) else user.user


def make_room(
    world: World,
    kind: str,
    title: str,
    members: list[User],
    administrators: list[User],
    bots: list[tuple[User, bool, dict[str, bool] | None]],
    **about: Any,
) -> Chat:
    """Make a chat that has been there for a while: nobody is told. The first member is its owner."""
    chat = world.add_chat(kind, title, **about)
    chat.permissions = {**USUAL_PERMISSIONS, **chat.permissions}
    if chat.is_supergroup:
        chat.next_message = 2  # the first says that the chat was made; of a forum it is also the topic "General"
    everybody = [*members, *(user for user in administrators if user not in members)]
    for position, user in enumerate(everybody):
        if position == 0:
            chat.members[user.id] = Member("creator")
        else:
            promoted = user in administrators
            chat.members[user.id] = Member("administrator", dict(USUAL_RIGHTS)) if promoted else Member()
    for user, is_admin, rights in bots:
        reads_all = world.state.bots[user.id].can_read_all_group_messages
        granted = dict(USUAL_RIGHTS) if rights is None else rights
        chat.members[user.id] = Member("administrator", granted) if is_admin else Member(reads_all=reads_all)
        chat.members[user.id].reads_all = reads_all
    meet(world, chat)
    return chat


def open_topic(world: World, chat: Chat, actor: User, name: str, icon_color: int = 0x6FB9F0) -> Topic:
    """Open a topic and show the service message that stands for it."""
    if not chat.is_forum:
        raise CannotDoError(f"{chat.title} is no forum")
    message = world.post(chat, actor.id, {"forum_topic_created": {"name": name, "icon_color": icon_color}})
    message.thread_id = message.id
    topic = chat.topics[message.id] = Topic(message.id, name, icon_color)
    world.tell(chat, message)
    return topic


def upgrade(world: World, old: Chat) -> Chat:
    """Make a supergroup of a group. Each of the two gets one service message that names the other."""
    if old.kind != "group" or old.upgraded_to:
        raise CannotDoError(f"{old.title} is no basic group")
    new = world.add_chat("supergroup", old.title, upgraded_from=old.id)
    new.members = {number: member for number, member in old.members.items() if is_present(member)}
    new.permissions = dict(old.permissions)
    owner = next((n for n, member in old.members.items() if member.status == "creator"), next(iter(old.members)))
    world.say(old, owner, {"migrate_to_chat_id": new.id})
    old.upgraded_to = new.id
    world.say(new, owner, {"migrate_from_chat_id": old.id})
    meet(world, new)
    return new
