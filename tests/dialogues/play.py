"""Reads and plays a dialogue: a text file of who says what, and what the bot then shows.

    王阿姨：3-502 青菜2份            somebody says something (⏎ is a line break)
    王阿姨 改「3-502」：3-502 青菜3份    … edits their own message that began so
    王阿姨 回「#接龙」：+1              … replies to one
    王阿姨 转「我要」                  … forwards one
    王阿姨 按「好了」                  … taps the newest button with these words
    王阿姨 答：桂园                   … replies to the bot's newest message
    王阿姨 私：/start                 … writes to the bot in private; what is seen then is seen there
    （换到：志愿者群）                 from now on it happens in that group, which the bot is let into if it is new
    （换到：志愿者群，管理员）            … as an administrator
    （到：20:00）                    the clock goes on to that time of day
    （群升级）                       the group becomes a supergroup
    （群主匿名：截单）                an anonymous administrator speaks
    （重启）                        the bot is stopped and started again
    （停机） （开机）                  … stopped, started
      ✍                              the message before has this reaction (– for none)
      汇总：青菜 2份（1户）              the tally has this line (several lines: several of these)
      没有汇总：鸡蛋                    the tally has nowhere these words
      看到：小区：桂园                   a message of the bot's has these words now, new or edited
      守望：截单要由开团的人来发             the bot said something with these words since the last line
      没说话                           the bot said nothing new

Lines that begin with # are remarks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SAID = re.compile(
    r"(?P<who>[^\s：]+)(?: (?P<how>[改回转按])「(?P<which>.*?)」(?=：|$)| (?P<to>[答私]))?(?:：(?P<text>.*))?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a dialogue; `shows` are the lines below it that say what is seen then."""

    number: int
    who: str
    how: str
    which: str
    text: str
    shows: tuple[str, ...]


def read_play(path: Path) -> tuple[Line, ...]:
    """Read a dialogue. Raises ValueError, with the line, where one is not understood."""
    return tuple(_lines(path))


def _lines(path: Path) -> Iterator[Line]:
    said: tuple[int, str] | None = None
    shows: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("  "):
            if said is None:
                raise ValueError(f"{path.name}:{number}: nothing was said before this")
            shows.append(line.strip())
            continue
        if said is not None:
            yield _line(path, *said, tuple(shows))
        said, shows = (number, line.strip()), []
    if said is not None:
        yield _line(path, *said, tuple(shows))


def _line(path: Path, number: int, words: str, shows: tuple[str, ...]) -> Line:
    if words.startswith("（") and words.endswith("）"):
        event, _, text = words[1:-1].partition("：")
        return Line(number, "", event, "", text, shows)
    match = _SAID.fullmatch(words)
    if match is None:
        raise ValueError(f"{path.name}:{number}: not understood: {words}")
    text = (match["text"] or "").replace("⏎", "\n")
    return Line(number, match["who"], match["how"] or match["to"] or "说", match["which"] or "", text, shows)
