"""收款: the organiser pastes a payment list; what is beyond doubt is noted after one tap, the rest is asked."""

from collections.abc import Sequence

from conversation import payment as books
from conversation import payment_list as lists
from conversation.asking import ask_anew
from conversation.content import Button
from conversation.payment import Book, is_open, open_book, own_buy
from conversation.tap import row_id, row_ids
from conversation.turn import Turn
from domain.payment_match import Receipt
from rendering import payment as rendering
from storage.order_chain import Chain
from storage.question import Question

_LIST = "payment list"  # the list itself is waited for
_WHICH = "payment list of"  # of which buy it is
_TAP = "payList"
_PICK = "payPick"
_MOST = 8  # buys offered


async def ask_for_list(turn: Turn, words: str) -> None:
    """贴收款记录: wait for the list of that buy."""
    chain = await own_buy(turn, row_id(words))
    if chain is None:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    await ask_anew(turn, _LIST, rendering.HOW_TO_PASTE, {"chain": chain.id})


async def on_list(turn: Turn, question: Question, text: str) -> None:
    """The list that was asked for."""
    chain = await own_buy(turn, question.about["chain"])
    if chain is not None:
        await _compare(turn, chain, text)


async def on_private(turn: Turn) -> bool:
    """A list that somebody pastes unasked: only from an organiser who has something to collect, and only where it looks
    like one."""
    person = await turn.known_person()
    if turn.message is None or person is None:
        return False
    text = turn.message.text
    receipts = lists.read(turn, text).receipts
    mine = await turn.store.chains.organised_by(person, turn.now - books.RECENT) if receipts else []
    owed = [chain for chain in mine if await _is_owed(turn, chain)][:_MOST] or await _paid(turn, mine)
    if len(receipts) == 1 and not [chain for chain in owed if await _is_of(turn, chain, receipts)]:
        return False  # 鸡蛋改成13元 has an amount, too
    if len(owed) == 1:
        await _compare(turn, owed[0], text)
    elif owed:
        titles = [chain.title or f"团购{chain.id}" for chain in owed]
        about = {"text": text[:4000], "chains": [chain.id for chain in owed]}
        await ask_anew(turn, _WHICH, "这是哪一个接龙的收款记录？", about, options=titles)
    return bool(owed)


async def _is_of(turn: Turn, chain: Chain, receipts: Sequence[Receipt]) -> bool:
    """Say whether a list has to do with a buy at all."""
    book = await open_book(turn.store, chain)
    return book is not None and not (await lists.compared(turn, book, receipts)).unmatched


async def _paid(turn: Turn, mine: list[Chain]) -> list[Chain]:
    """Return the last buy that was paid for, where nothing is owed any more: what it got is told anew."""
    found = [chain for chain in mine if await turn.store.payments.of(chain.id)]
    return found[:1]


async def _is_owed(turn: Turn, chain: Chain) -> bool:
    book = await open_book(turn.store, chain)
    return book is not None and any(is_open(account) for account in book.accounts.values())


async def on_which(turn: Turn, words: str) -> None:
    """Of which buy the list is."""
    numbers = row_ids(words, 2)
    question = await turn.store.questions.get(numbers[0], turn.now) if numbers else None
    is_theirs = question is not None and question.kind == _WHICH and question.person_id == await turn.known_person()
    chains = question.about["chains"] if question is not None and is_theirs else []
    chain = await own_buy(turn, chains[numbers[1]]) if numbers and numbers[1] < len(chains) else None
    if chain is None or question is None:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    turn.store.questions.answered(question.id)
    await _compare(turn, chain, str(question.about["text"]))


async def _compare(turn: Turn, chain: Chain, text: str) -> None:
    """Show what a list comes to; it is kept until a button decides."""
    await books.about(turn, chain)
    read, book = lists.read(turn, text), await open_book(turn.store, chain)
    if not read.receipts or book is None:
        turn.say(rendering.NO_PAYMENTS_READ)
        return
    matched = await lists.compared(turn, book, read.receipts)
    upload = await lists.stage(turn, chain, read.receipts)
    rows = []
    if matched.certain:
        rows.append([Button(f"✓ 确认这{len(matched.certain)}笔", data=f"{_TAP}:yes:{upload}")])
        rows.append([Button("都不记", data=f"{_TAP}:no:{upload}")])
    elif matched.doubtful:
        rows.append([Button(f"一笔一笔看（{len(matched.doubtful)}笔）", data=f"{_TAP}:yes:{upload}")])
    else:
        turn.store.uploads.drop(upload)
    turn.say(rendering.comparison_text(lists.comparison(book, matched, read.unread)), buttons=rows)


