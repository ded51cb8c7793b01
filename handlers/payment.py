"""收款: the organiser's payment list, in private: who owes, who says to have paid, whose money is there."""

from conversation import payment as books
from conversation.asking import ask_anew
from conversation.command import Command
from conversation.content import Button
from conversation.payment import Book, open_book, own_buy
from conversation.reach import private_chats
from conversation.tap import row_id, row_ids
from conversation.telling import tell
from conversation.turn import Turn
from domain.discretion import Discreet
from domain.payment import Account, Kind, Payment, State, in_fen
from domain.wall_clock import midnight
from parsing.normalise import normalise
from parsing.numeral import number_of
from rendering import payment as rendering
from storage.order_chain import Chain
from storage.question import Question

PAY = "pay"
_AMOUNT = "payment amount"  # what came from a household whose goods have no price
_MOST = 8  # buys offered


async def show(turn: Turn, words: str) -> None:
    """收款, in private: the list of the buy one organises; of several, which."""
    person = await turn.known_person()
    mine = await turn.store.chains.organised_by(person, turn.now - books.RECENT) if person is not None else []
    called = [chain for chain in mine if words in (chain.title or "")]
    books_of = [(chain, await open_book(turn.store, chain)) for chain in called[:_MOST]]
    found = [(chain, book) for chain, book in books_of if book is not None and book.is_of_money]
    if not found:
        turn.say(rendering.NOTHING_TO_COLLECT)
    elif len(found) == 1:
        await show_ledger(turn, found[0][1], 0)
    else:
        rows = [[Button(_label(chain, book), data=f"{PAY}:{chain.id}:0")] for chain, book in found]
        turn.say("收哪一个接龙的款？", buttons=rows)


def _label(chain: Chain, book: Book) -> str:
    left = sum(max(0, account.due or 0) for account in book.accounts.values())
    return f"{rendering.titled(chain.title)}{f'还差{rendering.yuan(left)}' if left else '收齐了'}"


async def show_ledger(turn: Turn, book: Book, page: int, undo: Button | None = None, *, edits: bool = False) -> None:
    """Show a page of the list, in place of the message of the turn where it `edits`."""
    await books.about(turn, book.chain)
    ledger = book.ledger(turn.zone, await _undecided(turn, book.chain))
    text, buttons = rendering.ledger_text(ledger, page), _buttons(ledger, page, undo)
    if edits and turn.message is not None:
        turn.rewrite(text, buttons, chat_id=turn.chat.id, at=turn.message.place)
    else:
        turn.say(text, buttons=buttons)


async def _undecided(turn: Turn, chain: Chain) -> int:
    delivery = await turn.store.deliveries.of_chain(chain.id)
    faults = await turn.store.deliveries.faults(delivery.id) if delivery is not None else []
    return sum(1 for fault in faults if fault.fen is None)


def _buttons(ledger: rendering.Ledger, page: int, undo: Button | None) -> list[list[Button]]:
    page = max(0, min(page, ledger.pages - 1))
    chain, claimed = ledger.chain_id, [one for one in ledger.owing if one.account.is_as_claimed]
    rows = [[undo]] if undo is not None else []
    if len(claimed) > 1:
        newest = max(one.account.claimed.id for one in claimed if one.account.claimed is not None)
        rows.append([Button(f"✓ 说付了的 {len(claimed)}户都收到了", data=f"payAll:{chain}:{newest}")])
    each = [
        Button(rendering.got_label(one), data=f"payGot:{one.order_id}:{_seen(one.account)}:{page}")
        for one in ledger.page(page)
        if one.order_id
    ]
    rows += [each[place : place + 2] for place in range(0, len(each), 2)]
    if page > 0 or page + 1 < ledger.pages:
        back = [Button("◀ 上一页", data=f"{PAY}:{chain}:{page - 1}")] if page > 0 else []
        on = [Button("下一页 ▶", data=f"{PAY}:{chain}:{page + 1}")] if page + 1 < ledger.pages else []
        rows.append([*back, *on])
    if ledger.faults:
        rows.append([Button(f"⚠ 定退款（{ledger.faults}户）", data=f"faults:{chain}")])
    rows.append([Button("贴收款记录", data=f"payPaste:{chain}"), Button("刷新", data=f"{PAY}:{chain}:{page}")])
    if rendering.noted_of(ledger):
        rows.append([Button("有记错的", data=f"payWrong:{chain}:0")])
    unpaid = ledger.of(State.UNPAID, State.PART, State.UNPRICED)
    return [*rows, [Button(f"催款（{len(unpaid)}户没付）", data=f"payNudge:{chain}")]] if unpaid else rows


def _seen(account: Account) -> int:
    """Return the amount on a button, and which way it goes: what was seen when it was tapped counts, or nothing does.
    0: not known."""
    at_hand = account.at_hand or 0
    return 2 * abs(at_hand) + (at_hand < 0)


# --- taps -------------------------------------------------------------------------------------------------------


async def on_page(turn: Turn, words: str) -> None:
    """A page of the list, as it stands now."""
    numbers = row_ids(words, 2)
    book = await own_book(turn, numbers[0] if numbers else None)
    if book is not None and numbers is not None:
        turn.answer()
        await show_ledger(turn, book, numbers[1], edits=True)


