"""The demo plays to its end, its plug pulled half-way, and shows what a person in the group would see."""

from pathlib import Path

import pytest

from bot import demo


@pytest.mark.timeout(120)
async def test_the_demo_plays_and_nothing_is_missing_after_its_plug_was_pulled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "kept" / "demo.db"
    assert await demo.play(database, pace=0.4) == 0
    shown = capsys.readouterr().out
    last = shown.rpartition("现在打开群")[2]
    assert "📋 今天的蔬菜团（已截单）" in last
    assert "3-502 青菜3份" in last
    assert "5-2-1001 青菜2份" in last
    assert "这一条没有记上" in last
    assert "拔掉电源" in shown
    assert database.exists()
