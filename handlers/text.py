"""All text: a command's alias, or something that the one reader understands, or chat, which is left alone."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from conversation.command import Command, Commands
from conversation.content import Button
from conversation.order_chain_view import View, look, look_back
from conversation.outcome import Outcome
from conversation.paste import whole
from conversation.test_report import rounds_late, rounds_read
from conversation.turn import ASKED, Incoming, Turn
from conversation.whereabouts import WHICH_COMPOUND, ask_which, compounds_of
from domain.role import CALLED, Role, allows
from domain.test_round import Round
from handlers import (
    household,
    medication,
    medication_correction,
    medication_end,
    medication_private,
    order_chain,
    order_chain_history,
    payment_claim,
    reminder,
    reminder_cancel,
    test_report,
)
from handlers.answer import Answered, Asides, Taker, is_answer, is_taken, own_words
from parsing.item import lexicon
from parsing.normalise import normalise
from parsing.reading import Reading, read_message
from rendering.role import CODE_SHOWN
from storage.deep_link import DeepLink
from storage.outbox import Place

Linked = Callable[[Turn, str], Awaitable[None]]

_PRIVATE = (
    "这里不接单，也听不懂聊天和语音：下单请在群里写，那里邻居都看得到。"
    "要配药可以直接写给我。我在这里能做什么，发「帮助」。"
)
_CODE = re.compile(r"\b[A-HJ-NP-Z2-9]{4}[- ]?[A-HJ-NP-Z2-9]{4}[- ]?[A-HJ-NP-Z2-9]{4}\b")
PERSONAL = "p"  # what personal links begin with
_LONGEST_WORDS = 200
_REMINDS = "提醒"
_ANONYMOUS = "我认不出匿名管理员是谁。请在群设置里关掉「匿名」，用自己的名字再发一次。"
_NOWHERE = "我还不知道您是哪个小区的。请先在小区的群里说一句「我是3号楼502」这样的话。"
_WHERE = {"private": "要在群里发。", "group": "请私聊我发。"}


async def on_text(
    turn: Turn,
    commands: Commands,
    answers: Mapping[str, Answered],
    takers: Sequence[Taker] = (),
    in_group: Sequence[Taker] = (),
    asides: Asides | None = None,
) -> None:
    """A new message: a command where it is one, or the answer to a question, else read. In private each of `takers` may
    take it, in a group each of `in_group` before it is read; they say whether they did."""
    if turn.message is None:
        return
    found = commands.find(turn.message.text, turn.bot_name)
    if found is not None:
        await run(turn, *found)
    elif await medication_private.hear_danger(turn):
        return
    elif not await is_answer(turn, answers, asides):
        if turn.chat.kind == "private":
            await _give_to(turn, takers, commands)
        else:
            await _void_shown_code(turn)
            if not await is_taken(turn, in_group):
                await read(turn)


async def on_wordless(turn: Turn, answers: Mapping[str, Answered], takers: Sequence[Taker] = ()) -> None:
    """A new message without words: a picture that was asked for; in private whatever else one of `takers` takes."""
    if turn.message is None:
        return
    if turn.message.photo is not None and await is_answer(turn, answers):
        return
    if turn.chat.kind == "private":
        await _give_to(turn, takers)


async def _give_to(turn: Turn, takers: Sequence[Taker], commands: Commands | None = None) -> None:
    """Give a private message to the first who takes it; none does: say how a command is written, or what private is
    for."""
    if await is_taken(turn, takers):
        return
    meant = commands.nearly(turn.message.text, "private") if commands is not None and turn.message else None
    if meant is not None and allows(await turn.held(), meant[0].role):
        turn.say(f"是要「{meant[0].alias}」吗？前面加一条斜线再发一次：\n/{meant[0].alias} {meant[1][:_LONGEST_WORDS]}")
    else:
        say_what_private_is_for(turn)


def say_what_private_is_for(turn: Turn) -> None:
    """What is neither a command nor an answer gets one sentence an hour in private, never silence."""
    turn.say(_PRIVATE, key=f"private:{turn.chat.id}:{turn.now // 3600}")


async def _void_shown_code(turn: Turn) -> None:
    """A recovery code that is posted where everybody reads it is good no more."""
    found = _CODE.search(turn.message.text.upper()) if turn.message is not None else None
    if found is not None and await turn.store.recoveries.void(found[0]):
        turn.say(CODE_SHOWN)


async def run(turn: Turn, command: Command, words: str) -> None:
    """A command, in somebody's own name, where and for whom it is meant: forwards command nothing; who speaks as the
    group is asked who they are."""
    if turn.sender is None:
        if turn.is_anonymous:
            turn.say(_ANONYMOUS)
    elif turn.chat.kind not in command.kinds:
        await _say_where(turn, command, words)
    elif command.of_compound and turn.chat.kind == "private":
        await _run_in_private(turn, command, words)
    elif not allows(await turn.held(), command.role):
        turn.say(f"「{command.alias}」由{CALLED[command.role]}来用。")
    else:
        await command.run(turn, words)


async def _say_where(turn: Turn, command: Command, words: str) -> None:
    """Say where a command is used; into private a link leads that runs it there, for this person only."""
    buttons: list[list[Button]] = []
    await _void_shown_code(turn)
    if turn.chat.kind == "group":
        about = {"command": command.name, "words": words[:_LONGEST_WORDS]}
        token = turn.store.links.make(DeepLink(await turn.person(), PERSONAL, about), turn.now)
        buttons = [[Button("去私聊", url=f"https://t.me/{turn.bot_name}?start={PERSONAL}_{token}")]]
    turn.say(f"「{command.alias}」{_WHERE[turn.chat.kind]}", buttons=buttons)


async def on_personal_link(turn: Turn, token: str, commands: Commands) -> None:
    """A personal link was followed: it runs a command, once, for its person. Another's tap uses up nothing."""
    link = await turn.store.links.find(token, turn.now)
    command = next((one for one in commands.records if link and one.name == link.about.get("command")), None)
    if link is None or command is None:
        turn.say("这个链接用过了，或过期了。请回群里再发一次。")
    elif link.person_id != await turn.known_person():
        turn.say("这个链接是给别人的。您自己发一次命令就行。")
    else:
        turn.store.links.use(token)
        await run(turn, command, str(link.about["words"]))


