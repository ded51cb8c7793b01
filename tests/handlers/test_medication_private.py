"""配药 in private: words of somebody whose compound is not known are kept, and read once it is; nobody is promised
what will not come."""

from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.handlers.medication_place import MedicationPlace, heard
from tests.handlers.test_medication_team import pressed
from tests.running import running

_DAY = 24 * 3600


@pytest.fixture
def there(sandbox: Sandbox) -> MedicationPlace:
    return MedicationPlace(sandbox)


async def test_the_first_words_of_somebody_unknown_are_of_the_only_compound_there_is(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        await there.whispers(bot, there.ann, "我爸的缬沙坦没了，3-501")
        assert "3-501 父亲\n・缬沙坦" in heard(there.ann)
        assert "🔴 配药急\n3-501 父亲：缬沙坦" in heard(there.helper)
        assert "我已经叫值班的人来看" in await there.whispers(bot, there.eve, "我喘不过气来")
        assert "🆘 可能有生命危险\n小伊说" in heard(there.helper)


async def test_of_several_compounds_it_is_asked_and_all_that_was_written_is_read_then(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    other = sandbox.group("兰园", members=[there.ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        there.ann.says(other, "大家好")
        await bot.settled()
        assert await there.whispers(bot, there.eve, "我妈的络活喜还剩三天，9-301") == "是哪个小区的事？"
        await there.whispers(bot, there.eve, "求缬沙坦80mg两盒，9-301")
        assert await bot.rows("SELECT id FROM medication") == []
        sandbox.clock.move(_DAY)
        await there.taps(bot, there.eve, "兰园")
        rows = await bot.rows("SELECT compound_id, days_left FROM medication ORDER BY id")
        assert [tuple(row.values()) for row in rows] == [(2, 2), (2, None)]  # a day has gone by
        assert await bot.rows("SELECT id FROM question WHERE kind = 'medWhere'") == []


async def test_the_compound_may_be_written_or_become_known_in_a_group(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    other = sandbox.group("兰园", members=[there.ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        there.ann.says(other, "大家好")
        await bot.settled()
        await there.whispers(bot, there.eve, "求缬沙坦80mg两盒，9-301")
        (row,) = await bot.rows("SELECT id FROM question WHERE kind = 'medWhere'")
        assert await pressed(bot, there.carer, f"medWhere:{row['id']}:1") == "这个按钮已经过期了"
        await there.whispers(bot, there.eve, "我是兰园的")
        assert [row["compound_id"] for row in await bot.rows("SELECT compound_id FROM medication")] == [2]
        await there.whispers(bot, there.ann, "求络活喜5mg两盒")
        await there.says(bot, there.ann, "我是3号楼501")
        rows = await bot.rows("SELECT compound_id, place FROM medication ORDER BY id")
        assert tuple(rows[1].values()) == (1, "r:3//501")
        assert "3-501\n・络活喜 5mg 2盒" in heard(there.ann)


async def test_where_nobody_answers_for_medicine_it_is_kept_and_said_so(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        there.ann.starts()
        there.chief.starts()
        await there.says(bot, there.ann, "求缬沙坦80mg两盒，3-501")
        await there.says(bot, there.ann, "求络活喜5mg一盒，3-501")
        assert sum("这个群还没设置好" in (one.text or "") for one in there.group.messages) == 1
        assert "现在没有人看得到您这件事" in heard(there.ann)
        there.chief.says(there.group, "设置")
        await bot.settled()
        shown = await there.whispers(bot, there.chief, "配药")
        assert "3-501：缬沙坦 80mg 2盒" in shown
        await there.says(bot, there.ann, "求立普妥20mg一盒，3-501")
        assert heard(there.ann).count("没有人看得到") == 2


async def test_an_old_neighbours_silence_wakes_who_is_on_duty(
    there: MedicationPlace, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.begin(bot)
        assert "我已经叫值班的人来看" in await there.whispers(bot, there.ann, "楼上王奶奶两天没动静了，敲门没人应")
        assert "「楼上王奶奶两天没动静了，敲门没人应」" in there.carer.private.last().text
        assert "没动静" not in "".join(one.text for one in there.group.messages)
