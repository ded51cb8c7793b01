"""Which files are taken for a font that has Chinese, and where they are looked for."""

from pathlib import Path

import pytest

from bot.font import chinese_font


@pytest.mark.parametrize(
    ("name", "is_chinese"),
    [
        ("NotoSansCJK-Regular.ttc", True),
        ("NotoSerifCJKsc-Bold.otf", True),
        ("NotoSansSC-VF.ttf", True),
        ("wqy-microhei.ttc", True),
        ("DroidSansFallbackFull.ttf", True),
        ("SourceHanSansCN-Regular.otf", True),
        ("simsun.ttc", True),
        ("PingFang.ttc", True),
        ("HarmonyOS_Sans_SC_Regular.ttf", True),
        ("DejaVuSans.ttf", False),
        ("NotoSans-Regular.ttf", False),
        ("NotoSansCJK-Regular.txt", False),
    ],
)
def test_a_font_is_known_by_the_name_of_its_file(tmp_path: Path, name: str, is_chinese: bool) -> None:
    file = tmp_path / "share" / "fonts" / "deep" / name
    file.parent.mkdir(parents=True)
    file.touch()
    environment = {"HOME": str(tmp_path / "home"), "XDG_DATA_DIRS": f"{tmp_path}/none:{tmp_path}/share"}
    assert chinese_font(environment) == (file if is_chinese else None)


@pytest.mark.parametrize("folder", [".local/share/fonts", ".fonts", "Library/Fonts"])
def test_a_font_of_ones_own_is_found(tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "wqy-zenhei.ttc"
    file.parent.mkdir(parents=True)
    file.touch()
    assert chinese_font({"HOME": str(tmp_path), "XDG_DATA_DIRS": f"{tmp_path}/none"}) == file
