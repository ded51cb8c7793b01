"""Reads what is needed by a note of a care call (今日关怀): 没米了，还要配药，灯坏了; and who is to see to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.role import Team
from parsing.medicine import names_medicine
from parsing.normalise import normalise

_LONGEST = 500  # characters

#: What a team sees to. Whatever is none of these is for the care team.
_OF_TEAM = (
    (Team.MEDICINE, re.compile(r"药(?!膳)|胰岛素|试纸|医保卡|针剂|制氧|氧气")),
    (Team.TEST, re.compile(r"核酸|抗原|疫苗")),
    (Team.PARCEL, re.compile(r"快递|包裹|取件|驿站")),
    (Team.DISINFECTION, re.compile(r"消毒|消杀|酒精")),
    (
        Team.SUPPLY,
        re.compile(
            r"大?米(?!数)|面粉|面条|挂面|面包|馒头|粮|油(?!烟)|盐|酱|醋|菜|蛋|奶|水果|肉|鱼|吃的|食[品物]|饼干|零食|物资|日用品"
            r"|卫生纸|手纸|纸巾|尿[布垫不]|纸尿裤|口罩|牙膏|牙刷|肥皂|洗衣[粉液]|洗洁精|饮用水|桶装水|矿泉水|没水喝|电池"
        ),
    ),
)
_NEEDS = re.compile(
    r"没(?!事|问题|什么|啥|毛病|关系|变)|缺|不够|不多|快[没吃用断]|[吃用]?[完光]了|只剩|剩[下了]?|还有[0-9一二两三四五六七]+[天粒片颗盒]"
    r"|断了|要(?!紧|是)|想|需|请|帮|坏|不亮|漏|堵|不通|停[水电]|打不开|不制?热|修|换|配|买|代|取|拿不|续"
)
_NO_NEED = re.compile(
    r"不缺|不要|不用|不需|没缺|都有|够[了吃用]|还够|足够|没什么|没啥|什么都|没有?需要|不想|[买送配取拿修换][好过到来]|已经|别的都"
)
_CLAUSE = re.compile(r"[,，。;；!！\n]+|(?:还有就是|另外|顺便|以及)|(?<=[^,，。;；、\n])(?=还(?:要|想|缺|需))")
_LIST = re.compile(r"[、和跟及与]")
_LEADS = re.compile(r"^[ 、:：]*(?:还有|还|也|再|然后|她|他|老人|奶奶|爷爷|说)*")


@dataclass(frozen=True, slots=True)
class CareNeed:
    """What one team is to see to, in the words of the note."""

    team: Team
    words: str


def read_needs(note: str) -> tuple[CareNeed, ...]:
    """Return what a note says that somebody needs, one a team, in the order in which they were said; what they do not
    need, and how they are, is none. Never raises."""
    found: dict[Team, list[str]] = {}
    for clause in _CLAUSE.split(normalise(note).text[:_LONGEST]):
        words = _LEADS.sub("", clause).strip()
        if not words or _NEEDS.search(clause) is None or _NO_NEED.search(clause) is not None:
            continue
        for team, part in _parts(words):
            found.setdefault(team, []).append(part)
    return tuple(CareNeed(team, "，".join(parts)) for team, parts in found.items())


def _parts(words: str) -> Iterator[tuple[Team, str]]:
    """Yield the parts of a clause that go to different teams: of 米、油、药都没了 nobody hears the other's."""
    pieces = [(_team(piece), piece) for piece in _LIST.split(words) if piece.strip()]
    teams = {team for team, _ in pieces if team is not None}
    if len(teams) < 2:
        yield (teams.pop() if teams else Team.CARE), words
        return
    last = next(team for team, _ in pieces if team is not None)
    for team, piece in pieces:
        last = team or last
        yield last, piece


def _team(words: str) -> Team | None:
    named = next((team for team, pattern in _OF_TEAM if pattern.search(words) is not None), None)
    if named is None and names_medicine(words):
        return Team.MEDICINE
    return named
