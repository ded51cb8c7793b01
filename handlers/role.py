"""身份: the committee says who is volunteer, building lead, organiser; and hands itself over."""

from datetime import datetime, timedelta

from conversation.command import Command
from conversation.content import Button
from conversation.turn import Turn
from domain.role import Held, Role
from domain.wall_clock import DAY_ENDS, instant, lasting
from parsing.role import ROLE_BY_NAME, TEAM_BY_NAME, read_grant
from rendering import role as rendering
from storage.audit import Act, Revision
from storage.outbox import Lane, Outgoing

_LONGEST_BUILDING = 20


async def for_today(turn: Turn, words: str) -> None:
    """今日志愿者, as a reply: that person is a volunteer until the night."""
    local = datetime.fromtimestamp(turn.now, turn.zone)
    end = instant(lasting(local) + timedelta(days=1), DAY_ENDS, turn.zone)
    await _grant(turn, Held(Role.VOLUNTEER), end)


async def grant(turn: Turn, words: str) -> None:
    """/授权 楼组长 3号楼, /授权 志愿者 配药组, as a reply."""
    role, of = read_grant(words)
    if role is Role.LEAD and 0 < len(of) <= _LONGEST_BUILDING:
        await _grant(turn, Held(role, of))
    elif role is Role.VOLUNTEER and of in TEAM_BY_NAME:
        await _grant(turn, Held(role, team=TEAM_BY_NAME[of]))
    elif role not in (None, Role.LEAD) and not of:
        await _grant(turn, Held(role))
    else:
        turn.say(rendering.NO_SUCH_ROLE if turn.message and turn.message.reply_author else rendering.HOW_TO_GRANT)


async def _grant(turn: Turn, held: Held, until: int | None = None) -> None:
    other = turn.message.reply_author if turn.message is not None else None
    if other is None:
        turn.say(rendering.HOW_TO_GRANT)
        return
    person = await turn.store.persons.meet(other.telegram_user_id, other.name)
    compound_id = turn.chat.compound_id or 0
    role = await turn.store.roles.grant(compound_id, person, held, turn.now, by=await turn.person(), until=until)
    await _note(turn, "grant", role, Revision(None, until))
    turn.say(rendering.granted(other.name, held, datetime.fromtimestamp(until, turn.zone) if until else None))


async def revoke(turn: Turn, words: str) -> None:
    """/收回, as a reply: all roles of that person, or the one that is named. The last of the committee stays."""
    other = turn.message.reply_author if turn.message is not None else None
    wanted = ROLE_BY_NAME.get(words)
    if other is None or (words and wanted is None):
        turn.say(rendering.HOW_TO_REVOKE)
        return
    compound_id = turn.chat.compound_id or 0
    person = await turn.store.persons.meet(other.telegram_user_id, other.name)
    roles = [
        one
        for one in await turn.store.roles.all_of(compound_id, turn.now)
        if one.person_id == person and wanted in (None, one.held.role)
    ]
    if any(one.held.role is Role.COMMITTEE for one in roles) and await _is_last(turn, compound_id):
        turn.say("居委会只剩这一位了，不能收回。先「移交」，或先授权给别人。")
        return
    for one in roles:
        turn.store.roles.end(one.id, turn.now)
        await _note(turn, "revoke", one.id, Revision(one.until or 0, turn.now))
    turn.say(rendering.revoked(other.name, [one.held for one in roles]))


async def show(turn: Turn, words: str) -> None:
    """身份: one's own roles; the committee hears everybody's, but not in a group of residents."""
    held = await turn.held()
    is_committee = any(one.role is Role.COMMITTEE for one in held)
    compound = await turn.store.compounds.get(turn.chat.compound_id or 0)
    if not is_committee or compound is None or (turn.chat.purpose != "volunteers" and turn.chat.kind == "group"):
        turn.say(rendering.own(held))
        return
    rows = await turn.store.roles.all_of(compound.id, turn.now)
    names = await turn.store.persons.names({one.person_id for one in rows})
    zone = turn.zone
    turn.say(
        rendering.everyone(
            compound.name,
            [
                (names[one.person_id], one.held, datetime.fromtimestamp(one.until, zone) if one.until else None)
                for one in rows
            ],
        )
    )


