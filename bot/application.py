"""PTB's Application as the worker uses it: it routes an update to one handler, and lets its error through."""

from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    JobQueue,
    MessageHandler,
    filters,
)

from bot.api import Api
from conversation import consent, medication_asker
from conversation import medication_refill as refills
from conversation.command import Command, gathered
from conversation.outcome import Outcome
from conversation.test_round import ROUND
from conversation.turn import Turn
from conversation.whereabouts import WHICH_COMPOUND
from handlers import (
    care_call,
    chat,
    check_in,
    check_in_words,
    compound,
    daily_summary,
    daily_summary_why,
    delivery,
    delivery_fault,
    delivery_tick,
    delivery_words,
    elder,
    elder_card,
    household,
    medication,
    medication_alert,
    medication_answer,
    medication_correction,
    medication_end,
    medication_offer,
    medication_private,
    medication_refill,
    medication_team,
    my_data,
    notice,
    order_chain,
    order_chain_doubt,
    order_chain_history,
    order_chain_late,
    order_chain_minimum,
    order_chain_no_phone,
    order_chain_opening,
    order_chain_price,
    order_chain_sheet,
    order_chain_tap,
    payment,
    payment_claim,
    payment_correction,
    payment_list,
    reminder,
    reminder_cancel,
    reminder_list,
    role,
    roster,
    test_call,
    test_report,
    test_round,
    test_round_opening,
    text,
    today,
    undo,
    volunteer_hours,
)
from handlers.answer import Answered, Asides, Taker

_UNDO: dict[tuple[str, str], undo.Reversal] = {**role.UNDO, **household.UNDO, **order_chain_history.UNDO}
_FEATURES = gathered(
    order_chain.COMMANDS,
    daily_summary_why.with_figures(order_chain_history.COMMANDS),
    order_chain_sheet.COMMANDS,
    payment.COMMANDS,
    delivery.COMMANDS,
    compound.COMMANDS,
    role.COMMANDS,
    household.COMMANDS,
    roster.COMMANDS,
    medication.COMMANDS,
    medication_team.COMMANDS,
    elder.COMMANDS,
    care_call.COMMANDS,
    reminder.COMMANDS,
    reminder_list.COMMANDS,
    test_round.COMMANDS,
    test_call.COMMANDS,
    daily_summary.COMMANDS,
    notice.COMMANDS,
    today.COMMANDS,
    volunteer_hours.COMMANDS,
    my_data.COMMANDS,
    (undo.undo_command(_UNDO, order_chain_history.undo_in_buy),),
)
COMMANDS = gathered(_FEATURES.records, (chat.help_command(_FEATURES),))


async def _on_compound(turn: Turn, words: str) -> None:
    await text.on_compound(turn, words, COMMANDS)


#: What goes on once somebody has agreed to something.
_GIVEN: dict[str, consent.Given] = {
    "medicine": medication_asker.on_consent,
    "refill": refills.on_consent,
}


async def _on_consent(turn: Turn, words: str) -> None:
    await consent.on_tap(turn, words, _GIVEN)


TAPS = {
    **order_chain.TAPS,
    **order_chain_doubt.TAPS,
    **order_chain_history.TAPS,
    **order_chain_late.TAPS,
    **order_chain_minimum.TAPS,
    **order_chain_no_phone.TAPS,
    **order_chain_opening.TAPS,
    **order_chain_price.TAPS,
    **order_chain_tap.TAPS,
    **payment.TAPS,
    **payment_claim.TAPS,
    **payment_correction.TAPS,
    **payment_list.TAPS,
    **delivery.TAPS,
    **delivery_fault.TAPS,
    **delivery_tick.TAPS,
    **compound.TAPS,
    **role.TAPS,
    **household.TAPS,
    **roster.TAPS,
    **check_in.TAPS,
    **elder_card.TAPS,
    **care_call.TAPS,
    **medication_private.TAPS,
    **medication_alert.TAPS,
    **medication_correction.TAPS,
    **medication_end.TAPS,
    **medication_answer.TAPS,
    **medication_refill.TAPS,
    **medication_offer.TAPS,
    **medication_team.TAPS,
    **reminder.TAPS,
    **reminder_list.TAPS,
    **test_round.TAPS,
    **test_round_opening.TAPS,
    **test_report.TAPS,
    **test_call.TAPS,
    **my_data.TAPS,
    "consent": _on_consent,
    **daily_summary.TAPS,
    **notice.TAPS,
    **today.TAPS,
    WHICH_COMPOUND: _on_compound,
}


