"""HTTP to the Bot API over aiohttp: a call costs a third of the CPU that it costs through PTB's httpx.

It also tells a call that surely never left from one whose answer was not heard, which decides what is sent again.
"""

from typing import TypeVar

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from telegram._utils.defaultvalue import DefaultValue  # what PTB passes for "as you were made"
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

Value = TypeVar("Value")

#: Errors of a call for which there was no connection: nothing can have reached Telegram.
NEVER_LEFT: tuple[type[Exception], ...] = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
)

_CONNECT_SECONDS = 10.0


class Transport(BaseRequest):
    """PTB's request interface over one pool of connections, through a proxy (http or socks5) where one is set."""

    def __init__(self, *, connections: int, read_seconds: float, proxy: str | None = None) -> None:
        self._connections, self._read_seconds, self._proxy = connections, read_seconds, proxy
        self._session: aiohttp.ClientSession | None = None
        #: The server's clock, as the last answer gave it (an HTTP Date header), or None.
        self.server_date: str | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take, unless a call says another time."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=self._connector(), cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; return the status and the body. Raises TimedOut, or NetworkError with its cause."""
        if self._session is None:
            raise RuntimeError("the transport has not been initialized")
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_or(pool_timeout, _CONNECT_SECONDS),
            sock_connect=_or(connect_timeout, _CONNECT_SECONDS),
            sock_read=_or(read_timeout, self._read_seconds),
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, headers={"User-Agent": self.USER_AGENT}
            ) as response:
                self.server_date = response.headers.get("Date")
                return response.status, await response.read()
        except (TimeoutError, ProxyTimeoutError) as error:
            raise TimedOut from error
        except (aiohttp.ClientError, ProxyError, ProxyConnectionError, OSError) as error:
            raise NetworkError(type(error).__name__) from error  # its text holds the address, and that the token

    def _connector(self) -> aiohttp.BaseConnector:
        if self._proxy:
            url = self._proxy.replace("socks5h://", "socks5://")
            return ProxyConnector.from_url(url, limit=self._connections)
        return aiohttp.TCPConnector(limit=self._connections)


def _body(request_data: RequestData | None) -> aiohttp.FormData | None:
    if request_data is None or not request_data.parameters:
        return None
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows the file name as it is written
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    if request_data.contains_files and request_data.multipart_data:
        for name, (filename, content, kind) in request_data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _or(value: ODVInput[float], otherwise: float) -> float | None:
    return otherwise if isinstance(value, DefaultValue) else value
