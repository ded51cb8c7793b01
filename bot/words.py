"""Spans of time and sizes as `shouwang status` and `shouwang check` say them."""


def span(seconds: float) -> str:
    """Return a span of time in words, rounded: 12 s, 5 min, 3 h, 2 days. One that is negative is 0 s."""
    seconds = max(0, round(seconds))
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {unit}"
    return f"{seconds} s"


def size(count: int) -> str:
    """Return a number of bytes in words: 512 MiB, 3.2 GiB."""
    return f"{count / 2**30:.1f} GiB" if count >= 2**30 else f"{count // 2**20} MiB"
