"""Mark-up of bots (parse_mode HTML, MarkdownV2, Markdown) into text and entities, refusing what Telegram refuses."""

import re
from html.entities import html5

from sandbox.rejection import RejectedError, bad_request
from sandbox.state import Json
from sandbox.text import utf16_length

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_RESERVED = set("_*[]()~`>#+-=|{}.!")
_MARKS_V2 = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough", "`": "code"}
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
}


def cannot_parse(reason: str) -> RejectedError:
    """Return 400 "can't parse entities: reason"."""
    return bad_request(f"can't parse entities: {reason}")


def parse(text: str, mode: str) -> tuple[str, list[Json]]:
    """Return the text without its mark-up, and its entities. Raises RejectedError."""
    lowered = mode.lower()
    if not mode:
        return text, []
    if lowered == "html":
        return _Html(text).parse()
    if lowered == "markdownv2":
        return _Markdown(text, _MARKS_V2, strict=True).parse()
    if lowered == "markdown":
        return _Markdown(text, {"*": "bold", "_": "italic", "`": "code"}, strict=False).parse()
    raise bad_request("unsupported parse_mode")


def _entity(kind: str, start: int, length: int, about: Json) -> Json:
    return {"type": kind, "offset": start, "length": length, **about}


def _bytes(text: str) -> int:
    return len(text.encode())


