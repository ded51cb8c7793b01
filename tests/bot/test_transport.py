"""The line to Telegram: straight and through proxies, and which failures surely never left."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.api import Api, was_never_sent
from bot.transport import Transport
from sandbox import Rule, Sandbox


@contextlib.asynccontextmanager
async def line(sandbox: Sandbox, *, proxy: str | None = None, read_seconds: float = 5.0) -> AsyncIterator[Api]:
    async with Api(
        sandbox.token,
        base_url=sandbox.base_url,
        request=Transport(connections=4, read_seconds=read_seconds, proxy=proxy),
        get_updates_request=Transport(connections=1, read_seconds=read_seconds, proxy=proxy),
    ) as api:
        yield api


@contextlib.asynccontextmanager
async def proxy_server(passed: list[str]) -> AsyncIterator[int]:
    """An HTTP proxy on 127.0.0.1 that knows CONNECT and nothing else; `passed` gets what was asked for."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
        target = head.split()[1]
        passed.append(target)
        host, _, port = target.partition(":")
        far_reader, far_writer = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def closed_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


async def test_a_call_goes_through_a_proxy_where_one_is_set(sandbox: Sandbox) -> None:
    passed: list[str] = []
    async with proxy_server(passed) as port, line(sandbox, proxy=f"http://127.0.0.1:{port}") as api:
        assert (await api.call("getMe", {}))["username"] == sandbox.bot.username
    assert set(passed) == {f"127.0.0.1:{sandbox.port}"}


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
async def test_a_proxy_that_is_not_there_is_surely_not_sent(sandbox: Sandbox, scheme: str) -> None:
    transport = Transport(connections=1, read_seconds=5.0, proxy=f"{scheme}://127.0.0.1:{await closed_port()}")
    async with transport:
        with pytest.raises(NetworkError) as caught:
            await transport.do_request(f"{sandbox.base_url}{sandbox.token}/getMe", "POST")
    assert was_never_sent(caught.value)


async def test_a_server_that_is_not_there_is_surely_not_sent_and_its_address_is_not_told(sandbox: Sandbox) -> None:
    await sandbox.refuse()
    async with Transport(connections=1, read_seconds=5.0) as transport:
        with pytest.raises(NetworkError) as caught:
            await transport.do_request(f"{sandbox.base_url}{sandbox.token}/getMe", "POST")
    assert was_never_sent(caught.value)
    assert sandbox.token not in str(caught.value)


@pytest.mark.parametrize("rule", [Rule("drop_before", method="getMe"), Rule("drop_after", method="getMe")])
async def test_a_connection_that_breaks_is_perhaps_sent(sandbox: Sandbox, rule: Rule) -> None:
    async with line(sandbox) as api:
        sandbox.faults.add(rule)
        with pytest.raises(TelegramError) as caught:
            await api.call("getMe", {})
    assert not was_never_sent(caught.value)


async def test_an_answer_that_does_not_come_is_perhaps_sent(sandbox: Sandbox) -> None:
    async with line(sandbox, read_seconds=0.2) as api:
        sandbox.faults.add(Rule("delay", method="getMe", seconds=1.0))
        with pytest.raises(TimedOut) as caught:
            await api.call("getMe", {})
    assert not was_never_sent(caught.value)


async def test_a_transport_that_was_not_opened_says_so() -> None:
    with pytest.raises(RuntimeError, match="initialized"):
        await Transport(connections=1, read_seconds=1.0).do_request("http://127.0.0.1:1/", "GET")
