"""Topics of forums."""

from typing import Any

from sandbox.membership import has_right
from sandbox.methods.registry import Call, method
from sandbox.rejection import bad_request
from sandbox.room import open_topic
from sandbox.state import Chat, Json, Topic
from sandbox.view import topic_view

_COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
_LONGEST_NAME = 128


def _forum(call: Call) -> Chat:
    chat = call.chat()
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not has_right(chat, call.bot.id, "can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    return chat


def _name(call: Call) -> str:
    name = call.args.text("name").strip()
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name


def _topic(call: Call, chat: Chat) -> Topic:
    topic = chat.topics.get(call.args.number("message_thread_id"))
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    return topic


def _tell(call: Call, chat: Chat, topic: Topic, content: Json) -> None:
    call.world.say(chat, call.bot.id, content, thread_id=topic.id)


@method("createForumTopic")
def create_forum_topic(call: Call) -> Any:
    """Open a topic."""
    chat = _forum(call)
    color = call.args.number("icon_color", _COLORS[0])
    if color not in _COLORS:
        raise bad_request("invalid topic icon color specified")
    return topic_view(open_topic(call.world, chat, call.world.state.users[call.bot.id], _name(call), color))


@method("editForumTopic")
def edit_forum_topic(call: Call) -> Any:
    """Rename a topic."""
    chat = _forum(call)
    topic = _topic(call, chat)
    name = _name(call) if call.args.has("name") else topic.name
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    _tell(call, chat, topic, {"forum_topic_edited": {"name": name}})
    return True


@method("closeForumTopic")
def close_forum_topic(call: Call) -> Any:
    """Let nobody but administrators write in a topic."""
    chat = _forum(call)
    topic = _topic(call, chat)
    if topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = True
    _tell(call, chat, topic, {"forum_topic_closed": {}})
    return True


@method("reopenForumTopic")
def reopen_forum_topic(call: Call) -> Any:
    """Let everybody write in a topic again."""
    chat = _forum(call)
    topic = _topic(call, chat)
    if not topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = False
    _tell(call, chat, topic, {"forum_topic_reopened": {}})
    return True


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> Any:
    """Delete a topic with all that was said in it."""
    chat = _forum(call)
    topic = _topic(call, chat)
    topic.deleted = True
    for message in chat.messages.values():
        if message.thread_id == topic.id:
            message.deleted = True
    return True
