"""All that an elder reads: one line, at most 40 characters, plain words, and two buttons that say their colour."""

import inspect
import re
from collections.abc import Iterator

import pytest

from conversation.check_in_button import ASKED, HEARD, HELPING
from rendering import check_in_elder as said

_GIVEN = {"name": "欧阳老太太的很长的称呼", "day": "12月31日周四"}
_JARGON = re.compile(
    r"[A-Za-z/@#]|链接|账号|绑定|按钮|私聊|群聊|系统|点击|机器人|确认|提交|签到|打卡|状态|用户|超时|响应|异常|设置|验证|通知|推送"
)
_NUMBERS = re.compile(r"120|[0-9]+月[0-9]+日")


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text of the module, by its name."""
    for name, value in vars(said).items():
        if name.startswith("_") or name == "one_line":
            continue
        if isinstance(value, str):
            yield name, value
        elif inspect.isfunction(value):
            yield name, value(**{one: _GIVEN[one] for one in inspect.signature(value).parameters})


_ALL = dict(texts())


@pytest.mark.parametrize("name", _ALL)
def test_a_text_is_one_short_line_of_plain_words(name: str) -> None:
    text = _ALL[name]
    assert len(text) <= said.LONGEST, len(text)
    assert "\n" not in text
    assert not _JARGON.search(_NUMBERS.sub("", text)), text


def test_all_texts_of_that_channel_were_looked_at() -> None:
    assert {"question", "question_again", "hello", "coming", "paused", "FINE", "HELP", "VOICE", "ANYTHING"} <= set(_ALL)
    assert len(_ALL) >= 20


def test_a_name_is_shown_and_cut() -> None:
    assert said.question("王奶奶") == "王奶奶，今天好吗？按一下就行。"
    assert said.question("阿\n婆" * 9).startswith("阿 婆阿 婆阿…")


def test_there_are_at_most_two_buttons_each_with_a_word_beside_its_colour() -> None:
    assert len(ASKED) == 2
    for row in (*ASKED, *HEARD, *HELPING):
        ((label, _, style),) = row  # one a row: as wide as the message
        assert re.search(r"[一-鿿]{2}", label)
        assert ("🟢" in label) == (style == "success")
        assert ("🔴" in label) == (style == "danger")
