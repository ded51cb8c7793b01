"""Text as Telegram counts, cuts and marks it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting import parse
from sandbox.rejection import RejectedError
from sandbox.text import command_of, find_entities, merge_entities, trim, utf16_length

_FOUND = [
    ("/tally 青菜", [("bot_command", "/tally")]),
    ("/tally@shouwang_bot", [("bot_command", "/tally@shouwang_bot")]),
    ("😀 /tally", [("bot_command", "/tally")]),
    ("/接龙", []),
    ("/tally接龙", []),
    ("1/2 份", []),
    ("a/b", []),
    ("//x", []),
    ("#接龙 #3 #a1", [("hashtag", "#接龙"), ("hashtag", "#a1")]),
    ("问@anayi，或 a@b.com", [("email", "a@b.com")]),
    ("找 @anayi", [("mention", "@anayi")]),
    ("看https://a.cn/b?c=1，好", [("url", "https://a.cn/b?c=1")]),
    ("看 https://a.cn/b?c=1，好", [("url", "https://a.cn/b?c=1")]),
    ("t.me/x", [("url", "t.me/x")]),
    ("3.5元 12.30前", []),
]


@pytest.mark.parametrize(("text", "found"), _FOUND)
def test_what_is_found_without_mark_up(text: str, found: list[tuple[str, str]]) -> None:
    assert [(entity["type"], cut(text, entity)) for entity in find_entities(text)] == found


def cut(text: str, entity: dict[str, Any]) -> str:
    """Return the part of the text an entity marks."""
    units = text.encode("utf-16-le")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


def test_which_command_it_is() -> None:
    assert command_of("/tally@abc x", find_entities("/tally@abc x")) == ("tally", "abc")
    assert command_of("/tally x", find_entities("/tally x")) == ("tally", None)
    assert command_of("x /tally", find_entities("x /tally")) is None
    assert command_of("/接龙", []) is None


_MARKED = [
    ("HTML", "<b>青<i>菜</i></b>", "青菜", [("bold", "青菜", {}), ("italic", "菜", {})]),
    ("HTML", '<a href="https://a.cn?x=1&amp;y=2">榜</a>', "榜", [("text_link", "榜", {"url": "https://a.cn?x=1&y=2"})]),
    ("HTML", "<a>https://a.cn</a>", "https://a.cn", [("text_link", "https://a.cn", {"url": "https://a.cn"})]),
    ("HTML", '<a href="tg://user?id=5">安</a>', "安", []),
    ("HTML", "1 &lt; 2 &amp;&nbsp; &#33; &#x1F600; &#0;", "1 < 2 &&nbsp; ! 😀 &#0;", []),
    ("HTML", '<pre><code class="language-sql">x</code></pre>', "x", [("pre", "x", {"language": "sql"})]),
    ("HTML", "<code>x</code><b></b>", "x", [("code", "x", {})]),
    ("HTML", '<span class="tg-spoiler">x</span>', "x", [("spoiler", "x", {})]),
    ("HTML", "<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", "x", {})]),
    ("HTML", '<tg-emoji emoji-id="7">👍</tg-emoji>', "👍", [("custom_emoji", "👍", {"custom_emoji_id": "7"})]),
    ("MarkdownV2", "*粗* _斜_ __线__ ~删~ ||藏|| `码`", "粗 斜 线 删 藏 码", None),
    ("MarkdownV2", "3\\-502 \\*", "3-502 *", []),
    ("MarkdownV2", "[榜](https://a.cn) [x]", "榜 x", [("text_link", "榜", {"url": "https://a.cn"})]),
    ("MarkdownV2", ">引\n正文", "引\n正文", [("blockquote", "引", {})]),
    ("MarkdownV2", ">引", "引", [("blockquote", "引", {})]),
    ("MarkdownV2", "```py\nx*y\n```", "x*y", [("pre", "x*y", {"language": "py"})]),
    ("MarkdownV2", "`a*b`", "a*b", [("code", "a*b", {})]),
    ("MarkdownV2", "** ``````", " ", []),
    ("Markdown", "*粗* _斜_ 3-502 \\* *a_b*", "粗 斜 3-502 * a_b", None),
    ("Markdown", "[安](tg://user?id=5)", "安", []),
    ("", "<b>", "<b>", []),
]


@pytest.mark.parametrize(("mode", "source", "text", "entities"), _MARKED)
def test_mark_up_is_read(
    mode: str, source: str, text: str, entities: list[tuple[str, str, dict[str, Any]]] | None
) -> None:
    plain, found = parse(source, mode)
    assert plain == text
    if entities is not None:
        rest = [{k: v for k, v in e.items() if k not in ("type", "offset", "length")} for e in found]
        assert [(e["type"], cut(plain, e), about) for e, about in zip(found, rest, strict=True)] == entities
    else:
        names = {"粗": "bold", "斜": "italic", "线": "underline", "删": "strikethrough", "藏": "spoiler", "码": "code"}
        assert [e["type"] for e in found] == [names.get(cut(plain, e), "bold") for e in found]
        assert len(found) >= 3


def test_nothing_is_found_within_code_and_links() -> None:
    text = "/tally @anayi"
    code = [{"type": "code", "offset": 0, "length": 6}]
    assert [entity["type"] for entity in merge_entities(text, code)] == ["code", "mention"]


@given(st.text(max_size=60))
def test_lengths_are_utf16_units(text: str) -> None:
    clean = text.encode("utf-16", "ignore").decode("utf-16")
    assert utf16_length(clean) == len(clean.encode("utf-16-le")) // 2 if clean else utf16_length("") == 0


@given(st.text(alphabet="ab菜😀 \n", max_size=20), st.integers(0, 20), st.integers(1, 20))
def test_trimming_leaves_what_entities_mark(text: str, offset: int, length: int) -> None:
    total = utf16_length(text)
    marked = [{"type": "bold", "offset": offset, "length": length}] if offset + length <= total else []
    trimmed, moved = trim(text, marked)
    assert trimmed == text.strip()
    for entity in moved:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(trimmed)


@given(
    st.text(alphabet="<>/abiu&;*_~`|[]()\\!.菜 \n", max_size=40), st.sampled_from(["HTML", "MarkdownV2", "Markdown"])
)
def test_any_mark_up_is_read_or_refused(source: str, mode: str) -> None:
    try:
        text, entities = parse(source, mode)
    except RejectedError as refusal:
        text, entities = "", []
        refused = refusal.description
    else:
        refused = ""
    assert refused == "" or refused.startswith("Bad Request: can't parse entities: ")
    assert all(entity["offset"] + entity["length"] <= utf16_length(text) for entity in entities)
