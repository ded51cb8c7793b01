"""到货: what is short, broken or wrong: a button, a household, then an item, words or a picture; what is given back."""

import re
from decimal import Decimal

from conversation import delivery as runs
from conversation.asking import ask_anew, drop
from conversation.content import Button, keyboard
from conversation.delivery_fault import Report, report_of, tell_organiser
from conversation.payment import own_buy
from conversation.reach import private_chat
from conversation.tap import row_id, row_ids
from conversation.turn import Turn
from domain.delivery import Flaw
from domain.discretion import Discreet
from domain.payment import Kind, Payment, in_fen
from handlers.delivery import may_run
from parsing.normalise import normalise
from parsing.numeral import number_of
from rendering import delivery as rendering
from rendering.payment import yuan
from storage.outbox import Lane, Outgoing, Place
from storage.question import Question

_WHAT = "delivery flaw"  # what is at fault with a household's goods
_MORE = "delivery flaw more"  # words that follow a picture, or a picture that follows words
_REFUND = "refund amount"
_EXPIRED, _NOTED = "这个按钮已经过期了", "记下了"
_ACROSS = 3
_MOST_WORDS = 300
_PATIENCE = 3600
_SOON = 600  # seconds in which words and picture belong together
_POLITE = re.compile(r"(?:谢+|感谢|好[的了吧]?|辛苦了?|收到|ok|嗯+|[ ,。!~🙏👌])+", re.IGNORECASE)


def _flaw(words: str) -> Flaw | None:
    return next((flaw for flaw in Flaw if flaw.value == words), None)


async def ask_household(turn: Turn, words: str) -> None:
    """报坏了 under a building: which household? Asked in private where that can be, so that the group stays quiet."""
    kind, _, number = words.partition(":")
    flaw, stop_id = _flaw(kind), row_id(number)
    found = await turn.store.deliveries.stop(stop_id) if stop_id is not None else None
    scene = await runs.look(turn.store, found[0]) if found is not None else None
    block = scene.block(found[1].id) if scene is not None and found is not None else None
    if flaw is None or scene is None or block is None or not await may_run(turn, scene.book.chain):
        turn.answer(_EXPIRED)
        return
    each = [Button(bag.short[:12], data=f"flawOf:{flaw.value}:{bag.id}") for bag in block.bags]
    rows = [each[place : place + _ACROSS] for place in range(0, len(each), _ACROSS)]
    chat = await private_chat(turn.store, await turn.person())
    is_elsewhere = chat is not None and chat.id != turn.chat.id
    turn.answer("在私聊里告诉我是哪一户" if is_elsewhere else "")
    turn.say(rendering.which_household(flaw, block.name), buttons=rows, chat=chat)


async def ask_what(turn: Turn, words: str) -> None:
    """The household: what is at fault there? An item, words or a picture answer it."""
    kind, _, number = words.partition(":")
    flaw, bag_id = _flaw(kind), row_id(number)
    report = await report_of(turn.store, bag_id) if bag_id is not None else None
    if flaw is None or report is None or turn.message is None or not await may_run(turn, report.book.chain):
        turn.answer(_EXPIRED)
        return
    turn.answer()
    about = {"bag": bag_id, "flaw": flaw.value, "number": turn.message.place.number}
    await drop(turn, _WHAT)
    question = await turn.store.questions.ask(
        report.book.chain.compound_id,
        turn.chat.id,
        await turn.person(),
        _WHAT,
        about,
        turn.now,
        turn.now + _PATIENCE,
    )
    turn.store.questions.stands(question, turn.message.place)
    rows = [
        [Button(portion.said, data=f"flawItem:{question}:{place}")] for place, portion in enumerate(report.portions)
    ]
    turn.rewrite(rendering.what_flaw(flaw, report.called), rows, chat_id=turn.chat.id, at=turn.message.place)


async def on_item(turn: Turn, words: str) -> None:
    """An item was tapped."""
    numbers = row_ids(words, 2)
    question = await turn.store.questions.get(numbers[0], turn.now) if numbers else None
    is_theirs = question is not None and question.kind == _WHAT and question.person_id == await turn.known_person()
    report = await report_of(turn.store, question.about["bag"]) if question is not None and is_theirs else None
    if question is None or report is None or numbers is None or numbers[1] >= len(report.portions):
        turn.answer(_EXPIRED)
        return
    turn.answer("记下了")
    turn.store.questions.answered(question.id)
    await _note(turn, question, report, report.portions[numbers[1]].item, None)


async def on_words(turn: Turn, question: Question, text: str) -> None:
    """It was said in words, or shown in a picture."""
    report = await report_of(turn.store, question.about["bag"])
    photo = turn.message.photo if turn.message is not None else None
    if report is not None and await may_run(turn, report.book.chain):
        turn.react("✍")
        await _note(turn, question, report, text.strip()[:_MOST_WORDS], photo)


async def _note(turn: Turn, question: Question, report: Report, words: str, photo: str | None) -> None:
    """Note a fault once; who reported it sees it, the organiser is asked, the building's message shows it."""
    flaw = Flaw(question.about["flaw"])
    by = await turn.person()
    fault_id = await turn.store.deliveries.note(report.bag_id, flaw, words, photo, turn.now, by)
    place = Place(turn.chat.address_id, question.about["number"])
    turn.rewrite(rendering.flaw_noted(flaw, report.called, words), [], chat_id=turn.chat.id, at=place)
    await tell_organiser(turn.store, fault_id, turn.now)
    await drop(turn, _MORE)
    if turn.chat.kind == "private" and (not words or photo is None):
        about = {**question.about, "fault": fault_id}
        compound_id = report.book.chain.compound_id
        await turn.store.questions.ask(compound_id, turn.chat.id, by, _MORE, about, turn.now, turn.now + _SOON)
    await runs.keep_ticks(turn.store, report.delivery, [report.stop_id], turn.now)
    await runs.keep_panel(turn.store, report.delivery, turn.now)


