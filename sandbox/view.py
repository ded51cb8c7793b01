"""The state as the Bot API's objects: plain dicts, made anew for every answer."""

from sandbox.right import ADMINISTRATOR, IN_CHANNELS, IN_GROUPS, PERMISSIONS
from sandbox.state import Bot, Chat, InviteLink, Json, Member, Message, Poll, State, StoredFile, Topic, User


def user_view(user: User) -> Json:
    """Return a User."""
    view: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.last_name:
        view["last_name"] = user.last_name
    if user.username:
        view["username"] = user.username
    if user.language_code and not user.is_bot:
        view["language_code"] = user.language_code
    return view


def me_view(bot: Bot, user: User) -> Json:
    """Return the User of getMe."""
    return {
        **user_view(user),
        "can_join_groups": bot.can_join_groups,
        "can_read_all_group_messages": bot.can_read_all_group_messages,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def chat_view(state: State, chat: Chat) -> Json:
    """Return a Chat."""
    if chat.kind == "private":
        person = user_view(state.users[chat.id])
        names: Json = {key: person[key] for key in ("first_name", "last_name", "username") if key in person}
        return {"id": chat.id, **names, "type": "private"}
    view: Json = {"id": chat.id, "title": chat.title, "type": chat.kind}
    if chat.username:
        view["username"] = chat.username
    if chat.is_forum:
        view["is_forum"] = True
    return view


def message_view(state: State, chat: Chat, message: Message, *, nested: bool = False) -> Json:
    """Return a Message; a `nested` one is without the message it replies to."""
    view: Json = {"message_id": message.id}
    if message.sender_id is not None:
        view["from"] = user_view(state.users[message.sender_id])
    if message.sender_chat_id is not None:
        view["sender_chat"] = chat_view(state, state.chats[message.sender_chat_id])
    view["chat"] = chat_view(state, chat)
    view["date"] = message.date
    if message.edit_date:
        view["edit_date"] = message.edit_date
    if message.thread_id is not None:
        view["message_thread_id"] = message.thread_id
        if chat.is_forum:
            view["is_topic_message"] = True
    if message.forward_origin is not None:
        view["forward_origin"] = message.forward_origin
    _add_rarities(message, view)
    if not nested:
        _add_reply(state, chat, message, view)
    for key, value in message.content.items():
        if key == "poll_id":
            view["poll"] = poll_view(state.polls[value])
        elif key == "pinned_id":
            _add_pinned(state, chat, value, view, nested=nested)
        else:
            view[key] = value
    if message.markup is not None:
        view["reply_markup"] = message.markup
    return view


def _add_rarities(message: Message, view: Json) -> None:
    if message.is_automatic_forward:
        view["is_automatic_forward"] = True
    if message.media_group_id is not None:
        view["media_group_id"] = message.media_group_id
    if message.author_signature is not None:
        view["author_signature"] = message.author_signature
    if message.protected:
        view["has_protected_content"] = True


def _add_reply(state: State, chat: Chat, message: Message, view: Json) -> None:
    if message.reply_to is not None:
        target = chat.messages.get(message.reply_to)
        if target is not None and not target.deleted:
            view["reply_to_message"] = message_view(state, chat, target, nested=True)
    if message.external_reply is not None:
        view["external_reply"] = message.external_reply
    if message.quote is not None:
        view["quote"] = message.quote


def _add_pinned(state: State, chat: Chat, pinned_id: int, view: Json, *, nested: bool) -> None:
    if nested:
        view["pinned_message"] = inaccessible_view(state, chat, pinned_id)
        return
    view["pinned_message"] = maybe_inaccessible_view(state, chat, pinned_id, nested=True)


def inaccessible_view(state: State, chat: Chat, message_id: int) -> Json:
    """Return an InaccessibleMessage: its date is 0."""
    return {"chat": chat_view(state, chat), "message_id": message_id, "date": 0}


def maybe_inaccessible_view(state: State, chat: Chat, message_id: int, *, nested: bool = False) -> Json:
    """Return the Message, or an InaccessibleMessage where it is gone."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        return inaccessible_view(state, chat, message_id)
    return message_view(state, chat, message, nested=nested)


def poll_view(poll: Poll) -> Json:
    """Return a Poll with its votes counted."""
    counts = [0] * len(poll.options)
    for chosen in poll.answers.values():
        for option in chosen:
            counts[option] += 1
    view: Json = {
        "id": poll.id,
        "question": poll.question,
        "options": [
            {"persistent_id": key, "text": text, "voter_count": count}
            for key, text, count in zip(poll.option_ids, poll.options, counts, strict=True)
        ],
        "total_voter_count": sum(1 for chosen in poll.answers.values() if chosen),
        "is_closed": poll.is_closed,
        "is_anonymous": poll.is_anonymous,
        "type": poll.kind,
        "allows_multiple_answers": poll.allows_multiple_answers,
        "allows_revoting": poll.allows_revoting,
        "members_only": False,
    }
    if poll.correct_option_ids is not None:
        view["correct_option_ids"] = poll.correct_option_ids
    if poll.explanation:
        view["explanation"] = poll.explanation
        view["explanation_entities"] = []
    if poll.open_period:
        view["open_period"] = poll.open_period
    if poll.close_date:
        view["close_date"] = poll.close_date
    return view


def reaction_counts(message: Message) -> list[Json]:
    """Return the ReactionCounts of a message."""
    counts: dict[str, int] = {}
    for given in message.reactions.values():
        for emoji in given:
            counts[emoji] = counts.get(emoji, 0) + 1
    return [{"type": {"type": "emoji", "emoji": emoji}, "total_count": count} for emoji, count in counts.items()]


def member_view(chat: Chat, member: Member, user: User) -> Json:
    """Return a ChatMember. Which administrators a bot may edit is not kept: it is told that it may edit none."""
    view: Json = {"status": member.status, "user": user_view(user)}
    if member.status == "creator":
        view["is_anonymous"] = member.is_anonymous
    elif member.status == "administrator":
        view["can_be_edited"] = False
        view["is_anonymous"] = member.is_anonymous
        rights = (*ADMINISTRATOR, *(IN_CHANNELS if chat.kind == "channel" else IN_GROUPS))
        view.update({right: member.rights.get(right, False) for right in rights})
    elif member.status == "restricted":
        view["is_member"] = member.rights.get("is_member", True)
        view.update({permission: member.rights.get(permission, False) for permission in PERMISSIONS})
        view["until_date"] = member.until
    elif member.status == "kicked":
        view["until_date"] = member.until
    if member.custom_title and member.status in ("creator", "administrator"):
        view["custom_title"] = member.custom_title
    return view


def link_view(state: State, link: InviteLink) -> Json:
    """Return a ChatInviteLink."""
    view: Json = {
        "invite_link": link.url,
        "creator": user_view(state.users[link.creator_id]),
        "creates_join_request": link.creates_join_request,
        "is_primary": link.is_primary,
        "is_revoked": link.is_revoked,
    }
    if link.name:
        view["name"] = link.name
    if link.expire_date:
        view["expire_date"] = link.expire_date
    if link.member_limit:
        view["member_limit"] = link.member_limit
    return view


def topic_view(topic: Topic) -> Json:
    """Return a ForumTopic."""
    view: Json = {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}
    if topic.icon_custom_emoji_id:
        view["icon_custom_emoji_id"] = topic.icon_custom_emoji_id
    return view


def full_chat_view(state: State, chat: Chat) -> Json:
    """Return a ChatFullInfo."""
    view: Json = {
        **chat_view(state, chat),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.kind == "private":
        if state.users[chat.id].username:
            view["active_usernames"] = [state.users[chat.id].username]
    else:
        _add_group_details(chat, view)
    pinned = next((chat.messages[i] for i in reversed(chat.pinned) if not chat.messages[i].deleted), None)
    if pinned is not None:
        view["pinned_message"] = message_view(state, chat, pinned, nested=True)
    return view


def _add_group_details(chat: Chat, view: Json) -> None:
    if chat.username:
        view["active_usernames"] = [chat.username]
    if chat.description:
        view["description"] = chat.description
    if chat.kind != "channel":
        view["permissions"] = dict(chat.permissions)
    if chat.available_reactions is not None:
        view["available_reactions"] = [{"type": "emoji", "emoji": emoji} for emoji in chat.available_reactions]
    if chat.linked_chat_id:
        view["linked_chat_id"] = chat.linked_chat_id
    if chat.slow_mode_delay:
        view["slow_mode_delay"] = chat.slow_mode_delay
    if chat.protects_content:
        view["has_protected_content"] = True
    primary = next((link.url for link in chat.links.values() if link.is_primary and not link.is_revoked), None)
    if primary:
        view["invite_link"] = primary


def file_view(file: StoredFile, *, with_path: bool) -> Json:
    """Return a File; its path is a way to download it."""
    view: Json = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}
    if with_path:
        view["file_path"] = f"{file.kind}s/{file.id}"
    return view
