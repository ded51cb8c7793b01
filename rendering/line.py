"""Other people's words inside ours: a name or a title is one line of bounded length, whatever was put into it."""

import unicodedata

_UNSHOWN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # control, bidi and the like


def one_line(words: str, most: int) -> str:
    """Return `words` without line breaks, invisible and direction marks, cut to `most` characters with an ellipsis."""
    seen = "".join(" " if c.isspace() else c for c in words if c.isspace() or unicodedata.category(c) not in _UNSHOWN)
    seen = " ".join(seen.split())
    return seen if len(seen) <= most else seen[: most - 1] + "…"
