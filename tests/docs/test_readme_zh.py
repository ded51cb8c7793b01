"""README.zh-CN.md: every command line, key, file and sentence that it names is there, and its example comes true."""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.application import COMMANDS
from bot.command_line import _parser
from bot.config import KEYS
from sandbox import Sandbox
from sandbox.state import Message
from tests.running import running

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "README.zh-CN.md").read_text("utf-8")
BLOCKS = re.findall(r"^ *```(\w*)\n(.*?)^ *```$", PAGE, re.DOTALL | re.MULTILINE)
PROSE = re.sub(r"^ *```.*?^ *```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
CODE = re.findall(r"`([^`\n]+)`", PROSE)

#: What the reader makes, or the machine has: not files of the repository.
MADE = {"config.toml", "data", "data/token.txt", ".venv"}
ELSEWHERE = ("/opt/", "/usr/local/", "/etc/", "/var/lib/", "/root")
BOT_FATHER = {
    *("/newbot", "/token", "/revoke", "/setprivacy", "/setjoingroups", "/setuserpic", "/setname", "/setdescription")
}
#: Programs of the machine that the page uses beside ours.
PROGRAMS = {
    *("apt", "cat", "chmod", "cp", "exec", "git", "install", "journalctl", "ln", "make", "mkdir", "nano", "rm", "set"),
    *("systemctl", "timedatectl", "umask", "."),
}


def shell_lines() -> list[str]:
    """Return every command line of the page: of its blocks, and those within the text."""
    blocks = [line.strip() for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
    begins = re.compile(r"(sudo |make |shouwang |\.venv/bin/shouwang |chmod \d|journalctl |systemctl |nano )")
    return blocks + [code for code in CODE if begins.match(code)]


def commands(line: str) -> Iterator[list[str]]:
    """Yield the simple commands of a line, as words, without sudo and what is written into files."""
    split = shlex.shlex(line, posix=True, punctuation_chars="();&>")
    split.whitespace_split = True
    words: list[str] = []
    for word in [*split, ";"]:
        if set(word) <= set("();&"):
            yield from _simple(words)
            words = []
        else:
            words.append(word)


def _simple(words: list[str]) -> Iterator[list[str]]:
    words = words[: words.index(">")] if ">" in words else words
    words = words[1:] if words[:1] in (["sudo"], ["exec"]) else words
    if words[:2] == ["sh", "-c"]:
        yield from commands(words[2])
    elif words:
        yield words


ALL_COMMANDS = [words for line in shell_lines() for words in commands(line)]


def test_the_page_has_command_lines() -> None:
    assert len(ALL_COMMANDS) > 25


@pytest.mark.parametrize("words", [words for words in ALL_COMMANDS if words[0].endswith("shouwang")], ids=" ".join)
def test_a_command_line_of_the_program_is_one(words: list[str]) -> None:
    assert _parser().parse_args(words[1:]).run


def test_other_command_lines_use_programs_that_the_page_may_count_on() -> None:
    used = {words[0] for words in ALL_COMMANDS if not words[0].endswith("shouwang")}
    assert used <= PROGRAMS


def test_what_make_is_asked_for_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = [words[-1] for words in ALL_COMMANDS if words[0] == "make"]
    assert asked
    assert set(asked) <= targets


def test_subcommands_and_bot_commands_named_in_the_text_are_there() -> None:
    ours = {f"/{command.name}" for command in COMMANDS.records}
    named = {code for code in CODE if re.fullmatch(r"/[a-z]+", code)}
    assert named <= BOT_FATHER | ours | {"/root"}
    known = {"check", "status", "backup", "restore", "export", "inbox", "run"}
    for word in known & set(CODE):
        arguments = {"restore": ["copy"], "export": ["folder"]}.get(word, [])
        assert _parser().parse_args([word, *arguments]).run


def test_what_is_said_in_chats_is_a_command() -> None:
    daily = PAGE.split("## 平常")[1].split("\n\n")[1]
    named = [
        *re.findall(r"(?:发|写) ?[「`]([^」`]+)[」`]", PROSE),
        *re.findall(r"^\| [^|]+ \| `(\S+)` \|", daily, re.M),
    ]
    said = [words for words in named if re.fullmatch(r"[/\u4e00-\u9fff ]+", words) and words not in ("守望",)]
    assert {"汇总", "截单", "帮助", "设置", "恢复码", "/授权 志愿者"} <= set(said)
    for words in said:
        assert COMMANDS.find(words, "shouwang_bot"), words


# --- keys and files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for kind, text in BLOCKS if kind == "toml"])
def test_what_is_to_be_written_into_the_configuration_is_known(text: str) -> None:
    for section, values in tomllib.loads(text).items():
        for key, value in values.items():
            assert type(value) is KEYS[section][key].kind
            assert KEYS[section][key].wrong(value) is None


def test_keys_and_sections_named_in_the_text_are_known() -> None:
    keys = {key for section in KEYS.values() for key in section}
    named = {code for code in CODE if re.fullmatch(r"[a-z]+_[a-z_]+", code)} - {"https_proxy"}
    assert named <= keys
    assert {code.strip("[]") for code in CODE if re.fullmatch(r"\[[a-z_]+\]", code)} <= set(KEYS)
    example = tomllib.loads((ROOT / "config.example.toml").read_text("utf-8"))
    assert {key for section in example.values() for key in section} >= named


def test_links_and_files_that_the_page_names_are_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", PAGE) if not link.startswith("#")]
    assert len(links) > 8
    words = [word for line in ALL_COMMANDS for word in line[1:] if re.search(r"[./]", word)]
    files = [
        word for word in words if re.fullmatch(r"[\w.-]+(/[\w.-]+)*", word) and not word.startswith(("-", "python3"))
    ]
    for name in [*links, *files]:
        if name not in MADE and name != ".":
            assert (ROOT / name).exists(), name
    for word in words:
        if word.startswith("/opt/shouwang/") and ".venv" not in word and not word.endswith("/data"):
            assert (ROOT / word.removeprefix("/opt/shouwang/")).exists(), word
        if word.startswith("/") and word not in ("/root",):
            assert word.startswith(ELSEWHERE), word


def test_anchors_lead_to_headings() -> None:
    headings = set(re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE))
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= headings


def test_the_service_finds_what_the_page_has_set_up() -> None:
    unit = (ROOT / "deploy" / "shouwang.service").read_text("utf-8")
    for place in ("/opt/shouwang/.venv/bin/shouwang", "/etc/shouwang/config.toml", "/etc/shouwang/token.env"):
        assert place in unit
        assert place in PAGE
    assert "StateDirectory=shouwang" in unit
    service = next(tomllib.loads(text) for kind, text in BLOCKS if kind == "toml" and "/var/lib" in text)
    assert service["database"]["path"].startswith("/var/lib/shouwang/")
    assert service["backup"]["folder"].startswith("/var/lib/shouwang/")


# --- what it prints ----------------------------------------------------------------------------------------------


def printed() -> list[str]:
    """Return all texts in the program's code, and what make says."""
    texts = [(ROOT / "Makefile").read_text("utf-8")]
    for package in ("bot", "handlers", "rendering", "storage"):
        for path in (ROOT / package).rglob("*.py"):
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            texts += [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return texts


SYMPTOMS = [line.strip("|").split(" | ") for line in PAGE.split("## 出了毛病")[1].split("\n\n")[2].splitlines()[2:]]


@pytest.mark.parametrize("row", SYMPTOMS, ids=lambda row: row[1].strip())
def test_a_symptom_quotes_what_the_program_says(row: list[str]) -> None:
    said = printed()
    for sentence in re.findall(r"`([^`]+)`", row[1]):
        assert any(sentence in text for text in said), sentence


def test_the_table_of_symptoms_is_read() -> None:
    assert len(SYMPTOMS) > 25


def test_sentences_that_the_page_quotes_elsewhere_are_said() -> None:
    assert any("Telegram has never answered" in text for text in printed())


# --- its example -------------------------------------------------------------------------------------------------


async def test_the_conversation_at_the_top_comes_true(sandbox: Sandbox, tmp_path: Path) -> None:
    talk, tally = [text for kind, text in BLOCKS if not kind][:2]
    said = [one for one in re.split(r"^(?=\S+?：)", talk.replace("　", ""), flags=re.MULTILINE) if one.strip()]
    lines = [one.strip().partition("：") for one in said]
    people = {name: sandbox.person(name) for name, _, _ in lines}
    group = sandbox.group("桂园业主群", members=list(people.values()), bot_is_admin=True)
    written: list[tuple[Message, bool]] = []
    async with running(sandbox, tmp_path) as bot:
        for name, _, text in lines:
            written.append((people[name].says(group, text.removesuffix("✍").strip()), text.endswith("✍")))
            await bot.settled()
    shown = {seen.id: seen for seen in group.transcript()}
    assert [bool(shown[message.id].reactions) for message, _ in written] == [marked for _, marked in written]
    assert [seen.text for seen in shown.values() if seen.pinned] == [tally.strip()]
