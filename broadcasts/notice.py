"""通知: what was planned for a time goes out, and leads who have not said 收到 hear a word, once."""

from conversation.broadcast import Strike
from conversation.content import Button, keyboard
from conversation.notice import GOT, cancel, deliver, follow, standing
from conversation.reach import private_chat, private_chats
from domain.notice import State, may_say
from rendering import notice as rendering
from storage.outbox import Lane, Outgoing


async def send(strike: Strike) -> None:
    """Send a notice at its time. One that would come hours too late, or whose author may not give notices any more, is
    not sent, and its author hears so."""
    store = strike.store
    notice = await store.notices.get(strike.due.subject_id)
    if notice is None or notice.state is not State.PLANNED:
        return
    held = await store.roles.held(notice.compound_id, notice.author_id, strike.now)
    if strike.is_of_use and may_say(held):
        await deliver(store, notice, strike.now, strike.plan.say_at)
        return
    cancel(store, notice)
    chat = await private_chat(store, notice.author_id)
    if chat is not None:
        strike.say(chat, rendering.missed(notice.text) if may_say(held) else rendering.NOT_YOURS, named=[notice.text])
    await follow(store, notice, strike.now)


async def nudge(strike: Strike) -> None:
    """Say a word in private to each lead whose building has not said 收到; they can press it there."""
    store = strike.store
    notice = await store.notices.get(strike.due.subject_id)
    if notice is None or notice.state is not State.SENT or not strike.is_of_use:
        return
    markup = keyboard([[Button(rendering.GOT, data=f"{GOT}:{notice.id}")]])
    for one in (await standing(store, notice, strike.now)).missing:
        for chat in (await private_chats(store, sorted(one.leads))).values():
            payload = {"text": rendering.nudge(notice.text, one.building), "reply_markup": markup}
            key = f"due:{strike.due.key}:{chat.id}"
            outgoing = Outgoing("sendMessage", Lane.MESSAGE, chat.id, payload, key=key, not_before=strike.plan.say_at)
            store.outbox.put(outgoing, strike.now)
