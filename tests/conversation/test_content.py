"""Buttons as the Bot API wants them, and outcomes as they are kept."""

from conversation.content import Button, keyboard
from conversation.outcome import Outcome


def test_a_keyboard_is_rows_of_buttons_with_data_or_a_link() -> None:
    assert keyboard(
        [[Button("上一页", data="tally:1:0")], [Button("看全部", url="https://t.me/b?start=x"), Button("无")]]
    ) == {
        "inline_keyboard": [
            [{"text": "上一页", "callback_data": "tally:1:0"}],
            [{"text": "看全部", "url": "https://t.me/b?start=x"}, {"text": "无", "callback_data": ""}],
        ]
    }


def test_an_outcome_is_read_as_it_was_kept() -> None:
    for outcome in (
        Outcome({"to": "pin", "n": 7}, 5, {"message_id": 3}, None),
        Outcome({"to": "pin"}, None, None, "no rights"),
    ):
        assert Outcome.from_json(outcome.as_json()) == outcome
        assert outcome.to == "pin"
