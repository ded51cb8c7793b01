"""A headless Chromium, driven by the DevTools protocol over aiohttp: no driver and no download, only the browser.

    async with opened(page.url, width=390, height=844) as tab:
        await tab.click("#who")
        await tab.type("青菜2份")
        await tab.press("Enter")
        await tab.until("document.title === '守望试用'")

Clicks and keys go through the browser's own input, so what is covered, hidden or out of reach cannot be used.
"""

import asyncio
import base64
import contextlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser's program, None where there is none."""

_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-sync",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--mute-audio",
    "--disable-dev-shm-usage",
    "--lang=zh-CN",
    "--remote-debugging-port=0",
    "--hide-scrollbars",
    "--disable-features=Translate,MediaRouter,OptimizationHints",
)
_KEYS = {
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "Tab": (9, ""),
    "ArrowUp": (38, ""),
    "ArrowDown": (40, ""),
    "Backspace": (8, ""),
    " ": (32, " "),
}
_SHIFT = 8


class Tab:
    """One page of the browser. `requests` are the addresses it asked for, `errors` what its console complained of."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._session = ""
        self.requests: list[str] = []
        self.errors: list[str] = []

    # --- the line to the browser ---------------------------------------------------------------------------

    async def listen(self) -> None:
        """Take what the browser says, until it has gone."""
        async for frame in self._socket:
            said = json.loads(frame.data)
            if "id" in said:
                waiting = self._waiting.pop(said["id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(said)
            else:
                self._hear(said["method"], said["params"])

    def _hear(self, method: str, about: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            details = about["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.errors.append(f"{about['entry']['text']} {about['entry'].get('url', '')}")

    async def call(self, method: str, **about: Any) -> dict[str, Any]:
        """Call a method of the protocol. Raises RuntimeError where the browser refuses."""
        number = next(self._numbers)
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        message = {"id": number, "method": method, "params": about}
        await self._socket.send_json({**message, "sessionId": self._session} if self._session else message)
        said = await asyncio.wait_for(waiting, 30)
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']}")
        answer: dict[str, Any] = said["result"]
        return answer

    async def attach(self, width: int, height: int, *, is_mobile: bool) -> None:
        """Open an empty page of that size."""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for part in ("Page", "Runtime", "Network", "Log"):
            await self.call(f"{part}.enable")
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=is_mobile
        )

    # --- what a person does --------------------------------------------------------------------------------

    async def go(self, url: str) -> None:
        """Open an address, and wait until the page shows who one is."""
        await self.call("Page.navigate", url=url)
        await self.until("document.querySelector('#who strong') !== null")

    async def js(self, script: str) -> Any:
        """Return what an expression is in the page. Raises RuntimeError with its exception."""
        said = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise RuntimeError(said["exceptionDetails"].get("exception", {}).get("description") or str(said))
        return said["result"].get("value")

    async def until(self, script: str, *, seconds: float = 15.0) -> Any:
        """Wait until an expression is true in the page. Raises TimeoutError, which names it and what is shown."""
        end = asyncio.get_running_loop().time() + seconds
        while True:
            with contextlib.suppress(RuntimeError):  # the page is on its way
                if value := await self.js(script):
                    return value
            if asyncio.get_running_loop().time() > end:
                shown = await self.js("document.body?.innerText")
                raise TimeoutError(f"not within {seconds} s: {script}\nerrors: {self.errors}\nshown:\n{shown}")
            await asyncio.sleep(0.05)

    async def sees(self, words: str, *, within: str = "body") -> None:
        """Wait until these words stand in a part of the page."""
        await self.until(
            f"(document.querySelector({json.dumps(within)})?.innerText || '').includes({json.dumps(words)})"
        )

    async def click(self, selector: str, words: str = "") -> None:
        """Click the last element that fits and holds these words, once it can be reached at its middle."""
        find = f"{_FIND}({json.dumps(selector)}, {json.dumps(words)})"
        place = await self.until(find)
        while place != (place := await self._a_moment_later(find)):
            pass  # it is still moving
        x, y = place
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def _a_moment_later(self, script: str) -> Any:
        await asyncio.sleep(0.05)
        return await self.until(script)

    async def type(self, text: str) -> None:
        """Put in a text as an input method does."""
        await self.call("Input.insertText", text=text)

    async def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key."""
        code, text = _KEYS.get(key, (ord(key.upper()[0]), key))
        about: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": _SHIFT * shift}
        await self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **about)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    async def chooses_file(self, selector: str, path: Path) -> None:
        """Choose a file in a file field."""
        root = await self.call("DOM.getDocument")
        node = await self.call("DOM.querySelector", nodeId=root["root"]["nodeId"], selector=selector)
        await self.call("DOM.setFileInputFiles", files=[str(path)], nodeId=node["nodeId"])

    async def screenshot(self, path: Path) -> None:
        """Keep what is shown as a PNG."""
        taken = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(taken["data"]))

    def strangers(self) -> list[str]:
        """Return the addresses asked for that are not on 127.0.0.1."""
        inner = ("data:", "blob:", "about:", "chrome:")
        return [url for url in self.requests if not url.startswith(inner) and urlsplit(url).hostname != "127.0.0.1"]


#: The middle of the last element that fits, holds the words, is shown, and is not covered; null where there is none.
_FIND = """((selector, words) => {
  const fits = [...document.querySelectorAll(selector)].filter((one) => one.textContent.includes(words));
  for (const one of fits.reverse()) {
    one.scrollIntoView({ block: "nearest" });
    const box = one.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = box.width && document.elementFromPoint(x, y);
    if (top && (one.contains(top) || top.contains(one))) return [x, y];
  }
  return null;
})"""


@contextlib.asynccontextmanager
async def opened(url: str, *, width: int, height: int, is_mobile: bool = False) -> AsyncIterator[Tab]:
    """Start a browser with one page of that size at that address; it is gone after the block."""
    if CHROMIUM is None:
        raise RuntimeError("there is no Chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        process = await asyncio.create_subprocess_exec(
            *(CHROMIUM, *_FLAGS, *sandbox, f"--user-data-dir={folder}", "about:blank"),
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "HOME": folder},
        )
        try:
            line = await asyncio.wait_for(_debugger(process), 60)
            async with aiohttp.ClientSession() as session, session.ws_connect(line, max_msg_size=0) as socket:
                tab = Tab(socket)
                listening = asyncio.create_task(tab.listen())
                await tab.attach(width, height, is_mobile=is_mobile)
                await tab.go(url)
                yield tab
                listening.cancel()
        finally:
            process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 10)
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _debugger(process: asyncio.subprocess.Process) -> str:
    """Return the address at which the browser takes orders, which it prints."""
    assert process.stderr is not None
    async for line in process.stderr:
        if line.startswith(b"DevTools listening on "):
            return line.decode().removeprefix("DevTools listening on ").strip()
    raise RuntimeError("Chromium did not start")
