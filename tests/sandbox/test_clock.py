"""The server tells its clock's time in each answer, as Telegram's does."""

from email.utils import parsedate_to_datetime

import aiohttp

from sandbox import Sandbox


async def test_every_answer_is_dated_by_the_sandboxs_clock(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for path, status in ((f"/bot{sandbox.token}/getMe", 200), ("/bot1:wrong/getMe", 401), ("/nowhere", 404)):
            for seconds in (0, 7200):
                sandbox.clock.move(seconds)
                async with session.get(sandbox.url + path) as answer:
                    assert answer.status == status
                    assert answer.headers.getall("Date") == [answer.headers["Date"]]
                    dated = parsedate_to_datetime(answer.headers["Date"]).timestamp()
                    assert abs(dated - sandbox.clock.now()) < 600
                sandbox.clock.move(-seconds)