class _Html:
    """One reading of an HTML text. `out` is the plain text so far; `open` the tags not yet closed."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[tuple[str, str, Json, int]] = []
        self.entities: list[Json] = []

    def write(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16_length(text)

    def parse(self) -> tuple[str, list[Json]]:
        source = self.source
        while self.at < len(source):
            if source[self.at] == "<":
                self._tag()
            elif source[self.at] == "&":
                self._reference()
            else:
                end = min((i for i in (source.find("<", self.at), source.find("&", self.at)) if i >= 0), default=None)
                self.write(source[self.at : end])
                self.at = len(source) if end is None else end
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def _reference(self) -> None:
        found = _REFERENCE.match(self.source, self.at)
        if found is None:
            self.write("&")
            self.at += 1
            return
        decimal, hexadecimal, name = found.groups()
        if name:
            self.write(html5[f"{name};"])
        else:
            code = int(decimal) if decimal else int(hexadecimal, 16)
            self.write(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else found.group())
        self.at = found.end()

    def _tag(self) -> None:
        start = self.at
        end = self.source.find(">", start)
        where = _bytes(self.source[:start])
        if self.source.startswith("</", start):
            if end < 0:
                raise cannot_parse(f"Unclosed end tag at byte offset {where}")
            self._close(self.source[start + 2 : end].strip().lower(), where)
        else:
            if end < 0:
                raise cannot_parse(f"Unclosed start tag at byte offset {where}")
            self._open(self.source[start + 1 : end], where)
        self.at = end + 1

    def _open(self, inside: str, where: int) -> None:
        name, _, rest = inside.partition(" ")
        name = name.strip().lower()
        if name not in _TAGS:
            raise cannot_parse(f'Unsupported start tag "{name}" at byte offset {where}')
        attributes = {
            key.lower(): _unescape((value or "").strip("\"'")) for key, value in _ATTRIBUTE.findall(rest) if key
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        about: Json = {}
        if name == "a":
            about = {"url": attributes.get("href", "")}
        elif name == "tg-emoji":
            about = {"custom_emoji_id": attributes.get("emoji-id", "")}
        elif name == "code" and attributes.get("class", "").startswith("language-"):
            about = {"language": attributes["class"].removeprefix("language-")}
        elif name == "blockquote" and "expandable" in attributes:
            about = {"expandable": True}
        self.open.append((name, _TAGS[name], about, self.length))

    def _close(self, name: str, where: int) -> None:
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {where}")
        opened, kind, about, start = self.open.pop()
        if name and name != opened:
            raise cannot_parse(f'Unmatched end tag at byte offset {where}, expected "</{opened}>", found "</{name}>"')
        if about.pop("expandable", False):
            kind = "expandable_blockquote"
        if self.length == start:
            return
        if kind == "text_link":
            about = {"url": about["url"] or "".join(self.out)[-(self.length - start) :]}
            if about["url"].startswith("tg://user?id="):
                return
        if kind == "code" and self.open and self.open[-1][0] == "pre":
            self.open[-1][2].update(about)
            return
        if kind == "code":
            about = {}
        self.entities.append(_entity(kind, start, self.length - start, about))


def _unescape(text: str) -> str:
    return text.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class _Markdown:
    """One reading of a MarkdownV2 (`strict`) or old Markdown text."""

    def __init__(self, source: str, marks: dict[str, str], *, strict: bool) -> None:
        self.source = source
        self.marks = marks
        self.strict = strict
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[tuple[str, str, int, int]] = []
        self.entities: list[Json] = []

    def write(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16_length(text)

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        if self.open:
            _, kind, _, where = self.open[-1]
            raise cannot_parse(
                f"Can't find end of {_NAMES[kind]} entity at byte offset {where}"
                if self.strict
                else f"Can't find end of the entity starting at byte offset {where}"
            )
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def _step(self) -> None:
        source, at = self.source, self.at
        character = source[at]
        if character == "\\" and self._is_escapable(source[at + 1 : at + 2]):
            self.write(source[at + 1])
            self.at += 2
            return
        if source.startswith("```", at) and not self._inside("code"):
            self._code_block()
            return
        if self._inside("code") and character != "`":
            self.write(character)
            self.at += 1
            return
        if character == "[":
            self.open.append(("[", "text_link", self.length, _bytes(source[:at])))
            self.at += 1
        elif character == "]" and self.open and self.open[-1][0] == "[":
            self._link()
        elif (mark := next((m for m in self.marks if source.startswith(m, at)), None)) is not None:
            self._mark(mark)
        elif self.strict and character in _RESERVED:
            self._reserved(character)
        else:
            self.write(character)
            self.at += 1

    def _is_escapable(self, character: str) -> bool:
        return bool(character) and ("!" <= character <= "~" if self.strict else character in "_*`[")

    def _inside(self, kind: str) -> bool:
        return bool(self.open) and self.open[-1][1] == kind

    def _mark(self, mark: str) -> None:
        kind = self.marks[mark]
        if self.open and self.open[-1][0] == mark:
            _, _, start, _ = self.open.pop()
            if self.length > start:
                self.entities.append(_entity(kind, start, self.length - start, {}))
        elif not self.strict and self.open:
            self.write(mark)
        else:
            self.open.append((mark, kind, self.length, _bytes(self.source[: self.at])))
        self.at += len(mark)

    def _reserved(self, character: str) -> None:
        at_line_start = self.at == 0 or self.source[self.at - 1] == "\n"
        if character == ">" and at_line_start:
            line_end = self.source.find("\n", self.at)
            line = self.source[self.at + 1 : None if line_end < 0 else line_end]
            start = self.length
            self.at += 1
            stop = self.at + len(line)
            while self.at < stop:
                self._step()
            if self.length > start:
                self.entities.append(_entity("blockquote", start, self.length - start, {}))
            return
        raise cannot_parse(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")

    def _link(self) -> None:
        _, _, start, _ = self.open.pop()
        self.at += 1
        if not self.source.startswith("(", self.at):
            return
        end = self.source.find(")", self.at)
        if end < 0:
            raise cannot_parse(f"Can't find end of a URL at byte offset {_bytes(self.source[: self.at])}")
        url = self.source[self.at + 1 : end]
        self.at = end + 1
        if self.length > start and url and not url.startswith("tg://user?id="):
            self.entities.append(_entity("text_link", start, self.length - start, {"url": url}))

    def _code_block(self) -> None:
        end = self.source.find("```", self.at + 3)
        if end < 0:
            where = _bytes(self.source[: self.at])
            raise cannot_parse(
                f"Can't find end of Pre entity at byte offset {where}"
                if self.strict
                else f"Can't find end of the entity starting at byte offset {where}"
            )
        body = self.source[self.at + 3 : end]
        language = re.match(r"([^\s`]+)\n", body)
        about: Json = {}
        if language:
            about = {"language": language.group(1)}
            body = body[language.end() :]
        start = self.length
        self.write(body.strip("\n"))
        if self.length > start:
            self.entities.append(_entity("pre", start, self.length - start, about))
        self.at = end + 3