async def on_got(turn: Turn, words: str) -> None:
    """The organiser has a household's money, or has given back what was too much: as much as the button said."""
    numbers = row_ids(words, 3)
    order = await turn.store.states.order_at(numbers[0]) if numbers else None
    book = await own_book(turn, order[0] if order else None)
    if book is None or order is None or numbers is None:
        return
    account = book.accounts.get(order[1])
    if account is None or account.state is State.SETTLED or _seen(account) != numbers[1]:
        turn.answer("名单有变动，请看新的")
        await show_ledger(turn, book, numbers[2], edits=True)
    elif account.at_hand is None:
        turn.answer()
        about = {"chain": book.chain.id, "party": account.party}
        await ask_anew(turn, _AMOUNT, Discreet(f"{book.called(account.party)} 一共收到多少元？发个数字就行。"), about)
    else:
        await _note(turn, book, account, numbers[2])


async def _note(turn: Turn, book: Book, account: Account, page: int) -> None:
    due, chain = account.at_hand or 0, book.chain
    if due > 0:
        note = await books.receive(turn, chain, account.party, due)
    else:
        back = Payment(account.party, Kind.RETURNED, -due, turn.now, await turn.person())
        note = await turn.store.payments.note(chain.id, back)
    turn.answer(f"记下了：{book.called(account.party)} {rendering.yuan(abs(due))}")
    again = await open_book(turn.store, chain)
    if again is not None:
        undo = Button(f"撤销刚才那一下：{book.called(account.party)[:12]}", data=f"payUndo:{note}")
        await show_ledger(turn, again, page, undo, edits=True)


async def on_all(turn: Turn, words: str) -> None:
    """All who said so until the list was shown have paid."""
    numbers = row_ids(words, 2)
    book = await own_book(turn, numbers[0] if numbers else None)
    if book is None or numbers is None:
        return
    count, note = 0, None
    for account in book.accounts.values():
        claim, due = account.claimed, account.due
        if account.is_as_claimed and claim is not None and claim.id <= numbers[1] and due is not None:
            note, count = await books.receive(turn, book.chain, account.party, due), count + 1
    turn.answer(f"记下了 {count}户" if count else "名单有变动，请看新的")
    again = await open_book(turn.store, book.chain)
    if again is not None:
        undo = Button(f"撤销刚才的{count}户", data=f"payUndo:{note}") if count else None
        await show_ledger(turn, again, 0, undo, edits=True)


async def on_undo(turn: Turn, words: str) -> None:
    """What was tapped a moment ago was a mistake: it was never noted. Of several in one go all are taken back."""
    note_id = row_id(words)
    found = await turn.store.payments.get(note_id) if note_id is not None else None
    book = await own_book(turn, found[0] if found else None)
    if book is None or found is None:
        return
    chain_id, note = found
    is_received = note.kind is Kind.RECEIVED
    together = await turn.store.payments.noted_with(chain_id, note) if is_received and note.mark is None else [note.id]
    if note.kind in (Kind.RECEIVED, Kind.RETURNED):
        turn.store.payments.take_back(together)
    turn.answer("撤销了")
    again = await open_book(turn.store, book.chain)
    if again is not None:
        await show_ledger(turn, again, 0, edits=True)


async def own_book(turn: Turn, chain_id: int | None) -> Book | None:
    """Return the money of a buy for its organiser, looked up again; else answer the tap."""
    chain = await own_buy(turn, chain_id)
    book = await open_book(turn.store, chain) if chain is not None else None
    if book is None or turn.message is None:
        turn.answer("名单有变动，请再发一次「收款」")
        return None
    return book


async def on_amount(turn: Turn, question: Question, text: str) -> None:
    """How much came from a household whose goods have no price."""
    chain = await own_buy(turn, question.about["chain"])
    amount = number_of(normalise(text).text.strip().strip("¥元块钱 "))
    if chain is None:
        return
    if amount is None or amount <= 0:
        await ask_anew(turn, _AMOUNT, "没看懂。请只发数字，比如：35.5", dict(question.about))
        return
    await books.receive(turn, chain, str(question.about["party"]), in_fen(amount))
    book = await open_book(turn.store, chain)
    if book is not None:
        await show_ledger(turn, book, 0)


async def on_nudge(turn: Turn, words: str) -> None:
    """Remind in private who has not paid, at most once a day; who cannot be reached is named to the organiser."""
    book = await own_book(turn, row_id(words))
    if book is None:
        return
    await books.about(turn, book.chain)
    today = midnight(turn.now, turn.zone)
    reminded = await turn.store.payments.nudged(book.chain.compound_id, today)
    pay = await turn.store.payments.payers(book.chain.id)
    sent, again, unreachable = [], [], []
    for party, account in book.accounts.items():
        if account.state not in (State.UNPAID, State.PART, State.UNPRICED):
            continue
        if party in reminded:
            again.append(book.called(party))
        elif chats := await private_chats(turn.store, pay.get(party, ())):
            button = Button("我付好了", data=f"payDid:{book.order_ids[party]}")
            text = rendering.nudge(book.chain.title, account, book.items(party))
            for chat in chats.values():
                tell(turn.store, chat, text, turn.now, buttons=[[button]], not_before=turn.by_day)
            await turn.store.payments.note(book.chain.id, Payment(party, Kind.NUDGED, None, turn.now))
            sent.append(book.called(party))
        else:
            unreachable.append(book.called(party))
    turn.answer(f"提醒了 {len(sent)}户")
    turn.say(rendering.nudged(sent, again, unreachable))


COMMANDS = (
    Command(
        "pay",
        alias="收款",
        summary="看谁付了、谁没付（开团的人用）",
        run=show,
        help="开团的人私聊我发：谁说付了、谁没付，点一下确认；也能把收款记录整段贴给我对账，私聊催款。",
        kinds=("private",),
    ),
)
TAPS = {
    PAY: on_page,
    "payGot": on_got,
    "payAll": on_all,
    "payUndo": on_undo,
    "payNudge": on_nudge,
}
ANSWERS = {_AMOUNT: on_amount}