async def take_more(turn: Turn) -> bool:
    """Words in private right after the picture of a fault, or a picture right after the words, complete the report."""
    person = await turn.known_person()
    message = turn.message
    if message is None or person is None:
        return False
    asked = await turn.store.questions.of(turn.chat.id, person, turn.now)
    question = next((one for one in asked if one.kind == _MORE), None)
    fault = await turn.store.deliveries.fault(question.about["fault"]) if question is not None else None
    report = await report_of(turn.store, fault.bag_id) if fault is not None else None
    if question is None or fault is None or report is None or fault.fen is not None:
        return False
    words = message.text.strip()[:_MOST_WORDS] if not fault.words else ""
    photo = message.photo if fault.photo is None else None
    if (not words or _POLITE.fullmatch(normalise(words).text)) and photo is None:
        return False
    turn.store.deliveries.complete(fault.id, words, photo)
    turn.react("✍")
    turn.store.questions.answered(question.id)
    place = Place(turn.chat.address_id, question.about["number"])
    said = rendering.flaw_noted(Flaw(question.about["flaw"]), report.called, words or fault.words)
    turn.rewrite(said, [], chat_id=turn.chat.id, at=place)
    await tell_organiser(turn.store, fault.id, turn.now)
    return True


# --- what is given back -----------------------------------------------------------------------------------------


async def show_undecided(turn: Turn, words: str) -> None:
    """定退款, under the payment list: what was reported and not decided, one message each."""
    chain = await own_buy(turn, row_id(words))
    delivery = await turn.store.deliveries.of_chain(chain.id) if chain is not None else None
    if delivery is None:
        turn.answer(_EXPIRED)
        return
    faults = [fault for fault in await turn.store.deliveries.faults(delivery.id) if fault.fen is None]
    turn.answer("" if faults else "都定好了")
    for fault in faults:
        await tell_organiser(turn.store, fault.id, turn.now)


async def on_refund(turn: Turn, words: str) -> None:
    """So much is given back: entered in the payment list, once."""
    numbers = row_ids(words, 2)
    turn.answer(await _decide(turn, *numbers) if numbers is not None else _EXPIRED)


async def _decide(turn: Turn, fault_id: int, fen: int) -> str:
    """Decide on a fault, and say so in place of the question; return in a word what became of it."""
    fault = await turn.store.deliveries.fault(fault_id)
    report = await report_of(turn.store, fault.bag_id) if fault is not None else None
    chain = await own_buy(turn, report.book.chain.id) if report is not None else None
    if fault is None or report is None or chain is None or turn.message is None:
        return _EXPIRED
    account = report.book.accounts.get(report.party)
    if account is not None and account.owed is not None and fen > account.owed:
        return f"这一户一共才{yuan(account.owed)}，请再看看"
    if not await turn.store.deliveries.decide(fault_id, fen):
        return "这一户已经定过了"
    if fen:
        refund = Payment(report.party, Kind.REFUND, fen, turn.now, await turn.person())
        await turn.store.payments.note(chain.id, refund)
    called, rows = report.book.called(report.party), [[Button("看收款名单", data=f"pay:{chain.id}:0")]]
    if turn.tap_id is not None and fault.photo is None:
        turn.rewrite(rendering.decided(called, fen), rows, chat_id=turn.chat.id, at=turn.message.place)
        return _NOTED
    if turn.tap_id is not None:  # the words under a picture stay, its buttons go
        bare = {"reply_markup": keyboard([])}
        turn.file(Outgoing("editMessageReplyMarkup", Lane.MESSAGE, turn.chat.id, bare, about=turn.message.place))
    turn.say(rendering.decided(called, fen), buttons=rows)
    return _NOTED


async def ask_amount(turn: Turn, words: str) -> None:
    """别的数: how much is given back, in words."""
    fault_id = row_id(words)
    fault = await turn.store.deliveries.fault(fault_id) if fault_id is not None else None
    report = await report_of(turn.store, fault.bag_id) if fault is not None else None
    chain = await own_buy(turn, report.book.chain.id) if report is not None else None
    if fault is None or report is None or chain is None or fault.fen is not None:
        turn.answer(_EXPIRED)
        return
    turn.answer()
    called = report.book.called(report.party)
    await ask_anew(turn, _REFUND, Discreet(f"{called} 退多少元？发个数字就行。"), {"fault": fault.id})


async def on_amount(turn: Turn, question: Question, text: str) -> None:
    """The amount in words."""
    amount = number_of(normalise(text).text.strip().strip("¥元块钱退 "))
    if amount is None:
        turn.say("没看懂。请点「别的数」再发一次，只发数字，比如：12.5")
        return
    await give_back(turn, question.about["fault"], amount)


async def give_back(turn: Turn, fault_id: int, amount: Decimal) -> None:
    """So much, in yuan, is given back, as was said in words."""
    said = await _decide(turn, fault_id, in_fen(amount))
    if said != _NOTED:
        turn.say(Discreet(f"{said}。"))


TAPS = {
    "flaw": ask_household,
    "flawOf": ask_what,
    "flawItem": on_item,
    "faults": show_undecided,
    "refund": on_refund,
    "refundAsk": ask_amount,
}
ANSWERS = {_WHAT: on_words, _REFUND: on_amount}
PICTURE_ANSWERS = {_WHAT: on_words}