async def _on_personal_link(turn: Turn, words: str) -> None:
    await text.on_personal_link(turn, words, COMMANDS)


_LINKS = {
    **order_chain.LINKS,
    **household.LINKS,
    **medication.LINKS,
    **elder_card.LINKS,
    text.PERSONAL: _on_personal_link,
}
_ANSWERS = {
    **order_chain_doubt.ANSWERS,
    **order_chain_no_phone.ANSWERS,
    **payment.ANSWERS,
    **payment_claim.ANSWERS,
    **payment_list.ANSWERS,
    **delivery.ANSWERS,
    **delivery_fault.ANSWERS,
    **compound.ANSWERS,
    **household.ANSWERS,
    **check_in_words.ANSWERS,
    **care_call.ANSWERS,
    **medication_answer.ANSWERS,
    **medication_refill.ANSWERS,
    **medication_team.ANSWERS,
    **my_data.ANSWERS,
    **reminder.ANSWERS,
    **reminder_list.ANSWERS,
    **test_round_opening.ANSWERS,
    **test_report.ANSWERS,
    **daily_summary.ANSWERS,
    **notice.ANSWERS,
    **volunteer_hours.ANSWERS,
}
#: Questions that a picture alone answers; who takes what is written to the bot in private, the first who does; and who
#: takes a private message without words.
_PICTURE_ANSWERS: dict[str, Answered] = {**delivery_fault.PICTURE_ANSWERS, **medication_answer.PICTURE_ANSWERS}
_PICTURE_ANSWERS |= notice.ANSWERS
#: An elder's own words come first, whatever else they say of themselves last.
_PRIVATE: tuple[Taker, ...] = (
    check_in_words.take_answer,
    daily_summary_why.take,
    reminder_cancel.take,
    reminder.take,
    volunteer_hours.take,
    medication_private.take_private,
    test_report.take,
    order_chain_opening.take_words,
    payment_claim.on_private,
    payment_list.on_private,
    delivery_fault.take_more,
    delivery_words.take_refund,
    delivery_words.take_arrival,
    volunteer_hours.take_unread,
    check_in_words.take_rest,
    medication_private.take_silence,
)
_WORDLESS: tuple[Taker, ...] = (
    medication_answer.take_picture,
    delivery_fault.take_more,
    check_in_words.take_rest,
)
_ASIDES = Asides(
    exact=frozenset((ROUND, daily_summary.CHANGE, notice.TIME)),
    takers=(daily_summary_why.take, reminder_cancel.take, reminder.take, volunteer_hours.take_whole),
    dropped=frozenset((ROUND, daily_summary.ADD, daily_summary.CHANGE, notice.TEXT, notice.CHANGE, notice.TIME)),
)
#: Who takes what is written in a group before it is read: the first who does.
_IN_GROUP: tuple[Taker, ...] = (
    volunteer_hours.take_in_group,
    delivery_words.take_arrival,
    delivery_words.take_complaint,
)
_OUTCOMES = {
    **order_chain.OUTCOMES,
    **compound.OUTCOMES,
    **household.OUTCOMES,
    **roster.OUTCOMES,
    **check_in.OUTCOMES,
    **my_data.OUTCOMES,
    **reminder.OUTCOMES,
    **notice.OUTCOMES,
    **text.OUTCOMES,
}


class TurnContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's context with the turn that the worker has begun."""

    @property
    def turn(self) -> Turn:
        """The turn of this update."""
        application = self.application
        if not isinstance(application, Routing) or application.turn is None:
            raise LookupError("no turn has been begun")
        return application.turn


class Routing(
    Application[ExtBot[None], TurnContext, dict[Any, Any], dict[Any, Any], dict[Any, Any], JobQueue[TurnContext]]
):
    """Routes one update at a time; `turn` is the one under way."""

    turn: Turn | None = None

    async def process_error(self, update: object, error: Exception, *_: Any, **__: Any) -> bool:
        """Let a handler's error through, so that the whole turn rolls back; PTB would log it and go on."""
        raise error

    async def route(self, update: Update, turn: Turn) -> None:
        """Let the one handler that answers to `update` do its part of `turn`. Raises what the handler raises."""
        self.turn = turn
        try:
            await self.process_update(update)
            await check_in.on_sign(turn)
        finally:
            self.turn = None


def build(api: Api) -> Routing:
    """Return the application with every handler in its one group."""
    application = (
        Application.builder()
        .application_class(Routing)
        .bot(api)
        .context_types(ContextTypes(context=TurnContext))
        .updater(None)
        .build()
    )
    if not isinstance(application, Routing):
        raise TypeError("the builder made another application")
    new = filters.UpdateType.MESSAGE
    application.add_handlers(
        [
            CommandHandler("start", _on_start, filters=new),
            *(CommandHandler(command.name, _running(command), filters=new) for command in COMMANDS.records),
            MessageHandler(filters.Document.ALL & filters.ChatType.PRIVATE & new, _on_file),
            MessageHandler((filters.TEXT | filters.CAPTION) & new, _on_text),
            MessageHandler(new & ~filters.StatusUpdate.ALL, _on_wordless),
            MessageHandler((filters.TEXT | filters.CAPTION) & filters.UpdateType.EDITED_MESSAGE, _on_edit),
            CallbackQueryHandler(_on_tap),
            ChatMemberHandler(_on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ]
    )
    return application


async def settle(outcome: Outcome, turn: Turn) -> None:
    """Give the outcome of a call to whoever waits for it."""
    await _OUTCOMES[outcome.to](outcome, turn)


def _running(command: Command) -> Any:
    async def run(update: Update, context: TurnContext) -> None:
        said = context.turn.message.text if context.turn.message is not None else ""
        words = said.split(None, 1)[1:]  # with its lines: /开团 takes a whole list
        await text.run(context.turn, command, words[0].strip() if words else "")

    return run


async def _on_start(update: Update, context: TurnContext) -> None:
    words = context.args[0] if context.args else ""
    await text.on_start(context.turn, words, _LINKS, chat.hello)


async def _on_text(update: Update, context: TurnContext) -> None:
    await text.on_text(context.turn, COMMANDS, _ANSWERS, _PRIVATE, _IN_GROUP, _ASIDES)


async def _on_wordless(update: Update, context: TurnContext) -> None:
    await text.on_wordless(context.turn, _PICTURE_ANSWERS, _WORDLESS)


async def _on_file(update: Update, context: TurnContext) -> None:
    document = update.effective_message.document if update.effective_message is not None else None
    if document is not None:
        file = roster.File(document.file_id, document.file_name or "", document.file_size or 0)
        await roster.on_file(context.turn, file)


async def _on_edit(update: Update, context: TurnContext) -> None:
    if not await volunteer_hours.take_edit(context.turn):
        await text.read(context.turn)


async def _on_tap(update: Update, context: TurnContext) -> None:
    data = update.callback_query.data if update.callback_query else None
    await text.on_tap(context.turn, data or "", TAPS)


async def _on_membership(update: Update, context: TurnContext) -> None:
    reads_all = bool(context.bot.bot.can_read_all_group_messages)
    await chat.on_membership(update, context.turn, reads_all=reads_all)
