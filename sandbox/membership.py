"""People and bots coming, going, being promoted and restricted, and the updates that tell of it."""

from sandbox.right import USUAL_RIGHTS
from sandbox.state import Chat, InviteLink, Json, Member, User
from sandbox.view import chat_view, link_view, member_view, user_view
from sandbox.world import World, is_present


def member_of(chat: Chat, user_id: int) -> Member:
    """Return what the account is in the chat; a stranger has left."""
    return chat.members.get(user_id) or Member("left")


def change_member(
    world: World, chat: Chat, actor: User, user: User, new: Member, *, link: InviteLink | None = None, **about: bool
) -> None:
    """Make `user` what `new` says, and tell: the bot itself by my_chat_member, other administrators by chat_member."""
    old = member_of(chat, user.id)
    if user.is_bot and not is_present(old) and is_present(new) and user.id in world.state.bots:
        bot = world.state.bots[user.id]
        new.reads_all = bot.can_read_all_group_messages
    chat.members[user.id] = new
    meet(world, chat)

    view: Json = {
        "chat": chat_view(world.state, chat),
        "from": user_view(actor),
        "date": world.clock.date(),
        "old_chat_member": member_view(chat, old, user),
        "new_chat_member": member_view(chat, new, user),
        **about,
    }
    if link is not None:
        view["invite_link"] = link_view(world.state, link)
    for bot in world.state.bots.values():
        if bot.id == user.id:
            world.put(bot.id, "my_chat_member", chat.id, view)
        elif member_of(chat, bot.id).status == "administrator":
            world.put(bot.id, "chat_member", chat.id, view)


def meet(world: World, chat: Chat) -> None:
    """Let each bot in the chat know that the people in it exist."""
    for bot, _ in world.bots_in(chat):
        bot.met.update(number for number in chat.members if number not in world.state.bots)


def join(world: World, chat: Chat, actor: User, user: User, *, link: InviteLink | None = None, **about: bool) -> None:
    """Let `user` in, added by `actor` or by themself, with the service message groups show."""
    new = Member(link=link.url if link is not None else "")
    change_member(world, chat, actor, user, new, link=link, **about)
    if chat.kind != "channel":
        world.say(chat, actor.id, {"new_chat_members": [user_view(user)]})


def leave(world: World, chat: Chat, actor: User, user: User, *, banned: bool = False, until: int = 0) -> None:
    """Take `user` out: by themself, or removed (and perhaps banned) by `actor`."""
    was_here = is_present(member_of(chat, user.id))
    # Told before it happens: a bot that is taken out gets the service message of its own going, too.
    if was_here and chat.kind != "channel":
        world.say(chat, actor.id, {"left_chat_member": user_view(user)})
    change_member(world, chat, actor, user, Member("kicked" if banned else "left", until=until if banned else 0))


def promote(world: World, chat: Chat, actor: User, user: User, rights: dict[str, bool] | None = None) -> None:
    """Make `user` an administrator with `rights` (the usual ones where None); with none at all, a member again."""
    granted = dict(USUAL_RIGHTS) if rights is None else rights
    if not any(granted.values()):
        change_member(world, chat, actor, user, Member(reads_all=member_of(chat, user.id).reads_all))
        return
    new = Member("administrator", granted, reads_all=member_of(chat, user.id).reads_all)
    new.is_anonymous = granted.get("is_anonymous", False)
    new.custom_title = member_of(chat, user.id).custom_title
    change_member(world, chat, actor, user, new)


def is_link_good(world: World, chat: Chat, link: InviteLink) -> bool:
    """Whether the link still lets people in."""
    used = sum(is_present(member) and member.link == link.url for member in chat.members.values())
    return (
        not link.is_revoked
        and not (link.expire_date and link.expire_date <= world.clock.now())
        and not (link.member_limit and used >= link.member_limit)
    )


def has_right(chat: Chat, user_id: int, right: str) -> bool:
    """Whether an administrator (or the owner) has that right."""
    member = member_of(chat, user_id)
    return member.status == "creator" or (member.status == "administrator" and member.rights.get(right, False))


def may(chat: Chat, user_id: int, permission: str) -> bool:
    """Whether a member may do what `permission` names, by their own restriction and the chat's."""
    member = member_of(chat, user_id)
    if member.status in ("creator", "administrator"):
        return True
    if member.status == "restricted" and not member.rights.get(permission, False):
        return False
    return is_present(member) and chat.permissions.get(permission, True)
