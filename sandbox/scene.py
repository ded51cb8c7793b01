"""Reads a scene: a text file of who says what, and what the bot then shows; tests check it, the page plays it.

    王阿姨：3-502 青菜2份            somebody says something (⏎ is a line break)
    王阿姨 改「3-502」：3-502 青菜3份    … edits their own message that began so
    王阿姨 回「#接龙」：+1              … replies to one
    王阿姨 转「我要」                  … forwards one
    王阿姨 按「好了」                  … taps the newest button with these words
    王阿姨 答：桂园                   … replies to the bot's newest message
    王阿姨 私：/start                 … writes to the bot in private; what is seen then is seen there
    王阿姨 私按「好了」                 … taps a button there
    王阿姨 私：【语音】                … sends a voice note there
    王阿姨 跟「周主任」                 … follows the newest link that the bot gave 周主任 in private
    王阿姨 看                        … looks into that private chat: new is what came since they last looked
    王阿姨 私图：碎了                  … sends a picture there, with a caption or without
    王阿姨 答图：碎了                  … answers the bot's newest message with one
    （先演：布置）                     the scene of that name, from the same folder, goes before
    （换到：志愿者群）                 from now on it happens in that group, which the bot is let into if it is new
    （换到：志愿者群，管理员）            … as an administrator
    （到：20:00）                    the clock goes on to that time of day
    （拉黑：王阿姨）                   somebody stops the bot in private
    （群升级）                       the group becomes a supergroup
    （群主匿名：截单）                an anonymous administrator speaks
    （重启）                        the bot is stopped and started again; on the page its plug is pulled
    （停机） （开机）                  … stopped, started
      ✍                              the message before has this reaction (– for none)
      汇总：青菜 2份（1户）              the tally has this line (several lines: several of these)
      没有汇总：鸡蛋                    the tally has nowhere these words
      看到：小区：桂园⏎                  a message of the bot's has these words now, new or edited
      私聊 王阿姨：加上了                a message of the bot's in that person's private chat has these words now
      守望：截单要由开团的人来发             the bot said something with these words since the last line
      没说话                           the bot said nothing new

Lines that begin with # are remarks; the page shows them between the lines, and the first as the scene's title.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_SAID = re.compile(
    r"(?P<who>[^\s：]+)"
    r"(?: (?P<how>私?按|[改回转跟])「(?P<which>.*?)」(?=：|$)| (?P<to>[答私]图?|看))?(?:：(?P<text>.*))?"
)
_FIRST = "先演"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a scene. `who` is empty for an event, `how` is what they do, or the event's name; `shows` are the
    lines below it that say what is seen then; `remarks` stand above it. `part` names the scene it was taken from."""

    number: int
    who: str
    how: str
    which: str
    text: str
    shows: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    words: str = ""
    part: str = ""


def read_scene(path: Path) -> tuple[Line, ...]:
    """Read a scene, with those that go before it. Raises ValueError, with the line, where one is not understood."""
    return tuple(_lines(path, ()))


def title_of(path: Path) -> str:
    """Return the scene's first remark, or its file's name where it begins with none."""
    first = path.read_text("utf-8").partition("\n")[0]
    return first.removeprefix("#").strip() if first.startswith("#") else path.stem


def _lines(path: Path, above: tuple[Path, ...]) -> Iterator[Line]:
    for line in _written(path):
        if line.how != _FIRST or line.who:
            yield replace(line, part=path.stem)
            continue
        before = path.with_name(f"{line.text}.txt")
        if before in (*above, path) or not before.exists():
            raise ValueError(f"{path.name}:{line.number}: there is no scene {line.text} to go before this one")
        yield from _lines(before, (*above, path))


def _written(path: Path) -> Iterator[Line]:
    said: Line | None = None
    remarks: list[str] = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not text.strip():
            continue
        if text.startswith("#"):
            remarks.append(text.removeprefix("#").strip())
        elif text.startswith("  "):
            if said is None:
                raise ValueError(f"{path.name}:{number}: nothing was said before this")
            said = replace(said, shows=(*said.shows, text.strip()))
        else:
            if said is not None:
                yield said
            said, remarks = replace(_line(path, number, text.strip()), remarks=tuple(remarks)), []
    if said is not None:
        yield said


def _line(path: Path, number: int, words: str) -> Line:
    if words.startswith("（") and words.endswith("）"):
        event, _, text = words[1:-1].partition("：")
        return Line(number, "", event, "", text, words=words)
    match = _SAID.fullmatch(words)
    if match is None:
        raise ValueError(f"{path.name}:{number}: not understood: {words}")
    text = (match["text"] or "").replace("⏎", "\n")
    how = match["how"] or match["to"] or "说"
    return Line(number, match["who"], how, match["which"] or "", text, words=words)
