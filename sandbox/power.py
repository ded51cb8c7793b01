"""The plug of the bot's machine, where whoever runs the sandbox also runs the bot."""

from typing import Protocol


class Power(Protocol):
    """Starts and stops a bot."""

    @property
    def is_on(self) -> bool:
        """Whether the bot's process runs."""
        ...

    async def on(self) -> None:
        """Start the bot, if it does not run; returns when it asks for updates."""
        ...

    async def off(self) -> None:
        """Stop the bot in good order."""
        ...

    async def pull(self) -> None:
        """Pull the plug: the bot is gone at once, whatever it was doing."""
        ...

    async def renew(self) -> None:
        """Begin anew: a bot that knows nothing yet, in a world where nothing has been said."""
        ...


class NoPower:
    """For where somebody else runs the bot: nothing can be done about it from here."""

    is_on = True

    async def on(self) -> None:
        """Do nothing."""

    async def off(self) -> None:
        """Do nothing."""

    async def pull(self) -> None:
        """Do nothing."""

    async def renew(self) -> None:
        """Do nothing."""
