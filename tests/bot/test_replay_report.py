"""What a replay tells: lines for people, JSON for machines; never what was only chat."""

from bot.replay_play import Heard, Played, What
from bot.replay_report import FIRST, Account, as_json, last_line, lines_of
from bot.replay_source import Odd
from parsing.chat_export import Group, Said
from tests.bot.chat_history import BEGAN, ZONE


def heard(number: int, kind: Heard, what: What, text: str = "来点那个", name: str = "小凌") -> Played:
    said = Said(number, BEGAN + number, 7, name, text)
    return Played(said, what, [(kind, "请问是哪一样？")])


def shown(account: Account) -> str:
    return "\n".join(lines_of(account, ZONE))


def test_an_empty_group_says_so() -> None:
    assert shown(Account(Group("东区"))) == "━━ 东区\n   没有消息\n\n会记下 0 个接龙\n"


def test_messages_are_counted_by_what_became_of_them_and_chat_is_not_shown() -> None:
    account = Account(Group("东区"))
    for number in range(3):
        account.take(Played(Said(number, BEGAN + number, 7, "小凌", "楼上又吵架了"), What.LEFT_ALONE))
    account.take(Played(Said(9, BEGAN - 3600, 7, "小凌", "早", was_edited=True), What.FAILED))
    text = shown(account)
    assert "2022-04-10 07:00 至 2022-04-10 08:00，4 条消息" in text
    assert "闲聊，没有理会 3" in text
    assert "没能处理的消息编号：9" in text
    assert "1 条后来改过" in text
    assert "吵架" not in text


def test_what_would_be_asked_is_shown_with_the_message_the_first_of_each_kind() -> None:
    account = Account(Group("东区"))
    for number in range(FIRST + 5):
        account.take(heard(number, Heard.QUESTION, What.ASKED))
    account.take(heard(99, Heard.LATE, What.LATE, name=""))
    text = shown(account)
    assert f"会问的：{FIRST + 5} 条" in text
    assert text.count("小凌（消息 ") == FIRST
    assert "……" in text
    assert "还有 5 条，加 --all 全部列出" in text
    assert "（没有名字）（消息 99）：来点那个\n      守望会说：请问是哪一样？" in text


def test_all_are_shown_where_all_are_asked_for() -> None:
    account = Account(Group("东区"), most=None)
    for number in range(FIRST + 5):
        account.take(heard(number, Heard.CHANGED, What.RECORDED))
        account.leave_out(Odd(f"第 {number} 行", "没有日期（date）"))
    text = shown(account)
    assert text.count("守望会说") == FIRST + 5
    assert text.count("✗") == FIRST + 5
    assert "--all" not in text


def test_long_and_tricky_words_become_one_short_line() -> None:
    account = Account(Group("东\n区\u202e"))
    account.take(heard(1, Heard.QUESTION, What.ASKED, text="一行\n" * 5000, name="甲\u202e" * 50))
    assert max(map(len, lines_of(account, ZONE))) < 200
    assert "\u202e" not in shown(account)
    assert shown(account).startswith("━━ 东 区\n")


def test_what_was_left_out_is_counted_and_the_first_are_named() -> None:
    account = Account(Group("东区"))
    for number in range(FIRST + 2):
        account.leave_out(Odd(f"第 {number} 行", "没有日期（date）"))
    assert f"有 {FIRST + 2} 条没能读" in shown(account)
    assert as_json(account)["left_out"]["count"] == FIRST + 2
    assert len(as_json(account)["left_out"]["first"]) == FIRST


def test_machines_get_the_same_as_numbers() -> None:
    account = Account(Group("东区"))
    account.take(heard(4, Heard.QUESTION, What.ASKED))
    found = as_json(account)
    assert (found["chat"], found["messages"], found["began_at"], found["counts"]["asked"]) == ("东区", 1, BEGAN + 4, 1)
    assert found["would_say"]["question"]["first"] == [
        {"message": 4, "sent_at": BEGAN + 4, "who": "小凌", "text": "来点那个", "says": "请问是哪一样？"}
    ]


def test_the_last_line_tells_the_rate() -> None:
    assert last_line(12_000, 8.0) == "共 12,000 条消息，用了 8.0 秒，每秒 1,500 条。什么也没有发出去。"
