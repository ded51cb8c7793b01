"""The whole program in this process: said in a group, answered in the group."""

from pathlib import Path

from sandbox import Sandbox
from tests.running import running


async def test_a_command_in_a_group_is_answered_there(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    async with running(sandbox, tmp_path) as bot:
        asked = ann.says(group, "汇总")
        await bot.settled()
        answer = group.transcript()[-1]
        assert answer.text.startswith("这个群里还没有接龙")
        assert answer.reply_to == asked.id
