"""`python -m tests.picture docs/demo.png`: takes the picture of the demo that the README shows. Needs Chromium."""

import asyncio
import sys
from pathlib import Path

from bot.demo import staged
from tests.browser import opened


async def take(path: Path) -> None:
    """Play the group buy's morning, and keep how it looks on a desk."""
    async with staged() as page, opened(page.url, width=1280, height=800) as tab:
        await tab.click(".scene", "早上")
        await tab.click("#pace-fast")
        await tab.until("document.querySelector('#scenes .status').textContent === '演完了'", seconds=120)
        await tab.click("#pins")
        await tab.until("document.querySelector('.found') !== null")
        await asyncio.sleep(2.0)  # its glow
        await tab.screenshot(path)


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
