"""报平安: links that tie an account to an elder: their own, a neighbour's, one of the family. Random, once, for a day.

Who holds the link is taken for who it was meant for, so whoever made it hears at once who used it.
"""

from dataclasses import replace

from conversation.check_in import Ladders
from conversation.content import Button, Buttons
from conversation.elder import end, tell_team
from conversation.elder_card import VERB
from conversation.reach import private_chat
from conversation.turn import Turn
from domain.elder import CONSENT, Carer, Channel, Elder, Kin
from rendering import check_in as ladder_words
from rendering import check_in_elder as to_elder
from rendering import elder as rendering
from storage.audit import Act
from storage.deep_link import DeepLink

LINK = "e"  # what they begin with
_KIND = "elder"
_OWN = "elder"


async def give(turn: Turn, elder: Elder, kin: Kin | None) -> str:
    """Return a new link for the elder (None) or for somebody who looks after them."""
    about = {"elder": elder.id, "as": kin.value if kin is not None else _OWN}
    token = turn.store.links.make(DeepLink(await turn.person(), _KIND, about), turn.now)
    return f"https://t.me/{turn.bot_name}?start={LINK}_{token}"


async def follow(turn: Turn, token: str) -> None:
    """A link was followed: the account is the elder's, or looks after them, from now on."""
    link = await turn.store.links.find(token, turn.now)
    elder = await turn.store.elders.get(link.about["elder"]) if link is not None and link.kind == _KIND else None
    if link is None or elder is None or elder.ended_at is not None or turn.sender is None:
        turn.say(rendering.EXPIRED)
        return
    person = await turn.person()
    kin = Kin(link.about["as"]) if link.about["as"] != _OWN else None
    if kin is not None and person == elder.person_id:
        turn.say(rendering.THEMSELVES)
        return
    turn.store.links.use(token)
    await turn.store.audit.note(Act(elder.compound_id, person, "link", _KIND, elder.id), turn.now)
    if kin is None:
        await _is_elder(turn, elder, person)
    else:
        await _looks_after(turn, elder, kin, person)
    maker = await private_chat(turn.store, link.person_id)
    if maker is not None and link.person_id != person:
        row = [Button("看一下", f"{VERB}:card:{elder.id}")]
        turn.say(rendering.linked(elder, turn.sender.name, kin), buttons=[row], chat=maker)


async def _is_elder(turn: Turn, elder: Elder, person: int) -> None:
    """The account is the elder's own. They are asked whether they agree, in one line."""
    turn.store.elders.keep(replace(elder, person_id=person, channel=elder.channel or Channel.CHAT))
    turn.store.consents.ask(elder.compound_id, person, CONSENT, turn.now)
    turn.say(to_elder.WHO_SEES)
    turn.say(to_elder.hello(elder.name), buttons=_yes_or_no(elder, to_elder.AGREE_BUTTON, to_elder.REFUSE_BUTTON))


def consent_buttons(elder: Elder) -> Buttons:
    """Return what an elder may press who is tired of being asked: to be asked as ever, or not any more."""
    return _yes_or_no(elder, to_elder.GO_ON_BUTTON, to_elder.STOP_BUTTON)


def _yes_or_no(elder: Elder, yes: str, no: str) -> Buttons:
    return [
        [Button(yes, f"{VERB}:agree:{elder.id}", style="success")],
        [Button(no, f"{VERB}:refuse:{elder.id}", style="danger")],
    ]


async def _looks_after(turn: Turn, elder: Elder, kin: Kin, person: int) -> None:
    carers = await turn.store.elders.carers(elder.id)
    if not any(one.person_id == person and one.kin is kin for one in carers):
        known = next((one for one in carers if one.kin is kin and one.person_id is None), None)
        name = turn.sender.name if turn.sender is not None else ""
        carer = replace(known, person_id=person) if known is not None else Carer(kin, name[:12], None, person)
        turn.store.elders.entrust(elder.id, carer)
    turn.say(rendering.entrusted(elder, kin))


async def on_consent(turn: Turn, elder: Elder, *, is_yes: bool) -> None:
    """The elder has said yes or no to being asked."""
    person = elder.person_id
    if person is None or turn.message is None:
        return
    if is_yes:
        turn.store.consents.give(elder.compound_id, person, CONSENT, turn.now)
        turn.rewrite(to_elder.AGREED, [], chat_id=turn.chat.id, at=turn.message.place)
        return
    turn.store.consents.withdraw(elder.compound_id, person, CONSENT, turn.now)
    running = await turn.store.check_ins.running(elder.id)
    if running is not None:
        await Ladders.of(turn).close(running, elder, "withdrawn", None)
    await end(turn, elder)
    await tell_team(turn.store, elder, ladder_words.withdrawn(elder), turn.now)
    turn.rewrite(to_elder.REFUSED, [], chat_id=turn.chat.id, at=turn.message.place)
