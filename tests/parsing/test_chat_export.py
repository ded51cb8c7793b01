"""One message of a Telegram Desktop export: who said what and when, or what is odd about it."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parsing.chat_export import Group, Kind, OddMessageError, account_of, group_of, number_of, said_in

ZONE = ZoneInfo("Asia/Shanghai")
PLAIN: dict[str, Any] = {
    "id": 71,
    "type": "message",
    "date": "2022-04-10T08:00:00",
    "date_unixtime": "1649548800",
    "from": "小周",
    "from_id": "user4401",
    "text": "豆角2份",
}


def said(**fields: Any) -> Any:
    return said_in({**PLAIN, **fields}, ZONE)


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in PLAIN.items() if name not in names}


def test_a_plain_message_is_read_with_who_when_and_what() -> None:
    read = said()
    assert (read.number, read.sent_at, read.account, read.name, read.text) == (71, 1649548800, 4401, "小周", "豆角2份")
    assert (read.kind, read.reply_to, read.was_edited) == (Kind.OWN, None, False)


def test_a_date_without_a_zone_is_of_the_compounds_zone() -> None:
    assert said_in(without("date_unixtime"), ZONE).sent_at == 1649548800
    assert said(date_unixtime=None, date="2022-04-10T02:00:00+02:00").sent_at == 1649548800


@pytest.mark.parametrize(
    "text",
    [
        "豆角2份 @小周",
        ["豆角2份 ", {"type": "mention_name", "text": "@小周", "user_id": 4401}],
        [{"type": "bold", "text": "豆角"}, "2份", " @小周"],
    ],
)
def test_text_may_be_a_string_or_pieces_of_it(text: object) -> None:
    assert said(text=text).text == "豆角2份 @小周"


def test_entities_stand_in_for_a_missing_text_and_nothing_for_neither() -> None:
    assert said_in({**without("text"), "text_entities": [{"type": "plain", "text": "好的"}]}, ZONE).text == "好的"
    assert said_in(without("text"), ZONE).text == ""


def test_the_caption_of_a_picture_is_its_text() -> None:
    assert said(photo="photos/a.jpg", text="这种番茄").text == "这种番茄"


@pytest.mark.parametrize(
    "fields",
    [
        {"forwarded_from": "别的群"},
        {"forwarded_from": None},
        {"forwarded_from_id": "user3"},
        {"via_bot": "@pic"},
        {"from_id": "channel1234567890"},
        {"from_id": "chat77"},
        {"from_id": "userx1"},
        {"from_id": 2 << 32 | 5},
        {"from_id": 0},
        {"from_id": None, "from": None},
    ],
)
def test_what_is_not_somebodys_own_words_is_foreign(fields: dict[str, Any]) -> None:
    assert said(**fields).kind is Kind.FOREIGN


@pytest.mark.parametrize(("from_id", "account"), [("user99", 99), (99, 99), ((1 << 32) + 99, 99)])
def test_accounts_are_numbered_as_exports_of_all_years_do(from_id: object, account: int) -> None:
    assert said(from_id=from_id).account == account


def test_where_only_the_name_is_known_it_stands_for_the_account() -> None:
    assert said(from_id=None).account == account_of("小周") != account_of("小郑")


def test_a_deleted_account_still_has_its_number() -> None:
    read = said(**{"from": None})
    assert (read.account, read.name, read.kind) == (4401, "", Kind.OWN)


def test_an_answer_names_the_message_that_it_answers_but_not_one_of_another_chat() -> None:
    assert said(reply_to_message_id=70).reply_to == 70
    assert said(reply_to_message_id=-999999930).reply_to == -999999930
    assert said(reply_to_message_id=70, reply_to_peer_id="channel5").reply_to is None
    assert said(reply_to_message_id="70").reply_to is None


@pytest.mark.parametrize("action", ["migrate_to_supergroup", "pin_message", "invite_members", "topic_created"])
def test_service_messages_are_no_words(action: str) -> None:
    read = said_in({"id": 5, "type": "service", "date_unixtime": "1649548800", "action": action, "text": ""}, ZONE)
    assert (read.kind, read.text, read.opens_topic) == (Kind.SERVICE, "", action == "topic_created")


def test_buttons_under_a_message_show_a_bot() -> None:
    assert said(inline_bot_buttons=[]).is_by_bot
    assert not said(inline_bot_buttons=[], via_bot="@pic").is_by_bot


def test_half_a_sign_becomes_a_mark() -> None:
    assert said(text="菜\ud83d").text == "菜\ufffd"


@pytest.mark.parametrize(
    ("raw", "odd"),
    [
        ("hello", "不是一条消息"),
        (without("id"), "id"),
        ({**PLAIN, "id": True}, "id"),
        ({**PLAIN, "id": 10**30}, "id"),
        (without("date", "date_unixtime"), "没有日期"),
        ({**PLAIN, "date_unixtime": "soon"}, "看不懂"),
        ({**PLAIN, "date_unixtime": "9" * 40}, "看不懂"),
        ({**without("date_unixtime"), "date": "昨天"}, "看不懂"),
        ({**PLAIN, "date_unixtime": "86400"}, "2013"),
        ({**PLAIN, "date_unixtime": "5000000000"}, "将来"),
        ({**PLAIN, "text": 12}, "text"),
        ({**PLAIN, "text": {"type": "plain"}}, "text"),
        ({**PLAIN, "text": ["a", 3]}, "text"),
        ({**PLAIN, "text": [{"type": "bold"}]}, "text"),
    ],
)
def test_an_odd_message_says_what_is_odd(raw: object, odd: str) -> None:
    with pytest.raises(OddMessageError, match=odd):
        said_in(raw, ZONE)


def test_a_message_is_called_by_its_number() -> None:
    assert (number_of(PLAIN), number_of({}), number_of([])) == ("编号 71", "没有编号", "没有编号")


@pytest.mark.parametrize(
    ("kind", "number", "group"),
    [
        ("private_group", 55, Group("梧桐苑", -55)),
        ("private_supergroup", 55, Group("梧桐苑", -1000000000055)),
        ("public_supergroup", None, Group("梧桐苑", None)),
        ("personal_chat", 55, Group("梧桐苑", is_group=False)),
        ("private_channel", 55, Group("梧桐苑", is_group=False)),
        (None, None, Group("梧桐苑")),
    ],
)
def test_groups_have_the_number_that_bots_see(kind: object, number: object, group: Group) -> None:
    assert group_of("梧桐苑", kind, number) == group


def test_a_group_without_a_name_gets_a_word_for_it() -> None:
    assert group_of(None, None, None).title == group_of("  ", None, None).title == "（没有名字的群）"
