"""What each figure of the daily summary (日结) means: its section and words, and what may be told of it to whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.medication_request import STATE_CALLED
from domain.role import TEAM_CALLED, Team


class Section(StrEnum):
    """The sections, in their order; the last two only where there is something to say."""

    POLICY = "policy"
    STATE = "state"
    GOODS = "goods"
    PATROL = "patrol"
    TOMORROW = "tomorrow"
    DONE = "done"
    HANDS = "hands"


#: What they are called in the summary.
SECTION_CALLED = {
    Section.POLICY: "政策通知",
    Section.STATE: "情况公示",
    Section.GOODS: "送件团购",
    Section.PATROL: "消杀巡查",
    Section.TOMORROW: "明日安排",
    Section.DONE: "今天志愿者做了什么",
    Section.HANDS: "还缺人手",
}

#: What a volunteer does, by the word that the audit has for it.
WORK = {
    "confirm": "确认住户",
    "roster": "更新花名册",
    "unsay": "理顺接龙",
    "notice": "发通知",
    "seen": "处理待办",
    "medicine": "配药跑腿",
    "bag": "发货",
    "care": "关怀电话和上门",
    "look": "上门看望",
}


class Tone(StrEnum):
    """How a building's square looks; a word stands in it as well."""

    CALM = "calm"
    BUSY = "busy"
    WAITING = "waiting"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a figure says of a building: a word, how it looks, and how pressing it is (the greater wins)."""

    word: str
    tone: Tone
    rank: int


CALM = Cell("无事", Tone.CALM, 0)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure means. `names_parts`: what it is made of is named beside it, each with `part_unit`, of which
    `part_of` of the rows' number make one (60 minutes an hour); `called` says how a part is called. `merges`: it counts
    households or people, whose small counts are merged. `is_shared`: what belongs to no building concerns every
    building. `is_standing`: it says how things are, not that something happened. `is_key`: it stands on the card.
    `cell`: what it says of a building. `team`: its rows are for private ears, those of that team and the committee."""

    section: Section
    label: str
    unit: str
    names_parts: bool = False
    part_unit: str = ""
    part_of: int = 1
    called: Mapping[str, str] = field(default_factory=dict)
    merges: bool = False
    is_shared: bool = False
    is_standing: bool = False
    is_key: bool = True
    cell: Cell | None = None
    team: Team | None = None

    def in_parts(self, number: int) -> Decimal:
        """Return the rows' number in units of the parts, with one decimal: 150 minutes are 2.5 hours."""
        exact = Decimal(number) / self.part_of
        return exact.quantize(Decimal("0.1")) if exact % 1 else exact


#: Every figure there is, by the name of the query that makes it, in the order in which they are told.
MEANINGS: Mapping[str, Meaning] = {
    "notices": Meaning(Section.POLICY, "今天发的通知", "条", names_parts=True, is_shared=True),
    "test_rounds": Meaning(Section.STATE, "今天的轮次", "个", names_parts=True, is_shared=True, is_key=False),
    "tests_done": Meaning(Section.STATE, "轮次做好的", "户", merges=True, is_key=False, team=Team.TEST),
    "tests_missing": Meaning(
        Section.STATE, "轮次还没做的", "户", merges=True, team=Team.TEST, cell=Cell("没做齐", Tone.URGENT, 3)
    ),
    "check_ins": Meaning(Section.STATE, "问过平安的老人", "位", merges=True, team=Team.CARE),
    "check_ins_unheard": Meaning(Section.STATE, "还没回音的老人", "位", merges=True, team=Team.CARE),
    "medicine_open": Meaning(
        Section.STATE,
        "在办的配药",
        "份",
        names_parts=True,
        part_unit="份",
        called={state.value: said for state, said in STATE_CALLED.items()},
        merges=True,
        team=Team.MEDICINE,
    ),
    "medicine_by_colour": Meaning(
        Section.STATE,
        "配药的急缓",
        "份",
        names_parts=True,
        part_unit="份",
        called={"red": "红（急）", "yellow": "黄（快用完）", "green": "绿（来得及）"},
        merges=True,
        is_key=False,
        team=Team.MEDICINE,
    ),
    "medicine_done": Meaning(Section.STATE, "今天办好的配药", "份", merges=True, is_key=False, team=Team.MEDICINE),
    "buys_open": Meaning(Section.GOODS, "还在接的团", "个", names_parts=True, part_unit="户", is_shared=True),
    "buys_closed": Meaning(
        Section.GOODS, "今天截单的团", "个", names_parts=True, part_unit="户", is_shared=True, is_key=False
    ),
    "buys_called_off": Meaning(Section.GOODS, "不做了的团", "个", names_parts=True, is_shared=True, is_key=False),
    "buy_households": Meaning(
        Section.GOODS, "有单的邻居", "户", merges=True, cell=Cell("有单", Tone.BUSY, 1), is_standing=True
    ),
    "goods_came": Meaning(
        Section.GOODS, "今天到的货", "批", names_parts=True, part_unit="户", is_shared=True, is_key=False
    ),
    "bags_waiting": Meaning(Section.GOODS, "到货还没取的", "份", merges=True, cell=Cell("待取", Tone.WAITING, 2)),
    "bags_fetched": Meaning(Section.GOODS, "今天取走的货", "份", merges=True, is_key=False),
    "buys_closing": Meaning(Section.TOMORROW, "到明天截单的团", "个", names_parts=True, is_shared=True, is_key=False),
    "test_rounds_tomorrow": Meaning(
        Section.TOMORROW, "到明天开始的轮次", "个", names_parts=True, is_shared=True, is_key=False
    ),
    "volunteer_acts": Meaning(
        Section.DONE, "做成的事", "件", names_parts=True, part_unit="件", called=WORK, is_shared=True
    ),
    "volunteers": Meaning(Section.DONE, "出力的志愿者", "位", is_shared=True),
    "volunteer_hours": Meaning(
        Section.DONE,
        "报了工时的志愿者",
        "位",
        names_parts=True,
        part_unit="小时",
        part_of=60,
        called={"hours": "一共"},
        is_shared=True,
        is_key=False,
    ),
    "teams_empty": Meaning(
        Section.HANDS,
        "没有人的组",
        "个",
        names_parts=True,
        called={team.value: said for team, said in TEAM_CALLED.items()},
        is_shared=True,
        is_standing=True,
        is_key=False,
    ),
    "buildings_without_lead": Meaning(
        Section.HANDS, "没有楼组长的楼", "栋", names_parts=True, is_shared=True, is_standing=True, is_key=False
    ),
}
