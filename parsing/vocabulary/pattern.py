"""How the word lists of this package become patterns."""

NUMBER = "0-9一二两俩三仨四五六七八九十半"  # what a quantity begins with, for a character class


def any_of(*lines: str) -> str:
    """Return one group of all the alternatives that the lines hold, in their order."""
    return f"(?:{'|'.join(lines)})"
