"""The bar of a replay: on a terminal only."""

import io

from bot.replay_progress import Progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_far_it_has_come_and_gets_its_line_back() -> None:
    out = _Terminal()
    progress = Progress(out, 200)
    progress.at(100, 1234)
    progress.at(101, 1235)  # too soon to be shown
    assert out.getvalue().count("50%") == 1
    assert "████████████░░░░░░░░░░░░" in out.getvalue()
    assert "1,234 条" in out.getvalue()
    progress.end()
    progress.end()
    assert out.getvalue().endswith("\r\x1b[K")
    assert progress.seconds > 0


def test_what_has_no_size_has_no_share() -> None:
    out = _Terminal()
    Progress(out, 0).at(5, 1)
    assert "  0%" in out.getvalue()


def test_a_pipe_sees_nothing() -> None:
    out = io.StringIO()
    progress = Progress(out, 200)
    progress.at(100, 1234)
    progress.end()
    assert out.getvalue() == ""
