"""接龙: 哪一样? answered by a button or in words: the message is read again, knowing what was meant."""

from conversation import order_chain_doubt as doubts
from conversation.asking import tapped_guess
from conversation.order_chain_view import look
from conversation.turn import Turn
from handlers.order_chain import on_reading
from parsing.context import LEAVE
from parsing.reading import read_message
from storage.question import Question


async def on_tap(turn: Turn, words: str) -> None:
    """A guess was tapped: it counts from the one who was asked, once."""
    guess = await tapped_guess(turn, words, doubts.WHICH, others=1)
    if guess is None or turn.message is None:
        return
    question, place = guess
    options = question.about["options"]
    if place == len(options):
        doubts.drop(turn, question)
        said = "好的，这一条没有记。请把品名和数量写在一起再发一次。"
        turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place)
        return
    option = str(options[place])
    turn.rewrite(f"✓ {option}", [], chat_id=turn.chat.id, at=turn.message.place)
    await _settle(turn, question, option)


async def on_answer(turn: Turn, question: Question, text: str) -> None:
    """It was answered in words: one of the guesses, or the order said anew."""
    option = doubts.option_meant(question, text)
    if option is not None:
        await _settle(turn, question, option)
        return
    doubts.drop(turn, question)
    again = doubts.asked_again(turn, question, text)
    view = await look(again)
    reading = read_message(text, view.context, again.said_at)
    await on_reading(reading, again, view)


async def _settle(turn: Turn, question: Question, option: str) -> None:
    doubts.drop(turn, question)
    chat = await turn.store.chats.current(question.about["chat"])
    if chat is None or option == LEAVE:
        return
    turn.chat = chat  # the organiser answers in private for somebody in the group
    amended = doubts.amended(question, option)
    again = doubts.asked_again(turn, question, amended)
    meant = [*question.about.get("meant", ()), *([option] if amended is None else [])]
    view = doubts.knowing(await look(again), meant)
    text = again.message.text if again.message is not None else ""
    reading = read_message(text, view.context, again.said_at)
    if reading.stated:
        await on_reading(reading, again, view)
    else:
        again.say(f"还是没看明白。请把品名和数量写在一起，比如：{option}2份", named=[option])


TAPS = {doubts.WHICH: on_tap}
ANSWERS = {doubts.WHICH: on_answer}
