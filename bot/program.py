"""The running program: opens the store, wires the three loops together, and takes them down in order."""

import asyncio
import fcntl
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

from telegram.error import InvalidToken, TelegramError

from bot import application, journal, opening, retention, watchdog
from bot.api import Api
from bot.clock import Clock, SystemClock
from bot.config import Config
from bot.counter import Counting
from bot.dispatch import Dispatch
from bot.font import PACKAGE, chinese_font
from bot.receiver import AnotherInstanceError, Receiver
from bot.sender import Sender
from bot.tick import EVERY, Tick, broadcasts
from bot.transport import Transport
from bot.worker import Worker
from broadcasts import absence
from conversation import (
    daily_summary,
    delivery_view,
    medication_sheet,
    notice,
    order_chain_late,
    order_chain_sheet,
    order_chain_tally,
    roster,
    test_round,
)
from conversation.arrival import House
from conversation.due import CHECKPOINT
from domain.due import Due
from handlers import my_data
from parsing import medicine, word
from storage.backup import nightly
from storage.migration import migrate
from storage.store import Query, Store

log = journal.of(__name__)

_STOP_SECONDS = 3.0  # for what is under way; the program is out in five
_CONNECTIONS = 16


class CannotRunError(Exception):
    """Why the program cannot run, and the mend: one sentence for the operator."""