async def _run_in_private(turn: Turn, command: Command, words: str) -> None:
    """A command about one compound, in private: whoever may use it in several is asked for which."""
    compounds = await compounds_of(turn, command.role)
    if not compounds:
        needed = CALLED[command.role]
        turn.say(f"「{command.alias}」由{needed}来用。" if command.role is not Role.RESIDENT else _NOWHERE)
    elif len(compounds) == 1:
        turn.chat = turn.chat.of(compounds[0].id, compounds[0].time_zone, compounds[0].address_words)
        await command.run(turn, words)
    else:
        await ask_which(turn, command.name, command.alias, words, compounds)


async def on_compound(turn: Turn, words: str, commands: Commands) -> None:
    """The compound was picked: the command runs there, if it may."""
    number, _, compound = words.partition(":")
    person = await turn.known_person()
    asked = await turn.store.questions.of(turn.chat.id, person, turn.now) if person is not None else ()
    found = next((one for one in asked if str(one.id) == number and one.kind == WHICH_COMPOUND), None)
    command = next((one for one in commands.records if found and one.name == found.about["command"]), None)
    picked = [one for one in await compounds_of(turn, command.role) if str(one.id) == compound] if command else []
    if found is None or command is None or not picked:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    turn.store.questions.answered(found.id)
    turn.chat = turn.chat.of(picked[0].id, picked[0].time_zone, picked[0].address_words)
    await command.run(turn, str(found.about["words"]))


async def on_asked(outcome: Outcome, turn: Turn) -> None:
    """A question was sent: a reply to that message is its answer."""
    sent = outcome.result if isinstance(outcome.result, dict) else {}
    if "message_id" in sent:
        turn.store.questions.stands(outcome.waited["question"], Place(turn.chat.address_id, sent["message_id"]))
    else:
        turn.store.questions.answered(outcome.waited["question"])


