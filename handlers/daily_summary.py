"""日结 in private: its editor adds a line, changes one, releases it or has it corrected; and 我来 under it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from conversation.command import Command
from conversation.daily_summary import COME, DAILY, DRAFT, SHEET, day_of, is_editor, release, show
from conversation.reach import private_chats
from conversation.tap import row_id
from conversation.turn import Turn
from domain.daily_summary import Line
from domain.daily_summary_meaning import MEANINGS
from domain.role import Role, allows
from parsing.daily_summary import Change, read_change, read_line
from parsing.somebodys import tells_of_somebody
from rendering import daily_summary as rendering
from rendering.order_chain import place
from storage.audit import Act
from storage.daily_summary import Summary
from storage.outbox import Lane, Outgoing
from storage.question import Question

ADD, CHANGE = "daily line", "daily change"
_EXPIRED = "这个按钮已经过期了"
_ASK_SECONDS = 6 * 3600


async def on_tap(turn: Turn, words: str) -> None:
    """A button under the draft. Who pressed is looked up again."""
    what, _, number = words.partition(":")
    summary = await turn.store.summaries.get(row_id(number) or 0)
    if summary is None or turn.chat.kind != "private" or what not in _STEPS or not await _may_edit(turn, summary):
        turn.answer(_EXPIRED)
        return
    await _STEPS[what](turn, summary)


async def _may_edit(turn: Turn, summary: Summary) -> bool:
    person = await turn.known_person()
    return person is not None and is_editor(await turn.store.roles.held(summary.compound_id, person, turn.now))


async def _add(turn: Turn, summary: Summary) -> None:
    turn.answer()
    await turn.ask(ADD, rendering.ASK_LINE, {"summary": summary.id}, seconds=_ASK_SECONDS)


async def _change(turn: Turn, summary: Summary) -> None:
    turn.answer()
    await turn.ask(CHANGE, rendering.ASK_CHANGE, {"summary": summary.id}, seconds=_ASK_SECONDS)


async def _release(turn: Turn, summary: Summary) -> None:
    compound = await turn.store.compounds.get(summary.compound_id)
    if compound is None or summary.released_at is not None:
        turn.answer("已经发出了")
        return
    today = datetime.fromtimestamp(turn.now, ZoneInfo(compound.time_zone)).date()
    if summary.day != today:  # its figures would be of another evening
        turn.answer("那一天已经过去了，请看今晚的")
        return
    if not await release(turn.store, summary, compound, turn.now, await turn.person()):
        turn.answer("已经发出了")
        return
    turn.answer("发出了")
    await _note(turn, summary)


async def _sheet(turn: Turn, summary: Summary) -> None:
    held = await turn.store.roles.held(summary.compound_id, await turn.person(), turn.now)
    if not allows(held, Role.COMMITTEE):
        turn.answer("表格里有明细，只给居委会")
        return
    turn.answer()
    turn.file(Outgoing("recipe", Lane.MESSAGE, turn.chat.id, {"recipe": SHEET, "subject": summary.id}))


_STEPS = {"add": _add, "change": _change, "release": _release, "sheet": _sheet}


# --- what the editor writes -----------------------------------------------------------------------------------


async def on_line(turn: Turn, question: Question, text: str) -> None:
    """A line for the summary."""
    summary = await _edited(turn, question)
    if summary is None:
        return
    section, words = read_line(text)
    own = [line for line in await turn.store.summaries.lines(summary.id) if line.figure is None]
    if len(words) > rendering.LONGEST_LINE or len(own) >= len(rendering.LETTERS) or not words:
        turn.say(rendering.TOO_LONG if words else rendering.ASK_LINE)
        return
    if tells_of_somebody(words):
        await turn.ask(ADD, rendering.SOMEBODYS, question.about, seconds=_ASK_SECONDS)
        return
    turn.store.summaries.write(summary, Line(0, section, words), await turn.person(), turn.now)
    await _changed(turn, summary)


async def on_change(turn: Turn, question: Question, text: str) -> None:
    """What becomes of a line."""
    summary = await _edited(turn, question)
    if summary is None:
        return
    change = read_change(text)
    if change is not None and tells_of_somebody(change.words):
        await turn.ask(CHANGE, rendering.SOMEBODYS, question.about, seconds=_ASK_SECONDS)
        return
    if change is None or len(change.words) > rendering.LONGEST_LINE or not await _apply(turn, summary, change):
        await turn.ask(
            CHANGE, f"{rendering.NOT_UNDERSTOOD}{rendering.ASK_CHANGE}", question.about, seconds=_ASK_SECONDS
        )
        return
    await _changed(turn, summary)


async def _edited(turn: Turn, question: Question) -> Summary | None:
    summary = await turn.store.summaries.get(int(question.about["summary"]))
    if summary is None or not await _may_edit(turn, summary):
        turn.say("日结由居委会和日结组来编。")
        return None
    return summary


async def _apply(turn: Turn, summary: Summary, change: Change) -> bool:
    """Do what was asked to that line; False where there is no such line, or it cannot be done to it."""
    day = await day_of(turn.store.query, summary)
    if day is None:
        return False
    person, summaries = await turn.person(), turn.store.summaries
    own = rendering.own_lines(day).get(change.which)
    name = rendering.numbers_of_figures(day).get(change.which)
    if own is not None and not change.is_back:
        if change.is_out:
            summaries.strike(own)
        else:
            summaries.rewrite(own, change.words, person, turn.now)
        return True
    if name is None:
        return False
    beside = next((line for line in day.lines if line.figure == name), None)
    if change.is_back:
        if beside is not None:
            summaries.strike(beside)
        return beside is not None
    words = "" if change.is_out else change.words
    summaries.write(summary, Line(0, MEANINGS[name].section, words, name), person, turn.now)
    return True


async def _changed(turn: Turn, summary: Summary) -> None:
    """Show what was changed: in the draft, and where it is out already as another version in the same place."""
    turn.react("👌")
    if summary.released_at is not None:
        turn.store.summaries.correct(summary, turn.now)
    await _note(turn, summary)
    await show(turn.store, summary.id, turn.now)


async def _note(turn: Turn, summary: Summary) -> None:
    note = Act(summary.compound_id, await turn.person(), "summary", "daily_summary", summary.id)
    await turn.store.audit.note(note, turn.now)


async def correct(turn: Turn, words: str) -> None:
    """更正: the last summary that went out, with the buttons that change it in its place."""
    if not is_editor(await turn.held()):
        turn.say("日结由居委会和日结组来编。")
        return
    summary = await turn.store.summaries.latest(turn.chat.compound_id or 0)
    if summary is None:
        turn.say(rendering.NO_SUMMARY)
        return
    turn.file(Outgoing("recipe", Lane.MESSAGE, turn.chat.id, {"recipe": DRAFT, "subject": summary.id}))


# --- 我来 -----------------------------------------------------------------------------------------------------


async def on_come(turn: Turn, words: str) -> None:
    """Somebody offers a hand: they are thanked, and the committee hears it in private, once."""
    summary = await turn.store.summaries.get(row_id(words) or 0)
    if summary is None or turn.sender is None or turn.chat.compound_id != summary.compound_id:
        turn.answer(_EXPIRED)
        return
    if not await turn.store.summaries.help(summary, await turn.person(), turn.now):
        turn.answer(rendering.THANKS_AGAIN)
        return
    turn.answer(rendering.THANKS)
    said = rendering.offers_help(turn.sender.name, await _home(turn, summary.compound_id), summary.day)
    committee = await turn.store.roles.holders(summary.compound_id, Role.COMMITTEE, turn.now)
    for chat in (await private_chats(turn.store, committee)).values():
        turn.say(said, chat=chat)


async def _home(turn: Turn, compound_id: int) -> str | None:
    for residency in await turn.store.residencies.of(compound_id, await turn.person()):
        household = await turn.store.households.get(residency.household_id)
        if household is not None:
            return place(household.entry.residence)
    return None


COMMANDS = (
    Command(
        "correct",
        alias="更正",
        summary="更正发出的日结",
        run=correct,
        help="居委会和日结组用：把最近一次日结拿出来，加一句或改一行，群里那一条原处更新成新的一版。",
        role=Role.VOLUNTEER,
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {DAILY: on_tap, COME: on_come}
ANSWERS = {ADD: on_line, CHANGE: on_change}
