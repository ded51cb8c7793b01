"""`make page-benchmark`: how long a keystroke takes in the demo's page, with 400 people and 5,000 messages in a group.

A keystroke is measured in the browser from the key to the frame that shows it, while neighbours go on writing ten
messages a second. It needs Chromium.
"""

import asyncio
import statistics
import sys
import time

from sandbox import Sandbox
from sandbox.page import Page
from tests.browser import CHROMIUM, opened

_PEOPLE, _MESSAGES, _KEYS = 400, 5_000, 120
_MEASURE = """
window.taken = [];
document.querySelector("#words").addEventListener("keydown", (event) => {
  const began = event.timeStamp;
  requestAnimationFrame(() => setTimeout(() => window.taken.push(performance.now() - began)));
}, true);
"""


async def main() -> None:
    """Measure at both widths, and print a line each."""
    if CHROMIUM is None:
        sys.exit("Chromium is needed: apt install chromium")
    print(f"{_PEOPLE} people, {_MESSAGES} messages in one group, 10 more a second while one types")
    async with Sandbox() as sandbox, Page(sandbox) as page:
        people = [sandbox.person(f"邻居{number}") for number in range(_PEOPLE)]
        group = sandbox.group("大群", people)
        for number in range(_MESSAGES):
            people[number % _PEOPLE].says(
                group, f"{number % 30 + 1}-{number % 900 + 101} 青菜{number % 4 + 1}份 鸡蛋1板"
            )

        async def chatter() -> None:
            number = 0
            while True:
                await asyncio.sleep(0.1)
                number += 1
                people[1 + number % 300].says(group, f"第 {number} 句")

        for width, height in ((390, 844), (1280, 800)):
            began = time.perf_counter()
            async with opened(page.url, width=width, height=height, is_mobile=width < 700) as tab:
                ready = time.perf_counter() - began
                await tab.click(".chat", "大群")
                await tab.until("document.querySelectorAll('#messages li').length >= 50")
                await tab.click("#words")
                await tab.js(_MEASURE)
                talking = asyncio.create_task(chatter())
                for number in range(_KEYS):
                    await tab.press("abcdefgh"[number % 8])
                    await asyncio.sleep(0.03)
                talking.cancel()
                taken = sorted(await tab.js("window.taken"))
                nearly_all = taken[len(taken) * 95 // 100]
                print(
                    f"{width} px: median {statistics.median(taken):.0f} ms, 95 % within {nearly_all:.0f} ms, worst "
                    f"{taken[-1]:.0f} ms of {len(taken)} keystrokes; browser and page ready in {ready:.1f} s"
                )
        began = time.perf_counter()
        page.live.look()
        print(f"one look at all that may have changed: {(time.perf_counter() - began) * 1000:.1f} ms of the server")


if __name__ == "__main__":
    asyncio.run(main())