# --- handing over ---------------------------------------------------------------------------------------------


async def hand_over(turn: Turn, words: str) -> None:
    """移交, as a reply: asked once more, then the committee is that person."""
    other = turn.message.reply_author if turn.message is not None else None
    if other is None:
        turn.say(rendering.HOW_TO_HAND_OVER)
        return
    person = await turn.store.persons.meet(other.telegram_user_id, other.name)
    question = await turn.store.questions.ask(
        turn.chat.compound_id,
        turn.chat.id,
        await turn.person(),
        "handover",
        {"to": person},
        turn.now,
        turn.now + 600,
    )
    buttons = [[Button("移交", data=f"handover:{question}"), Button("不了", data="handover:no")]]
    turn.say(rendering.hand_over_question(other.name), buttons=buttons)


async def on_hand_over(turn: Turn, words: str) -> None:
    """The committee has pressed 移交: only who was asked, only once, only while they still are the committee."""
    person = await turn.known_person()
    if turn.message is None or person is None:
        turn.answer("这个按钮已经过期了")
        return
    asked = [one for one in await turn.store.questions.of(turn.chat.id, person, turn.now) if one.kind == "handover"]
    found = next((one for one in asked if str(one.id) == words), None)
    compound_id = turn.chat.compound_id or 0
    mine = [
        one
        for one in await turn.store.roles.all_of(compound_id, turn.now)
        if one.person_id == person and one.held.role is Role.COMMITTEE
    ]
    if not mine or (found is None and words != "no"):
        turn.answer("这个按钮不是给您的，或已经过期了")
        return
    turn.answer()
    for question in asked:
        turn.store.questions.answered(question.id)
    new = await turn.store.persons.get(found.about["to"]) if found is not None else None
    if new is None or found is None or turn.sender is None:
        turn.rewrite("没有移交。", [], chat_id=turn.chat.id, at=turn.message.place)
        return
    role = await turn.store.roles.grant(compound_id, new.id, Held(Role.COMMITTEE), turn.now, by=person)
    await _note(turn, "grant", role, Revision(None, None))
    turn.store.recoveries.use(compound_id)  # whoever has the old paper is not of the committee any more
    if new.id != person:
        for one in mine:
            turn.store.roles.end(one.id, turn.now)
            await _note(turn, "revoke", one.id, Revision(one.until or 0, turn.now))
    text = rendering.handed_over(turn.sender.name, new.name)
    turn.rewrite(text, [], chat_id=turn.chat.id, at=turn.message.place)


async def make_code(turn: Turn, words: str) -> None:
    """恢复码, in private: a new code for paper; the old one is good no more."""
    compound = await turn.store.compounds.get(turn.chat.compound_id or 0)
    if compound is not None:
        letters = turn.store.recoveries.make(compound.id, turn.now)
        await turn.store.audit.note(Act(compound.id, await turn.person(), "code", "compound", compound.id), turn.now)
        turn.say(rendering.code(compound.name, letters))


async def recover(turn: Turn, words: str) -> None:
    """/恢复 CODE, in private: who holds the paper is the committee. Everybody who should know hears of it."""
    compound_id = await turn.store.recoveries.tried(words, turn.now)
    compound = await turn.store.compounds.get(compound_id) if compound_id is not None else None
    if compound is None or turn.sender is None:
        turn.say(rendering.NO_SUCH_CODE)
        return
    person = await turn.person()
    before = await turn.store.roles.holders(compound.id, Role.COMMITTEE, turn.now)
    turn.store.recoveries.use(compound.id)
    role = await turn.store.roles.grant(compound.id, person, Held(Role.COMMITTEE), turn.now, by=person)
    await turn.store.audit.note(Act(compound.id, person, "recover", "role", role), turn.now)
    turn.say(rendering.granted(turn.sender.name, Held(Role.COMMITTEE)))
    told = [chat for chat in await turn.store.chats.groups_of(compound.id) if chat.purpose == "volunteers"]
    for one in before:
        account = await turn.store.persons.get(one)
        chat = await turn.store.chats.at(account.telegram_user_id) if account is not None and one != person else None
        if chat is not None:
            told.append(chat)
    for chat in told:
        text = rendering.recovered(compound.name, turn.sender.name)
        turn.file(Outgoing("sendMessage", Lane.ALARM, chat.id, {"text": text}))


