"""花名册: the committee sends its list in private; the bot says what it would change, and a button changes it."""

import json
from dataclasses import dataclass

import msgspec

from conversation.command import Command
from conversation.content import Button
from conversation.outcome import Outcome
from conversation.roster import COMPARED, EXPORT, ROSTER, TEMPLATE, compared, roster_of
from conversation.tap import row_id
from conversation.turn import Turn
from conversation.whereabouts import compounds_of
from domain.discretion import Discreet
from domain.role import Role, allows
from domain.roster import Refused, Roster, silent_buildings
from rendering import roster as rendering
from storage.audit import Act
from storage.compound import Compound
from storage.outbox import Lane, Outgoing
from storage.upload import Upload

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv", ".txt")


@dataclass(frozen=True, slots=True)
class File:
    """A file in a message: Telegram's id of it, its name, and its size in bytes."""

    file_id: str
    name: str
    size: int


async def on_file(turn: Turn, file: File) -> None:
    """A file came in private. Only a sheet from somebody of a committee is fetched."""
    if turn.chat.kind != "private" or turn.sender is None or not file.name.lower().endswith(_ENDINGS):
        return
    compounds = await compounds_of(turn, Role.COMMITTEE)
    if not compounds:
        turn.say("花名册由居委会来发。")
    elif len(compounds) == 1:
        await _fetch(turn, file, compounds[0])
    else:
        about = {"file_id": file.file_id, "name": file.name, "size": file.size}
        question = await turn.store.questions.ask(
            None, turn.chat.id, await turn.person(), "roster file", about, turn.now, turn.now + 3600
        )
        rows = [[Button(one.name, data=f"roster:for:{question}:{one.id}")] for one in compounds]
        turn.say("这是哪个小区的花名册？", buttons=rows)


async def _fetch(turn: Turn, file: File, compound: Compound) -> None:
    turn.say(f"收到「{compound.name}」的表，正在看，稍等。")
    waited = {"to": ROSTER, "compound": compound.id, "person": await turn.person()}
    payload = {
        "file_id": file.file_id,
        "name": file.name,
        "reader": ROSTER,
        "about": {"address_words": compound.address_words},
    }
    turn.file(Outgoing("download", Lane.MESSAGE, turn.chat.id, payload, outcome=json.dumps(waited)))


async def on_read(outcome: Outcome, turn: Turn) -> None:
    """The file was read: say what it would change, and keep it until somebody presses the button."""
    waited = outcome.waited
    if not isinstance(outcome.result, dict):
        turn.say("这个文件没能取到，或超过 5 MB。请只留花名册那几列，存成 .xlsx 再发。")
        return
    roster = roster_of(outcome.result)
    if isinstance(roster, Refused):
        turn.say(roster.reason)
        return
    compound_id = int(waited["compound"])
    shown = await compared(turn.store.query, compound_id, roster)
    silent = silent_buildings(shown.standing, roster.entries)
    text = rendering.difference_text(shown.whole, roster, silent)
    if shown.whole.is_empty:
        turn.say(Discreet(text.text))
        return
    staged = msgspec.json.encode(roster).decode()
    upload = await turn.store.uploads.stage(compound_id, int(waited["person"]), ROSTER, staged, turn.now)
    if not text.is_whole:
        turn.file(Outgoing("recipe", Lane.MESSAGE, turn.chat.id, {"recipe": COMPARED, "subject": upload}))
    rows = [[Button("导入", data=f"roster:yes:{upload}"), Button("不导入", data=f"roster:no:{upload}")]]
    if shown.part is not None:
        rows.insert(0, [Button("只导入表里有的楼，别的楼照旧", data=f"roster:part:{upload}")])
        rows[1][0] = Button("全部导入，没写的算没有了", data=f"roster:yes:{upload}")
    turn.say(Discreet(text.text), buttons=rows)


async def on_tap(turn: Turn, words: str) -> None:
    """A button under a list that was read. Whether who presses is still of the committee is looked up again."""
    what, _, rest = words.partition(":")
    if what == "for":
        await _on_compound(turn, rest)
        return
    upload = await turn.store.uploads.get(row_id(rest) or 0)
    person = await turn.known_person()
    if upload is None or person is None or turn.message is None or upload.person_id != person:
        turn.answer("这个按钮已经过期了")
        return
    held = await turn.store.roles.held(upload.compound_id, person, turn.now)
    if not allows(held, Role.COMMITTEE) or what not in ("yes", "part", "no"):
        turn.answer("花名册由居委会来管")
        return
    turn.answer()
    turn.store.uploads.drop(upload.id)
    said = "没有导入。" if what == "no" else await _apply(turn, upload, is_part=what == "part")
    turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place)


async def _on_compound(turn: Turn, words: str) -> None:
    number, _, compound_id = words.partition(":")
    person = await turn.known_person()
    asked = await turn.store.questions.of(turn.chat.id, person, turn.now) if person is not None else ()
    found = next((one for one in asked if str(one.id) == number and one.kind == "roster file"), None)
    picked = [one for one in await compounds_of(turn, Role.COMMITTEE) if str(one.id) == compound_id]
    if found is None or not picked:
        turn.answer("这个按钮已经过期了")
        return
    turn.answer()
    turn.store.questions.answered(found.id)
    await _fetch(turn, File(**found.about), picked[0])


async def _apply(turn: Turn, upload: Upload, *, is_part: bool) -> str:
    """Change the roster as the list says, against what stands now; return what was done."""
    shown = await compared(turn.store.query, upload.compound_id, msgspec.json.decode(upload.staged, type=Roster))
    change = shown.part if is_part and shown.part is not None else shown.whole
    entries = [*change.new, *(one.after for one in change.changed)]
    turn.store.households.enlist(upload.compound_id, entries, turn.now)
    turn.store.households.unlist(upload.compound_id, change.gone)
    note = Act(upload.compound_id, upload.person_id, "roster", "compound", upload.compound_id)
    await turn.store.audit.note(note, turn.now)
    return rendering.applied(change)


async def show(turn: Turn, words: str) -> None:
    """花名册: the template, and the list as it stands."""
    for recipe, subject in ((TEMPLATE, 0), (EXPORT, turn.chat.compound_id or 0)):
        turn.file(Outgoing("recipe", Lane.MESSAGE, turn.chat.id, {"recipe": recipe, "subject": subject}))
    turn.say("填好模板（或改好现在的名单）发回来，我先说会改什么，您点了才改。")


COMMANDS = (
    Command(
        "roster",
        alias="花名册",
        summary="住户名单：模板、导出、导入",
        run=show,
        help="给您模板和现在的名单；把填好的表私聊发给我就能导入，先看改动再确认。",
        role=Role.COMMITTEE,
        kinds=("private",),
        of_compound=True,
    ),
)
TAPS = {"roster": on_tap}
OUTCOMES = {ROSTER: on_read}
