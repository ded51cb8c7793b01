"""A tapped button."""

from sandbox.state import Callback, Message


class Tap:
    """A tapped button and what came of it."""

    def __init__(self, callback: Callback | None = None, url: str | None = None, said: Message | None = None) -> None:
        self.callback = callback
        self.url = url
        """Where a link button leads."""
        self.said = said
        """The message a reply keyboard's button or a deep link wrote."""

    @property
    def answered(self) -> bool:
        """Whether the bot answered: until then the button shows a clock."""
        return self.callback is not None and self.callback.answer is not None

    @property
    def notice(self) -> str:
        """The words the bot answered with, empty where none."""
        answer = self.callback.answer if self.callback is not None else None
        return str(answer["text"]) if answer else ""

    @property
    def is_alert(self) -> bool:
        """Whether the answer was shown as an alert to be closed."""
        answer = self.callback.answer if self.callback is not None else None
        return bool(answer and answer["show_alert"])