async def read(turn: Turn) -> None:
    """Read a message, new or edited, of a group; its words count as the speaker's own."""
    if turn.message is None:
        return
    if turn.chat.kind == "private":
        await medication_private.take_edit(turn)
        return
    if turn.chat.kind != "group":
        return
    if turn.sender is None:
        await _hint_to_anonymous(turn)
        return
    message, view, rounds, over = await turn.together(_whole_and_view)
    turn.message = message
    words = own_words(message.text, turn.bot_name)
    reading = read_message(words, view.context, turn.said_at)
    is_tested = reading.tested is not None or reading.tested_late is not None
    is_reminder = reading.reminds is not None or reading.cancels is not None
    is_else = reading.lives_at is not None or is_reminder or is_tested
    if not reading.stated and not is_else and not message.version.edited_at:
        reading, view = await _late(turn, words, reading, view)
    if reading.lives_at is not None:
        await household.on_claim(turn, reading.lives_at)
        await medication_private.take_kept(turn)
    await _on_reminder(turn, reading)
    if reading.paid is not None:
        await payment_claim.on_paid(turn, reading.paid)
    if reading.withdraws and not message.version.edited_at:
        if not await medication_end.withdraw(turn):
            await order_chain_history.withdraw(turn)
        return
    if not reading.stated and await medication_correction.me_too(turn, words):
        return
    await order_chain.on_reading(reading, turn, view)
    await medication.on_reading(turn, reading.medication, words)
    if reading.tested_late is not None:
        await test_report.on_reading(turn, reading.tested_late, over, is_order=bool(reading.stated))
    else:
        await test_report.on_reading(turn, reading.tested, rounds, is_order=bool(reading.stated))


async def _on_reminder(turn: Turn, reading: Reading) -> None:
    if reading.cancels is not None:
        await reminder_cancel.on_request(turn, reading.cancels)
    if reading.reminds is not None:
        await reminder.on_request(turn, reading.reminds)


async def _late(turn: Turn, words: str, reading: Reading, view: View) -> tuple[Reading, View]:
    """What names goods of the buy that was closed before, and none that are open, has come too late: read it so."""
    before = await look_back(turn)
    if before is None:
        return reading, view
    late = read_message(words, before.context, turn.said_at)
    mentions = lexicon(before.context.buys[0].goods).mentions(normalise(words).text)
    named = {name for mention in mentions for name in mention.names}
    wanted = {want.item for one in late.stated for act in one.reading.acts for want in act.wants}
    is_meant = bool(wanted) and wanted <= named and not late.questions and not any(s.buy is None for s in late.stated)
    return (late, before) if is_meant else (reading, view)


async def _hint_to_anonymous(turn: Turn) -> None:
    """An administrator orders as the group: nobody could be given it. Said once a day. Danger is heard from anybody."""
    if turn.message is None or not turn.is_anonymous:
        return
    view = await look(turn)
    reading = read_message(own_words(turn.message.text, turn.bot_name), view.context, turn.said_at)
    if reading.medication is not None and reading.medication.danger:
        await medication.on_danger(turn, turn.message.text)
    elif reading.stated or reading.questions:
        turn.say(_ANONYMOUS, key=f"anonymous:{turn.chat.id}:{turn.now // (24 * 3600)}")


async def _whole_and_view(turn: Turn) -> tuple[Incoming, View, Sequence[Round], Sequence[Round]]:
    """Return the whole message, and what its reader must know: buys, test rounds that are on and those that ended
    lately, whether the speaker may remind."""
    turn.message = await whole(turn)
    view = await look(turn)
    rounds = await rounds_read(turn.store, turn.chat.compound_id, turn.now)
    is_new = not turn.message.version.edited_at
    may_remind = is_new and _REMINDS in turn.message.text and allows(await turn.held(), Role.VOLUNTEER)
    kinds = tuple(one.kind for one in rounds)
    over = await rounds_late(turn.store, turn.chat.compound_id, turn.now, rounds)
    late = tuple(one.kind for one in over)
    context = replace(view.context, rounds=kinds, late_rounds=late, may_remind=may_remind)
    return turn.message, replace(view, context=context), rounds, over


async def on_start(turn: Turn, words: str, links: Mapping[str, Linked], hello: Linked) -> None:
    """/start, alone or with what a deep link brought: the name of a feature and a row id."""
    name, _, rest = words.partition("_")
    await links.get(name, hello)(turn, rest)


async def on_tap(turn: Turn, data: str, taps: Mapping[str, Linked]) -> None:
    """A button: `data` is a verb and row ids, never an authority. One that is not known any more is answered."""
    verb, _, rest = data.partition(":")
    if verb in taps:
        await taps[verb](turn, rest)
    else:
        turn.answer("这个按钮已经过期了")


OUTCOMES = {ASKED: on_asked}
