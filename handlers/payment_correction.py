"""收款: what was noted of a household's money by mistake is taken back, whenever it is found out."""

from conversation import payment as books
from conversation.content import Button
from conversation.payment import open_book
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.payment import Account, Kind
from handlers.payment import PAY, own_book, show_ledger
from rendering import payment as rendering

_PAGE = 40  # households
_NOTED = (Kind.RECEIVED, Kind.REFUND, Kind.RETURNED)


async def ask(turn: Turn, words: str) -> None:
    """有记错的, under the list: which household?"""
    numbers = row_ids(words, 2)
    book = await own_book(turn, numbers[0] if numbers else None)
    if book is None or numbers is None or turn.message is None:
        return
    turn.answer()
    await books.about(turn, book.chain)
    ledger, page = book.ledger(turn.zone, 0), numbers[1]
    noted = rendering.noted_of(ledger)
    each = [
        Button(rendering.correction_label(one), data=f"payOff:{one.order_id}:{_seen(one.account)}")
        for one in noted[page * _PAGE : (page + 1) * _PAGE]
        if one.order_id
    ]
    rows = [[button] for button in each]
    if len(noted) > (page + 1) * _PAGE:
        rows.append([Button("下一页 ▶", data=f"payWrong:{book.chain.id}:{page + 1}")])
    rows.append([Button("◀ 回收款名单", data=f"{PAY}:{book.chain.id}:0")])
    turn.rewrite(rendering.correction_text(ledger), rows, chat_id=turn.chat.id, at=turn.message.place)


def _seen(account: Account) -> int:
    """Return what a button shows: another sum by now, and it takes nothing back."""
    return account.received + account.refund + account.returned


async def on_household(turn: Turn, words: str) -> None:
    """What was noted of a household is taken back; what was decided about its goods is open again."""
    numbers = row_ids(words, 2)
    order = await turn.store.states.order_at(numbers[0]) if numbers else None
    book = await own_book(turn, order[0] if order else None)
    if book is None or order is None or numbers is None:
        return
    account = book.accounts.get(order[1])
    if account is None or _seen(account) != numbers[1] or not numbers[1]:
        turn.answer("名单有变动，请看新的")
    else:
        notes = await turn.store.payments.of(book.chain.id)
        turn.store.payments.take_back(one.id for one in notes if one.party == order[1] and one.kind in _NOTED)
        turn.store.deliveries.undecide(book.chain.id, order[1])
        turn.answer(f"{book.called(order[1])} 的都不算了")
    again = await open_book(turn.store, book.chain)
    if again is not None:
        await show_ledger(turn, again, 0, edits=True)


TAPS = {"payWrong": ask, "payOff": on_household}
