"""Who may be where: restricting, banning, promoting, inviting."""

from typing import Any

from sandbox.membership import change_member, has_right, join, leave, member_of, promote
from sandbox.methods.chat import group, named_user
from sandbox.methods.registry import Call, method
from sandbox.rejection import bad_request
from sandbox.right import ALL_RIGHTS, PERMISSIONS, USUAL_PERMISSIONS
from sandbox.state import Chat, InviteLink, Json, Member, User
from sandbox.view import link_view
from sandbox.world import is_present

_RESTRICT = "not enough rights to restrict/unrestrict chat member"


def _me(call: Call) -> User:
    return call.world.state.users[call.bot.id]


def _check_right(call: Call, chat: Chat, right: str, refusal: str) -> None:
    if not has_right(chat, call.bot.id, right):
        raise bad_request(refusal)


def _common_member(call: Call, chat: Chat) -> User:
    """Return the account the call is about, which must be no administrator."""
    user = named_user(call)
    status = member_of(chat, user.id).status
    if status == "creator":
        raise bad_request("can't remove chat owner")
    if status == "administrator":
        raise bad_request("user is an administrator of the chat")
    return user


@method("restrictChatMember")
def restrict_chat_member(call: Call) -> Any:
    """Give a member of a supergroup exactly these permissions; all of them lifts the restriction."""
    chat = group(call)
    if chat.kind != "supergroup":
        raise bad_request("method is available only for supergroups")
    _check_right(call, chat, "can_restrict_members", _RESTRICT)
    user = _common_member(call, chat)
    given = call.args.object("permissions")
    if not isinstance(given, dict):
        raise bad_request("can't parse permissions JSON object")
    permissions = {name: bool(given.get(name, False)) for name in PERMISSIONS}
    here = is_present(member_of(chat, user.id))
    if all(permissions[name] for name, usual in USUAL_PERMISSIONS.items() if usual):
        change_member(call.world, chat, _me(call), user, Member("member" if here else "left"))
    else:
        new = Member("restricted", {**permissions, "is_member": here}, until=call.args.number("until_date"))
        change_member(call.world, chat, _me(call), user, new)
    return True


@method("banChatMember")
def ban_chat_member(call: Call) -> Any:
    """Remove somebody and keep them out."""
    chat = group(call)
    _check_right(call, chat, "can_restrict_members", _RESTRICT)
    user = _common_member(call, chat)
    leave(call.world, chat, _me(call), user, banned=True, until=call.args.number("until_date"))
    return True


@method("unbanChatMember")
def unban_chat_member(call: Call) -> Any:
    """Let a banned account come again. Without only_if_banned it also removes who is there."""
    chat = group(call)
    _check_right(call, chat, "can_restrict_members", _RESTRICT)
    user = named_user(call)
    status = member_of(chat, user.id).status
    if status == "kicked":
        change_member(call.world, chat, _me(call), user, Member("left"))
    elif status != "left" and not call.args.flag("only_if_banned"):
        leave(call.world, chat, _me(call), _common_member(call, chat))
    return True


@method("promoteChatMember")
def promote_chat_member(call: Call) -> Any:
    """Make somebody an administrator with these rights, or a member where there are none."""
    chat = group(call)
    _check_right(call, chat, "can_promote_members", "not enough rights")
    user = named_user(call)
    if member_of(chat, user.id).status == "creator":
        raise bad_request("can't remove chat owner")
    if not is_present(member_of(chat, user.id)):
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = {right: call.args.flag(right) for right in (*ALL_RIGHTS, "is_anonymous")}
    if any(rights.values()):
        rights["can_manage_chat"] = True
    promote(call.world, chat, _me(call), user, rights)
    return True


@method("setChatPermissions")
def set_chat_permissions(call: Call) -> Any:
    """Say what members may do."""
    chat = group(call)
    _check_right(call, chat, "can_restrict_members", "not enough rights to change chat permissions")
    given = call.args.object("permissions")
    if not isinstance(given, dict):
        raise bad_request("can't parse permissions JSON object")
    chat.permissions = {name: bool(given.get(name, False)) for name in PERMISSIONS}
    return True


@method("setChatTitle")
def set_chat_title(call: Call) -> Any:
    """Rename a chat."""
    chat = group(call)
    _check_right(call, chat, "can_change_info", "not enough rights to change chat title")
    title = call.args.text("title").strip()
    if not 1 <= len(title) <= 128:
        raise bad_request("title can't be empty" if not title else "CHAT_TITLE_TOO_LONG")
    chat.title = title
    call.world.say(chat, call.bot.id, {"new_chat_title": title})
    return True


# --- invitations ---------------------------------------------------------------------------------------------


def _new_link(call: Call, chat: Chat, **about: Any) -> InviteLink:
    _check_right(call, chat, "can_invite_users", "not enough rights to manage chat invite link")
    link = InviteLink(f"https://t.me/+{call.world.draw():016x}", call.bot.id, **about)
    chat.links[link.url] = link
    return link


@method("createChatInviteLink")
def create_chat_invite_link(call: Call) -> Any:
    """Make a link that lets people in, or lets them ask."""
    args = call.args
    about: Json = {
        "name": args.text("name") or None,
        "expire_date": args.number("expire_date"),
        "member_limit": args.number("member_limit"),
        "creates_join_request": args.flag("creates_join_request"),
    }
    if about["creates_join_request"] and about["member_limit"]:
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    return link_view(call.world.state, _new_link(call, group(call), **about))


@method("exportChatInviteLink")
def export_chat_invite_link(call: Call) -> Any:
    """Make a new primary link; the one before is no longer good."""
    chat = group(call)
    new = _new_link(call, chat, is_primary=True)
    for link in chat.links.values():
        if link.is_primary and link is not new:
            link.is_revoked = True
    return new.url


@method("revokeChatInviteLink")
def revoke_chat_invite_link(call: Call) -> Any:
    """Make a link useless."""
    chat = group(call)
    _check_right(call, chat, "can_invite_users", "not enough rights to manage chat invite link")
    link = chat.links.get(call.args.text("invite_link"))
    if link is None:
        raise bad_request("INVITE_HASH_INVALID")
    link.is_revoked = True
    return link_view(call.world.state, link)


def _requester(call: Call) -> tuple[Chat, User, str]:
    chat = group(call)
    _check_right(call, chat, "can_invite_users", "not enough rights to manage chat join requests")
    user = named_user(call)
    if user.id not in chat.join_requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return chat, user, chat.join_requests.pop(user.id)


@method("approveChatJoinRequest")
def approve_chat_join_request(call: Call) -> Any:
    """Let in who asked."""
    chat, user, url = _requester(call)
    join(call.world, chat, user, user, link=chat.links.get(url), via_join_request=True)
    return True


@method("declineChatJoinRequest")
def decline_chat_join_request(call: Call) -> Any:
    """Do not let in who asked."""
    _requester(call)
    return True
