"""What `shouwang check` finds: how bad it is, about what, and one or two sentences with the mend."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad a finding is; its value is how it is printed."""

    OK = "ok"
    NOTE = "note"  # nothing to do, but good to know
    WARNING = "warn"  # it runs, and something will be missing
    WRONG = "WRONG"  # it does not run, or loses what it is for


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding."""

    level: Level
    subject: str
    words: str

    def __str__(self) -> str:
        return f"{self.level.value:<5}  {self.subject:<10}  {self.words}"


def ok(subject: str, words: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(Level.OK, subject, words)


def note(subject: str, words: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(Level.NOTE, subject, words)


def warning(subject: str, words: str, mend: str) -> Finding:
    """Return a finding of something that will be missing."""
    return Finding(Level.WARNING, subject, f"{words} Mend: {mend}")


def wrong(subject: str, words: str, mend: str) -> Finding:
    """Return a finding of something that has to be mended first."""
    return Finding(Level.WRONG, subject, f"{words} Mend: {mend}")