# --- taps -------------------------------------------------------------------------------------------------------


async def on_tap(turn: Turn, words: str) -> None:
    """确认 under a list: what is beyond doubt now is noted, and the first of the rest asked; or nothing is noted."""
    what, _, rest = words.partition(":")
    upload_id = row_id(rest)
    staged = await lists.staged_at(turn, upload_id)
    chain = await own_buy(turn, staged.chain_id) if staged is not None else None
    book = await open_book(turn.store, chain) if chain is not None else None
    if staged is None or book is None or upload_id is None or turn.message is None or what not in ("yes", "no"):
        turn.answer("这个按钮已经过期了，请再贴一次")
        return
    turn.answer()
    if what == "no":
        turn.store.uploads.drop(upload_id)
        turn.rewrite("这份收款记录没有记。", [], chat_id=turn.chat.id, at=turn.message.place)
        return
    count, total = await lists.note_certain(turn, book, await lists.compared(turn, book, staged.receipts))
    turn.rewrite(rendering.noted(count, total), _to_ledger(book), chat_id=turn.chat.id, at=turn.message.place)
    await _ask_next(turn, book.chain, upload_id, staged)


def _to_ledger(book: Book) -> list[list[Button]]:
    return [[Button("看收款名单", data=f"pay:{book.chain.id}:0")]]


async def on_pick(turn: Turn, words: str) -> None:
    """Whose a line is; 0: of none of them."""
    numbers = row_ids(words, 3)
    staged = await lists.staged_at(turn, numbers[0] if numbers else None)
    chain = await own_buy(turn, staged.chain_id) if staged is not None else None
    book = await open_book(turn.store, chain) if chain is not None else None
    is_there = staged is not None and numbers is not None and numbers[1] < len(staged.receipts)
    if numbers is None or staged is None or book is None or not is_there:
        turn.answer("这个按钮已经过期了，请再贴一次")
        return
    receipt = staged.receipts[numbers[1]]
    order = await turn.store.states.order_at(numbers[2])
    account = book.accounts.get(order[1]) if order is not None and order[0] == book.chain.id else None
    if numbers[2] == 0:
        await lists.nobodys(turn, numbers[0], staged, receipt)
        turn.answer("没有记")
    elif account is None or not is_open(account):
        turn.answer("这一户已经收齐了")
    elif await books.receive(turn, book.chain, account.party, receipt.fen, receipt.mark) is None:
        turn.answer("这一笔已经记过了")
    else:
        turn.answer(f"记下了：{book.called(account.party)} {rendering.yuan(receipt.fen)}")
    await _ask_next(turn, book.chain, numbers[0], staged, edits=True)


async def _ask_next(turn: Turn, chain: Chain, upload_id: int, staged: lists.Staged, *, edits: bool = False) -> None:
    """Ask whose the next doubtful line is, in place of the message of the turn where that asked the last."""
    book = await open_book(turn.store, chain)
    doubt = await lists.next_doubt(turn, book, staged) if book is not None else None
    if book is None or (doubt is None and not edits):
        turn.store.uploads.drop(upload_id)
    elif doubt is None:
        turn.store.uploads.drop(upload_id)
        if turn.message is not None:
            turn.rewrite("✓ 问完了。", _to_ledger(book), chat_id=turn.chat.id, at=turn.message.place)
    else:
        rows = [
            [
                Button(
                    rendering.candidate_label(book.called(party), book.accounts[party]),
                    data=f"{_PICK}:{upload_id}:{doubt.place}:{book.order_ids.get(party, 0)}",
                )
            ]
            for party in doubt.parties
        ]
        rows.append([Button("都不是", data=f"{_PICK}:{upload_id}:{doubt.place}:0")])
        text = rendering.asked(doubt.receipt, doubt.left)
        if edits and turn.message is not None:
            turn.rewrite(text, rows, chat_id=turn.chat.id, at=turn.message.place)
        else:
            turn.say(text, buttons=rows)


TAPS = {"payPaste": ask_for_list, _WHICH: on_which, _TAP: on_tap, _PICK: on_pick}
ANSWERS = {_LIST: on_list}