async def run(config: Config, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT. Raises CannotRunError, and StoreTroubleError where the database is not usable."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with alone(config.database):
        async with Store.opened(config.database) as store:
            await migrate(store)
            life = watchdog.Life()
            async with watchdog.reporting(life, stop), connected(config, stop) as api:
                if api is not None:
                    await serve(config, store, api, clock or SystemClock(), stop, life)
    log.info("stopped")


async def serve(
    config: Config,
    store: Store,
    api: Api,
    clock: Clock,
    stop: asyncio.Event,
    life: watchdog.Life | None = None,
    *,
    tick_seconds: float = EVERY,
) -> None:
    """Run the loops until `stop` is set; then finish what is under way, and leave the rest in its tables."""
    await asyncio.to_thread(word.load)  # the dictionary: not in the middle of the first message
    await asyncio.to_thread(medicine.load)
    house = House(api.username, config.time_zone, periods=config.periods, quiet=config.quiet, care=config.care)
    routing = application.build(api)
    await routing.initialize()
    font = chinese_font()
    if font is None:
        log.warning("no-chinese-font", install=PACKAGE, ask="shouwang check")
    recipes = {
        **order_chain_tally.recipes(api.username),
        **order_chain_late.recipes(),
        **order_chain_sheet.recipes(font),
        **daily_summary.recipes(font, PACKAGE),
        **notice.RECIPES,
        **roster.recipes(),
        **medication_sheet.recipes(lambda: int(clock.now())),
        **test_round.recipes(),
        **my_data.RECIPES,
        **delivery_view.RECIPES,
    }
    dispatch = Dispatch(api, store, recipes, roster.readers())
    counting, life = Counting(), life or watchdog.Life()
    worker = Worker(
        store,
        routing,
        house,
        clock,
        filed=lambda: sender.wake(),
        operator=config.operator,
        counting=counting,
        alive=life.expect("worker", watchdog.WORKING),
    )
    sender = Sender(
        store,
        dispatch,
        api.id,
        clock,
        config.limits,
        outcome_filed=worker.arrived.set,
        counting=counting,
        alive=life.expect("sender", watchdog.WORKING),
    )

    async def returned(query: Query, heard_at: int, now: int) -> None:
        if await absence.tell(query, heard_at, now, config.quiet):
            sender.wake()

    alive = life.expect("receiver", watchdog.POLLING)
    receiver = Receiver(api, store, clock, worker.arrived, returned, counting=counting, alive=alive)
    await sender.recover()
    async with store.transaction() as query:
        await opening.prepare(query, application.COMMANDS, config, int(clock.now()))
    tick = Tick(
        store,
        api.id,
        clock,
        config.quiet,
        sender.wake,
        broadcasts=broadcasts(config.care),
        chores={
            opening.BACKUP: partial(_back_up, config, clock),
            retention.RETENTION: partial(retention.expire, store, clock, config.periods),
            CHECKPOINT: partial(retention.empty_log, store),
        },
        alive=life.expect("tick", watchdog.WORKING),
    )
    await tick.start(routing, tick_seconds)
    log.info("running", bot=api.id)
    loops = [asyncio.create_task(loop.run()) for loop in (receiver, worker, sender)]
    stopping = asyncio.create_task(stop.wait())
    keeping = asyncio.create_task(counting.run(store, clock))
    try:
        await asyncio.wait([*loops, stopping], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        keeping.cancel()
        await tick.stop(routing)
        await _wind_up(loops, worker, sender)
        await counting.try_to_write(store, clock)
    for finished in loops:
        if not finished.cancelled() and (error := finished.exception()) is not None:
            raise _in_words(error) from error


async def _back_up(config: Config, clock: Clock, due: Due) -> None:
    await nightly(config.database, config.backup_folder, clock.now(), due.zone)


async def _wind_up(loops: list[asyncio.Task[None]], worker: Worker, sender: Sender) -> None:
    loops[0].cancel()  # what a poll was about to bring is not confirmed, and comes again
    worker.stop()
    sender.stop()
    _, unfinished = await asyncio.wait(loops, timeout=_STOP_SECONDS)
    for task in unfinished:
        task.cancel()
    await asyncio.gather(*loops, return_exceptions=True)


def _in_words(error: BaseException) -> BaseException:
    if isinstance(error, AnotherInstanceError):
        return CannotRunError(
            "Another program polls Telegram with the same token. Mend: stop it, or give this one a token of its own"
        )
    if isinstance(error, InvalidToken):
        return _token_refused()
    return error


def _token_refused() -> CannotRunError:
    return CannotRunError("Telegram refuses the token. Mend: ask @BotFather for the present one (/token) and set it")


@asynccontextmanager
async def connected(config: Config, stop: asyncio.Event) -> AsyncIterator[Api | None]:
    """Open the line to Telegram, waiting for as long as it cannot be reached; None if told to stop meanwhile."""
    api = Api(
        config.token,
        base_url=f"{config.api_url}/bot",
        base_file_url=f"{config.api_url}/file/bot",
        request=Transport(connections=_CONNECTIONS, read_seconds=10.0, proxy=config.proxy_url),
        get_updates_request=Transport(connections=2, read_seconds=10.0, proxy=config.proxy_url),
    )
    wait = 1.0
    try:
        while not stop.is_set():
            try:
                await api.initialize()
                await api.delete_webhook()  # a token that once had one could not be polled with
                break
            except InvalidToken:
                raise _token_refused() from None
            except TelegramError as error:
                log.warning("telegram-unreachable", error=error, again=wait, ask="shouwang check")
                with_stop = asyncio.create_task(stop.wait())
                await asyncio.wait([with_stop], timeout=wait)
                with_stop.cancel()
                wait = min(60.0, wait * 2)
        yield None if stop.is_set() else api
    finally:
        await api.shutdown()


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Hold the database's lock file, so that a second program on it refuses to start. Raises CannotRunError."""
    place = database.with_suffix(".lock")
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise CannotRunError(
            f"{database.parent}: cannot be written ({error.strerror}). Mend: choose another [database] path, or give "
            "this user write access"
        ) from error
    try:
        _hold(handle, database)
        yield
    finally:
        os.close(handle)


def _hold(handle: int, database: Path) -> None:
    """Take the lock. A second try is for `shouwang status`, which touches it for an instant."""
    for wait in (0.2, None):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if wait is None:
                raise CannotRunError(
                    f"{database}: another Shouwang is running on this database. Mend: stop it first (systemctl stop "
                    "shouwang)"
                ) from None
            time.sleep(wait)
        else:
            return
