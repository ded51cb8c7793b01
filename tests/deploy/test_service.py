"""The systemd unit: systemd itself reads it, and finds it well shut. Skipped where there is no systemd-analyze."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy/shouwang.service"
ANALYZE = shutil.which("systemd-analyze")


def version() -> int:
    """Return systemd's version, 0 where there is none."""
    if ANALYZE is None:
        return 0
    said = subprocess.run([ANALYZE, "--version"], capture_output=True, text=True, check=False).stdout
    return int(found[1]) if (found := re.match(r"systemd (\d+)", said)) else 0


needs_systemd = pytest.mark.skipif(
    version() < 250, reason="NO systemd-analyze HERE (250 or newer): THE UNIT WAS NOT VERIFIED"
)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that exists on this machine: verify looks for it."""
    copy = tmp_path / UNIT.name
    text = UNIT.read_text("utf-8").replace("ExecStart=/opt/shouwang/.venv/bin/shouwang", f"ExecStart={sys.executable}")
    copy.write_text(text, "utf-8")
    return copy


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    assert ANALYZE is not None
    return subprocess.run([ANALYZE, *words], capture_output=True, text=True, check=False)


@needs_systemd
def test_systemd_finds_no_fault_in_the_unit(unit: Path) -> None:
    found = analyze("verify", "--man=no", unit)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


@needs_systemd
def test_the_check_of_the_unit_can_fail(unit: Path) -> None:
    unit.write_text(unit.read_text("utf-8").replace("WatchdogSec=", "WatchdogSeconds="), "utf-8")
    assert "WatchdogSeconds" in analyze("verify", "--man=no", unit).stderr


@needs_systemd
def test_the_unit_is_as_well_shut_as_the_docs_say(unit: Path) -> None:
    found = analyze("security", "--offline=true", "--no-pager", unit)
    score = re.search(r"Overall exposure level for shouwang\.service: ([\d.]+) OK", found.stdout)
    assert score is not None, found.stdout
    assert float(score[1]) <= 2.0
    said = re.search(r"says ([\d.]+) OK \(systemd (\d+)\)", (ROOT / "docs/health.md").read_text("utf-8"))
    assert said is not None
    if int(said[2]) == version():  # others weigh otherwise
        assert said[1] == score[1]


def test_the_unit_restarts_for_ever_asks_for_life_and_leaves_no_image_of_memory() -> None:
    lines = UNIT.read_text("utf-8").splitlines()
    for line in ("Type=notify", "WatchdogSec=120", "Restart=always", "StartLimitIntervalSec=0", "LimitCORE=0"):
        assert line in lines, line


def test_the_token_stands_neither_in_the_unit_nor_on_the_command_line() -> None:
    text = UNIT.read_text("utf-8")
    assert "EnvironmentFile=/etc/shouwang/token.env" in text
    assert not re.search(r"\d{6,}:", text)
