"""What somebody says of a round to open."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parsing.test_round import RoundSketch, read_round

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def written(sketch: RoundSketch) -> str:
    """Return a sketch in a line: kind, whom, from, to, where; – for what is not said."""
    who = "全" if sketch.is_for_all else str(sketch.buildings) if sketch.buildings else sketch.mark or "–"
    times = [
        f"{datetime.fromtimestamp(at, NOW.tzinfo):%d日%H:%M}" if at else "–"
        for at in (sketch.starts_at, sketch.ends_at)
    ]
    return " ".join([sketch.kind or "–", who, *times, sketch.place or "–"])


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("明天7:00-9:00 核酸 全体 在中心花园", "核酸 全 03日07:00 03日09:00 中心花园"),
        ("核酸 3-12,17号楼 明早7点到9点 3号门", "核酸 3-12、17号楼 03日07:00 03日09:00 3号门"),
        ("抗原 今天下午2点到5点 全员", "抗原 全 02日14:00 02日17:00 –"),
        ("明天8点 疫苗 独居老人 社区医院", "疫苗 alone 03日08:00 – 社区医院"),
        ("血压 无手机的户 周三9:00-11:00", "血压 no_phone 04日09:00 04日11:00 –"),
        ("明天上午8点到10点全小区核酸，地点：东门广场", "核酸 全 03日08:00 03日10:00 东门广场"),
        ("核酸 3-12 明天7:00-9:00", "核酸 3-12号楼 03日07:00 03日09:00 –"),
        ("核酸", "核酸 – – – –"),
        ("全小区", "– 全 – – –"),
        ("3-12,17", "– 3-12、17号楼 – – –"),
        ("明天", "– – – – –"),
        ("今天中午12点前 抗原", "抗原 – – 02日12:00 –"),
        ("", "– – – – –"),
    ],
)
def test_what_is_said_is_read_and_the_rest_is_left(words: str, right: str) -> None:
    assert written(read_round(words, NOW)) == right
