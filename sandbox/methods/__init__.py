"""The methods of the Bot API that the sandbox knows, each a function from a call to its result."""

from sandbox.methods import (  # noqa: F401 - importing registers them
    callback,
    chat,
    delivery,
    editing,
    forward,
    me,
    media,
    member,
    poll,
    reaction,
    sending,
    topic,
)
from sandbox.methods.registry import METHODS, Call, Method

__all__ = ["METHODS", "Call", "Method"]
