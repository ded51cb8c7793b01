"""续药 (refill): how long one of a medicine lasts, and 要，照上次的 when it runs out."""

from conversation import medication_refill as refills
from conversation.asking import EXPIRED, settle, tapped_option
from conversation.medication import record
from conversation.medication_asker import tell, with_compound
from conversation.tap import row_ids
from conversation.turn import Turn
from parsing import medication_detail as detail
from rendering import medication as rendering
from storage.question import Question

_MOST_DAYS = 400


async def on_days(turn: Turn, question: Question, text: str) -> None:
    """How many days one of a medicine lasts was written."""
    await _remember(turn, question, text)


async def on_days_option(turn: Turn, words: str) -> None:
    """How many days one of a medicine lasts was tapped."""
    tapped = await tapped_option(turn, words, refills.DAYS)
    if tapped is not None:
        question, place = tapped
        await _remember(turn, question, settle(turn, question, place))


async def _remember(turn: Turn, question: Question, words: str) -> None:
    request = await turn.store.medications.get(question.about["medication"])
    item = next((one for one in request.items if one.id == question.about["item"]), None) if request else None
    if request is None or item is None or not await with_compound(turn, request.compound_id):
        turn.say(rendering.NOTHING_HERE)
        return
    days = detail.read_days(words)
    if days is not None and days <= _MOST_DAYS:
        runs_out = await refills.remember(turn, request, item, days)
        turn.say(rendering.refill_noted(item.drug, runs_out.month, runs_out.day))
    await refills.ask_days(turn, request)


async def on_refill(turn: Turn, words: str) -> None:
    """要，照上次的, or not: by whom it is, once."""
    ids = row_ids(words, 2)
    refill = await turn.store.medication_refills.get(ids[0]) if ids is not None else None
    person = await turn.known_person()
    is_theirs = refill is not None and refill.person_id == person and turn.chat.kind == "private"
    if ids is None or refill is None or person is None or turn.message is None or not is_theirs:
        turn.answer(EXPIRED)
        return
    turn.answer()
    turn.store.medication_refills.drop(refill.id)
    await with_compound(turn, refill.compound_id)
    if not ids[1]:
        turn.rewrite("好的，这一种不再提醒。", [], chat_id=turn.chat.id, at=turn.message.place)
        return
    turn.rewrite("好的，照上次的登记。", [], chat_id=turn.chat.id, at=turn.message.place)
    recorded = await record(turn, refills.need_of(refill), person, None)
    for photo in refill.photos:
        turn.store.medications.add_photo(recorded.request, photo)
    await tell(turn, person, [recorded])


ANSWERS = {refills.DAYS: on_days}
TAPS = {refills.DAYS: on_days_option, refills.TAP: on_refill}
