"""A long list that the client cut into several messages is one statement, through the whole program."""

from pathlib import Path

from sandbox import Sandbox
from storage.order_chain import OrderChains
from storage.order_chain_state import OrderStates
from tests.running import Running, running

HEADER = "#接龙\n桂园香梨团\n香梨 15元/箱"


def entries(first: int, last: int) -> list[str]:
    return [f"{n}. {n}-101 香梨{n % 9 + 1}箱 麻烦放在楼下快递柜旁边" for n in range(first, last + 1)]


async def sums(bot: Running) -> dict[str, int]:
    """Return how many boxes each building's room 101 has in the one buy."""
    async with bot.store.snapshot() as query:
        chains = OrderChains(query)
        (row,) = await query.all("SELECT id FROM order_chain")
        chain = await chains.get(row["id"])
        assert chain is not None
        buy = await OrderStates(query).whole(chain)
        assert buy.title == "桂园香梨团"
        return {
            order.residence.building or "": int(sum(line.quantity for line in order.lines))
            for order in buy.orders.values()
            if order.residence is not None and order.lines
        }


async def test_a_list_cut_in_two_is_one_statement(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("桂园", members=[ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, HEADER)
        bob.says(group, "400-101 香梨5箱")
        await bot.settled()
        again = "301. 2-101 香梨4箱"  # the same household again in one list: summed, as in a list that is not cut
        parts = ann.pastes(group, "\n".join([HEADER, *entries(1, 300), again]))
        assert len(parts) > 1
        await bot.settled()
        expected = {str(n): n % 9 + 1 for n in range(1, 301)} | {"400": 5}
        assert await sums(bot) == expected | {"2": 3 + 4}
        async with bot.store.snapshot() as query:
            assert (await query.the("SELECT COUNT(*) AS n FROM statement"))["n"] == 3
        changed = str(parts[-1].content["text"]).replace("300. 300-101 香梨4箱", "300. 300-101 香梨9箱")
        ann.edits(parts[-1], changed)
        await bot.settled()
        assert await sums(bot) == expected | {"2": 3 + 4, "300": 9}
        ann.edits(parts[0], HEADER + "\n" + "\n".join(entries(1, 2)))
        await bot.settled()
        left = {int(building) for building in await sums(bot)}
        assert {1, 2, 300, 400} <= left
        assert 3 not in left


async def test_a_list_that_opens_a_buy_may_be_cut_in_two(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("桂园", members=[ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        ann.pastes(group, "\n".join([HEADER, *entries(1, 250)]))
        await bot.settled()
        assert await sums(bot) == {str(n): n % 9 + 1 for n in range(1, 251)}


async def test_what_somebody_else_or_the_same_says_later_is_no_part(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("桂园", members=[ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        text = "\n".join([HEADER, *entries(1, 130)])
        assert 3000 < len(text) < 4096
        ann.says(group, text)
        bob.says(group, "400-101 香梨5箱")
        await bot.settled()
        sandbox.clock.move(60)
        ann.says(group, "401-101 香梨6箱")
        await bot.settled()
        expected = {str(n): n % 9 + 1 for n in range(1, 131)}
        assert await sums(bot) == expected | {"400": 5, "401": 6}