async def _is_last(turn: Turn, compound_id: int) -> bool:
    return len(await turn.store.roles.holders(compound_id, Role.COMMITTEE, turn.now)) == 1


async def _note(turn: Turn, act: str, role_id: int, revision: Revision) -> None:
    note = Act(turn.chat.compound_id or 0, await turn.person(), act, "role", role_id, "until")
    await turn.store.audit.note(note, turn.now, revision)


COMMANDS = (
    Command(
        "daypass",
        alias="今日志愿者",
        summary="让他当今天的志愿者（回复他发）",
        run=for_today,
        help="回复某人的消息发，他今天就是志愿者，明早四点自动结束。",
        role=Role.COMMITTEE,
        kinds=("group",),
    ),
    Command(
        "grant",
        alias="授权",
        summary="给身份（回复他发）",
        run=grant,
        help="回复某人的消息发：/授权 志愿者、/授权 志愿者 配药组、/授权 楼组长 3号楼、/授权 团长、/授权 居委会。",
        role=Role.COMMITTEE,
        kinds=("group",),
    ),
    Command(
        "revoke",
        alias="收回",
        summary="收回身份（回复他发）",
        run=revoke,
        help="回复某人的消息发，收回他的身份；也可写明收回哪一样。",
        role=Role.COMMITTEE,
        kinds=("group",),
    ),
    Command(
        "roles",
        alias="身份",
        summary="看自己的身份",
        run=show,
        help="看自己是什么身份；居委会私聊我或在志愿者群里发，看谁管什么。",
        of_compound=True,
    ),
    Command(
        "handover",
        alias="移交",
        summary="移交居委会身份（回复他发）",
        run=hand_over,
        help="回复接手的人的消息发，确认后他就是居委会，您不再是。",
        role=Role.COMMITTEE,
        kinds=("group",),
    ),
    Command(
        "code",
        alias="恢复码",
        summary="换一个写在纸上的恢复码",
        run=make_code,
        help="抄在纸上收好，手机丢了用它接回居委会身份。",
        role=Role.COMMITTEE,
        kinds=("private",),
        of_compound=True,
    ),
    Command(
        "recover",
        alias="恢复",
        summary="用恢复码接过居委会身份",
        run=recover,
        help="私聊我发：/恢复 纸上的恢复码。",
        kinds=("private",),
    ),
)
TAPS = {"handover": on_hand_over}


async def undo_grant(turn: Turn, act: Act, revision: Revision) -> str:
    """A role that was given is taken back."""
    turn.store.roles.end(act.row_id, turn.now)
    return await _said(turn, act, "收回了")


async def undo_revoke(turn: Turn, act: Act, revision: Revision) -> str:
    """A role that was taken back is given again, to the end it had."""
    turn.store.roles.end(act.row_id, revision.old or None)
    return await _said(turn, act, "还给了")


async def _said(turn: Turn, act: Act, verb: str) -> str:
    role = await turn.store.roles.get(act.row_id)
    person = await turn.store.persons.get(role.person_id) if role is not None else None
    if role is None or person is None:
        return "撤销了。"
    return f"撤销了：{verb} {person.name} 的{rendering.role_said(role.held)}。"


UNDO = {("role", "grant"): undo_grant, ("role", "revoke"): undo_revoke}
