"""我的资料, 删除我的资料: what is held about somebody is sent to them in private, and goes if they say so twice."""

import json

from conversation import consent
from conversation.check_in_answer import leave_care
from conversation.command import Command
from conversation.content import Button, Document, Recipe
from conversation.due import checkpoint
from conversation.order_chain_view import TALLY
from conversation.outcome import Outcome
from conversation.turn import Turn
from rendering import my_data as rendering
from storage import erasure, my_data
from storage.medication_erasure import things_out
from storage.outbox import Lane, Outgoing
from storage.question import Question

MY_DATA = "my data"
FORGET = "forget"
FORGOTTEN = "forgotten"
_SECONDS = 600  # for the second answer


async def show(turn: Turn, words: str) -> None:
    """我的资料: all that is held about who asks, to read and as a file; a consent is taken back with its button."""
    person = await turn.known_person()
    held = await my_data.of_person(turn.store.query, person) if person is not None else None
    if held is None:
        turn.say(rendering.NOTHING)
        return
    given = await turn.store.consents.given(person or 0)
    buttons = [
        [Button(rendering.withdraw_button(subject, name), data=f"consent:back:{compound}:{subject}")]
        for compound, name, subject in given
    ]
    turn.say(rendering.own_data(held, turn.periods), buttons=buttons)
    turn.file(Outgoing("recipe", Lane.MESSAGE, turn.chat.id, {"recipe": MY_DATA, "subject": person}))


RECIPES = {
    MY_DATA: Recipe(my_data.of_person, lambda held: Document(rendering.FILE, rendering.as_json(held), is_discreet=True))
}


# --- forgetting -----------------------------------------------------------------------------------------------


async def ask(turn: Turn, words: str) -> None:
    """删除我的资料: say what goes and what stays, and ask the first time."""
    person = await turn.person()
    buys, compounds = await erasure.still_needed(turn.store.query, person, turn.now)
    things = await things_out(turn.store.query, person)
    if buys or compounds or things:
        turn.say(rendering.not_yet(buys, compounds, things))
        return
    row = [Button("要删", data=f"{FORGET}:yes"), Button("不删", data=f"{FORGET}:no")]
    turn.say(rendering.forget_question(), buttons=[row])


async def on_tap(turn: Turn, words: str) -> None:
    """The first answer: ask the second time, for a word. It speaks for who presses it, in their own private chat."""
    if turn.message is None or turn.chat.kind != "private" or await turn.known_person() is None:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    is_yes = words == "yes"
    said = rendering.forget_question() if is_yes else rendering.NOT_FORGOTTEN
    turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place)
    if is_yes:
        await turn.ask(FORGET, rendering.forget_again(), {}, seconds=_SECONDS)


async def on_word(turn: Turn, question: Question, text: str) -> None:
    """The second answer: with the word all goes, and the last thing said is how much."""
    person = await turn.store.persons.get(question.person_id)
    if text.strip() != rendering.WORD or person is None:
        turn.say(rendering.NOT_FORGOTTEN)
        return
    query = turn.store.query
    buys, compounds = await erasure.still_needed(query, person.id, turn.now)
    things = await things_out(query, person.id)
    if buys or compounds or things:
        turn.say(rendering.not_yet(buys, compounds, things))
        return
    await leave_care(turn, person.id)
    erased = await erasure.forget(query, person, turn.now)
    for buy in erased.buys:
        for chat_id, slot in await erasure.shown_by(query, TALLY, buy):
            turn.store.outbox.put_slot(chat_id, slot, turn.now)
    payload = {"text": rendering.forgotten(erased.counts)}
    outcome = json.dumps({"to": FORGOTTEN})
    turn.file(Outgoing("sendMessage", Lane.MESSAGE, turn.chat.id, payload, outcome=outcome))
    turn.store.dues.plan(checkpoint(turn.now))


async def on_forgotten(outcome: Outcome, turn: Turn) -> None:
    """The last word was said, or could not be: the private chat goes too, unless they are back."""
    await erasure.leave(turn.store.query, turn.chat.id)
    turn.store.dues.plan(checkpoint(turn.now))


COMMANDS = (
    Command(
        "mydata",
        alias="我的资料",
        summary="看我这里记着您的什么",
        run=show,
        help="把我这里关于您的都发给您，能看，也有一份文件；同意过的可以撤回。",
        kinds=("private",),
    ),
    Command(
        "forget",
        alias="删除我的资料",
        summary="删掉我这里关于您的一切",
        run=ask,
        help="先说明删什么、留什么，问两次，再删。",
        kinds=("private",),
    ),
)
TAPS = {FORGET: on_tap, "consent": consent.on_tap}
ANSWERS = {FORGET: on_word}
OUTCOMES = {FORGOTTEN: on_forgotten}
