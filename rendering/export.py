"""What is exported (导出) of a compound: sheets as CSV for people, and a page that says what each file holds."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.elder import CHANNEL_CALLED, time_of
from domain.household import CALLED as MARKS
from domain.role import CALLED, TEAM_CALLED
from rendering.care_call import RESULT_CALLED
from rendering.check_in import HOW_CALLED, NEED_CALLED
from rendering.order_chain import number

# A spreadsheet takes a cell that begins so, after blanks of any kind, for a formula; some take the wide forms as well.
_FORMULA = re.compile(r"[\s\0]*[=+\-@＝＋－＠]|[\t\r\n]")

_PAYMENTS = {"claimed": "说付了", "received": "收到", "refund": "定了退", "returned": "退了"}
_PURPOSES = {"owners": "业主群", "stair": "楼栋群", "volunteers": "志愿者群", "organisers": "团长群"}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, and what stands in it (None: an empty cell)."""

    heading: str
    shows: Callable[[Row, ZoneInfo], str | int | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the name of its file without .csv, what it holds, and its columns."""

    name: str
    about: str
    columns: tuple[Column, ...]


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: one that might be gets an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_text(sheet: Sheet, rows: Iterable[Row], zone: ZoneInfo) -> str:
    """Return a sheet as CSV, with the mark at its beginning by which Excel knows UTF-8. Times are local."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([column.heading for column in sheet.columns])
    for row in rows:
        cells = [column.shows(row, zone) for column in sheet.columns]
        writer.writerow([harmless(cell.replace("\0", "")) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def _plain(heading: str, column: str) -> Column:
    return Column(heading, lambda row, _: row[column])


def _moment(heading: str, *columns: str) -> Column:
    """A time: the latest of these columns (UTC seconds)."""

    def shows(row: Row, zone: ZoneInfo) -> str | None:
        at = max(row[column] or 0 for column in columns)
        return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}" if at else None

    return Column(heading, shows)


def _minutes(heading: str, column: str) -> Column:
    """A time of day, from minutes after midnight."""
    return Column(heading, lambda row, _: f"{time_of(row[column]):%H:%M}" if row[column] is not None else None)


def _flag(heading: str, column: str) -> Column:
    return Column(heading, lambda row, _: "是" if row[column] else "否")


def _called(heading: str, column: str, words: Mapping[str, str]) -> Column:
    return Column(heading, lambda row, _: words.get(row[column], row[column]))


def _quantity(row: Row, _: ZoneInfo) -> str:
    return number(Decimal(row["thousandths"]) / 1000)


def _yuan(row: Row, _: ZoneInfo) -> str | None:
    return None if row["fen"] is None else number(Decimal(row["fen"]) / 100)


def _goods(row: Row, _: ZoneInfo) -> str:
    return "；".join(_good(good) for good in json.loads(row["goods"]))


def _marks(row: Row, _: ZoneInfo) -> str:
    return "、".join(called for mark, called in MARKS.items() if mark.value in json.loads(row["marks"]))


def _good(good: Mapping[str, Any]) -> str:
    measure = f"/{good['measure']}" if good.get("measure") else ""
    return f"{good['name']} {good['price']}元{measure}" if good.get("price") is not None else f"{good['name']}{measure}"


SHEETS = (
    Sheet(
        "buys",
        "每个接龙一行：标题、团长、时间、商品",
        (
            _plain("接龙编号", "id"),
            _plain("标题", "title"),
            _plain("团长", "organiser"),
            _plain("群编号", "chat_id"),
            _moment("开团时间", "opened_at"),
            _moment("截单时间", "closed_at"),
            Column("商品", _goods),
        ),
    ),
    Sheet(
        "orders",
        "每户每样一行：谁订了什么、多少",
        (
            _plain("接龙编号", "id"),
            _plain("标题", "title"),
            _plain("弄", "lane"),
            _plain("楼栋", "building"),
            _plain("单元", "unit"),
            _plain("室", "room"),
            _plain("姓名", "name"),
            _flag("代订", "on_behalf"),
            _plain("下单账号", "author"),
            _plain("品名", "item"),
            Column("数量", _quantity),
            _plain("单位", "measure"),
            _plain("备注", "note"),
            _moment("最后改动", "sent_at", "edited_at"),
        ),
    ),
    Sheet(
        "totals",
        "每个接龙每样一行：合计多少、几户",
        (
            _plain("接龙编号", "id"),
            _plain("标题", "title"),
            _plain("品名", "item"),
            Column("合计", _quantity),
            _plain("单位", "measure"),
            _plain("户数", "parties"),
        ),
    ),
    Sheet(
        "payments",
        "收款每记一次一行：哪一户、什么、多少",
        (
            _plain("接龙编号", "id"),
            _plain("标题", "title"),
            _plain("弄", "lane"),
            _plain("楼栋", "building"),
            _plain("单元", "unit"),
            _plain("室", "room"),
            _plain("姓名", "name"),
            _called("什么", "kind", _PAYMENTS),
            Column("金额(元)", _yuan),
            _moment("时间", "at"),
            _plain("谁记的", "noted_by"),
        ),
    ),
    Sheet(
        "households",
        "每户一行：门牌、联系人、电话、人数、要留意的",
        (
            _plain("弄", "lane"),
            _plain("楼栋", "building"),
            _plain("单元", "unit"),
            _plain("室", "room"),
            _plain("联系人", "contact"),
            _plain("电话", "phone"),
            _plain("人数", "size"),
            Column("特殊情况", _marks),
            _plain("备注", "note"),
            _flag("在花名册上", "is_listed"),
        ),
    ),
    Sheet(
        "chats",
        "每个群一行",
        (
            _plain("群编号", "id"),
            _called("用途", "purpose", _PURPOSES),
            _plain("楼栋", "building"),
            _flag("守望在群里", "is_active"),
            _moment("最近一条消息", "heard_at"),
        ),
    ),
    Sheet(
        "roles",
        "谁是居委会、志愿者、楼组长、团长",
        (
            _plain("姓名", "name"),
            _called("身份", "role", {role.value: called for role, called in CALLED.items()}),
            _plain("楼栋", "building"),
            _called("组", "team", {"": "", **{team.value: called for team, called in TEAM_CALLED.items()}}),
            _plain("由谁授予", "granted_by"),
            _moment("授予时间", "granted_at"),
            _moment("有效期至", "until"),
        ),
    ),
    Sheet(
        "elders",
        "每天问平安的老人",
        (
            _plain("楼栋", "building"),
            _plain("单元", "unit"),
            _plain("房号", "room"),
            _plain("称呼", "name"),
            _plain("电话", "phone"),
            _called("怎么问", "channel", {one.value: called for one, called in CHANNEL_CALLED.items()}),
            _minutes("几点问", "asks_from"),
            _plain("每几天问", "every_days"),
            _plain("每几天打电话", "call_days"),
            _moment("暂停到", "paused_until"),
            _moment("本人口头同意", "agreed_at"),
            _moment("最近有消息", "heard_at"),
            _moment("不再问", "ended_at"),
        ),
    ),
    Sheet(
        "check_ins",
        "每天报平安：谁去看的、怎么结束的",
        (
            _plain("称呼", "name"),
            _plain("日期", "day"),
            _moment("开始", "opened_at"),
            _called("缘由", "need", NEED_CALLED),
            _plain("谁去看", "accepted_by"),
            _moment("什么时候说去", "accepted_at"),
            _moment("结束", "closed_at"),
            _called("怎么结束", "how", HOW_CALLED),
            _plain("谁说的", "answered_by"),
        ),
    ),
    Sheet(
        "care_calls",
        "关怀电话和上门，有给下一位的话",
        (
            _plain("称呼", "name"),
            _moment("时间", "at"),
            _plain("谁打的", "called_by"),
            _called("结果", "result", RESULT_CALLED),
            _plain("留的话", "note"),
        ),
    ),
)

#: What each table holds.
TABLES: Mapping[str, str] = {
    "compound": "小区：名称、时区、门牌的写法",
    "chat": "群：用途、楼栋、是否还在群里",
    "address": "群在 Telegram 里的号码（升级成超级群以后号码会变）",
    "person": "账号：Telegram 号码和显示的名字，只有在本小区说过话、有身份的人",
    "role": "身份：谁是居委会、志愿者、楼组长、团长，从什么时候到什么时候",
    "message": "记录过的消息的号码和时间；消息的原文不保存",
    "slot": "群里随时更新的那条消息（接龙汇总）在哪里",
    "order_chain": "接龙：标题、团长、商品和价格、开团和截单时间",
    "statement": "每条消息在接龙里说了什么（读出来的意思，不是原文）",
    "chain_order": "订单：哪一户、谁订的、备注；没有品名的是退掉了的",
    "order_line": "订单里的每一样：品名、数量（千分之一，2500 就是 2.5）、单位",
    "chain_speaker": "哪个账号在哪个接龙里代表哪一户",
    "chain_decline": "不用手机的户里问过、说不要的",
    "payment": "收款：哪一户说付了、收到、退了多少（分），谁在什么时候记的",
    "delivery": "到货：到哪一步了、在哪里取",
    "delivery_building": "到货：每栋什么时候叫的",
    "delivery_bag": "到货：每户取了没有、谁打的勾",
    "delivery_fault": "到货：少、坏、错，说了什么，退多少（分）",
    "talk": "开着的接龙里最近说到哪里，为了听懂「我也要」",
    "question": "守望正在等谁回答什么",
    "due": "到点要做的事：下一次是什么时候",
    "household": "住户：门牌、花名册上的联系人、电话、人数、需要留意的、备注",
    "residency": "谁说自己住哪一户，谁在什么时候确认过",
    "consent": "谁同意了保存哪一类敏感内容，什么时候",
    "elder": "每天问平安的老人：称呼、电话、怎么问、几点问",
    "carer": "谁照看哪位老人：结对邻居、楼组长、家人",
    "check_in": "每位老人每天的报平安：缘由、谁去看、怎么结束",
    "check_in_step": "报平安时对谁说过什么、什么时候、怎么回答的",
    "check_in_timing": "本小区自己的报平安时间",
    "care_call": "关怀电话和上门：谁打的、结果、留的话",
    "medication": "配药：给哪一户、哪一位、还能吃几天、到哪一步；照片只是 Telegram 里的编号",
    "medication_asker": "配药是谁提的",
    "medication_drug": "配药里的每一样药：写法、通用名、规格、数量（千分之一）",
    "medication_step": "配药的每一步：谁在什么时候做了、告诉了谁",
    "medication_custody": "医保卡、病历本、钱、药盒在谁手里，从什么时候起",
    "medication_alert": "配药和急事的告警：什么时候响、谁接了",
    "medication_told": "每次告警告诉了谁",
    "medication_offer": "邻居说可以匀出来的药",
    "medication_match": "匀药给谁由谁定了、结果怎样",
    "medication_refill": "同意以后记下的续药：哪种药、多久一次、下次什么时候",
    "reminder": "群里的提醒：说什么、给谁、什么时候；私人的提醒不导出",
    "test_round": "核酸、抗原、疫苗等的轮次：做什么、给谁、从几点到几点",
    "test_report": "轮次里每一户报了什么：做了几人、结果、谁报的、什么时候",
    "test_call": "叫过哪几栋楼的号，什么时候，有没有撤回",
    "test_board": "群里随时更新的轮次进度是哪一栋楼的",
    "audit": "谁在什么时候对哪一行做了什么（只有编号，没有内容）",
    "daily_summary": "日结：每天的数字（从记录里数出来的），什么时候发的，第几版",
    "daily_summary_line": "日结里编辑写的话",
    "daily_summary_copy": "日结发在哪些群",
    "daily_summary_helper": "谁在日结下面按了「我来」",
    "notice": "通知：写了什么、给哪几栋楼、什么时候发的、有没有撤回",
    "notice_copy": "通知发在哪些群，在群里的哪一条",
    "notice_receipt": "谁点了「收到」，什么时候",
    "today_mark": "「今天」里的哪一行由谁处理了",
    "volunteer_hours": "志愿工时：谁报了哪一天多少分钟，改过的是差额",
    "revision": "改动前后的值，用来撤销；所改的那一行删掉以后它也删掉",
}


def readme(compound: str, made_at: datetime) -> str:
    """Return the page that says what each file holds; `made_at` is local."""
    lines = [
        f"守望导出：{compound}",
        f"导出时间：{made_at:%Y-%m-%d %H:%M}（{made_at.tzname()}）",
        "",
        "这里有居民的姓名、门牌和订单，请妥善保管，用完删除，不要发到群里。",
        "",
        "一、表格（CSV，用 Excel 或 WPS 直接打开；时间是当地时间）",
        *(f"  {sheet.name}.csv　{sheet.about}" for sheet in SHEETS),
        "  以 = + - @ 开头的格子前面加了一个 '，免得被当成公式。",
        "",
        "二、完整的数据（tables 文件夹，JSON，给程序用；时间是 UTC 秒）",
        *(f"  tables/{name}.json　{about}" for name, about in TABLES.items()),
        "",
        "没有导出的：机器人的密钥、别的小区、正在收发的消息。",
    ]
    return "\ufeff" + "".join(f"{line}\r\n" for line in lines)


def sheets_of(rows: Mapping[str, Sequence[Row]], zone: ZoneInfo) -> dict[str, str]:
    """Return the text of each sheet's file, by name."""
    return {f"{sheet.name}.csv": csv_text(sheet, rows[sheet.name], zone) for sheet in SHEETS}
