"""Buttons under messages: what a bot may send, and finding the one a person taps."""

from typing import Any

from sandbox.rejection import bad_request
from sandbox.state import Chat, Json

_INLINE_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_MOST_BUTTONS = 100


def check_markup(markup: Any, chat: Chat) -> tuple[Json | None, Json | None]:
    """Return (inline keyboard or None, reply keyboard or None) of a reply_markup. Raises RejectedError."""
    if markup is None:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _check_inline(markup["inline_keyboard"], chat), None
    if "keyboard" in markup:
        return None, _check_reply(markup, chat)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return None, markup
    return None, None


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or any(not isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return [row for row in rows if row]


def _check_inline(rows: Any, chat: Chat) -> Json | None:
    kept = _rows(rows)
    if sum(map(len, kept)) > _MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for row in kept:
        for button in row:
            _check_button(button, chat)
    return {"inline_keyboard": kept} if kept else None


def _check_button(button: Any, chat: Chat) -> None:
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    kind = next((kind for kind in _INLINE_KINDS if kind in button), None)
    if kind is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if kind == "callback_data" and not 1 <= len(str(button[kind]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "web_app" and chat.kind != "private":
        raise bad_request("BUTTON_TYPE_INVALID")
    if kind in ("callback_game", "pay"):
        raise bad_request("BUTTON_TYPE_INVALID")
    if kind == "url" and not _is_link(str(button[kind])):
        raise bad_request(f"inline keyboard button URL '{button[kind]}' is invalid: Wrong HTTP URL")


def _is_link(url: str) -> bool:
    return url.startswith(("http://", "https://", "tg://")) or ("." in url.split("/")[0] and " " not in url)


def _check_reply(markup: Json, chat: Chat) -> Json:
    rows = []
    for row in _rows(markup["keyboard"]):
        buttons = [{"text": button} if isinstance(button, str) else button for button in row]
        for button in buttons:
            asks_about_person = any(key in button for key in ("request_contact", "request_location", "web_app"))
            if asks_about_person and chat.kind != "private":
                raise bad_request("BUTTON_TYPE_INVALID")
        rows.append(buttons)
    return {**markup, "keyboard": rows}


def find_button(markup: Json | None, text: str) -> Json | None:
    """Return the button whose text is `text`, else the only one that contains it, else None."""
    if not markup:
        return None
    buttons: list[Json] = [
        button for row in markup.get("inline_keyboard") or markup.get("keyboard") or [] for button in row
    ]
    exact = [button for button in buttons if button["text"] == text]
    if exact:
        return exact[0]
    near = [button for button in buttons if text in button["text"]]
    return near[0] if len(near) == 1 else None


def button_texts(markup: Json | None) -> list[list[str]]:
    """Return the texts of the buttons, row by row."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [[str(button["text"]) for button in row] for row in rows]
