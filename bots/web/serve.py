"""Runs the web door: one process, or several workers that share a port, each with the snapshot mapped."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
from typing import TYPE_CHECKING

import structlog
import uvicorn
from uvicorn.supervisors import Multiprocess

from assistant.settings import Settings
from bots.settings import DoorSettings, door_settings
from bots.web.logs import log_to_stderr
from bots.web.metrics import SHARED_FOLDER

# The application and the house are imported where they are used: the supervisor of several workers needs neither.
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fastapi import FastAPI

    from bots.web.guests import Invitation
    from bots.web.rooms import Rooms

WORKER = "bots.web.serve:worker_app"  # what makes the application in each of several workers
SWITCH_SECONDS = 0.001  # of Python's threads: answering is pure CPU, and each read or write of a socket waits its turn
GRACE_SECONDS = 7  # streams get their last event at once; what is left after this is cut, well inside 10 s


class PortTakenError(Exception):
    """Somebody else listens where the door should."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {reason}. Choose another one with --port")
        self.host, self.port = host, port


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one.

    Raises:
        PortTakenError: The address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)  # only a listening socket fails where another one already listens
    except OSError as error:
        listener.close()
        reason = "another program is using it" if error.errno == errno.EADDRINUSE else str(error)
        raise PortTakenError(host, port, reason) from error
    listener.set_inheritable(True)
    return listener


def serve(listener: socket.socket, workers: int, guests: Sequence[Invitation] = (), worker: str = WORKER) -> int:
    """Serve until SIGTERM or Ctrl-C and return the exit code: 0 stopped, 1 could not open, 2 a wrong setting.

    Args:
        listener: A bound socket.
        workers: Processes.
        guests: Make the pages of other rooms, where one process serves.
        worker: `module:function` that makes the application, with its guests, where several do.
    """
    log_to_stderr(Settings().log_level)
    sys.setswitchinterval(SWITCH_SECONDS)
    if not _settings_hold():
        return 2
    # uvicorn raises the signal once more after it has stopped; stopping when told to is no failure
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    if workers > 1:
        return _serve_many(listener, workers, worker)
    return _serve_one(listener, guests)


def _settings_hold() -> bool:
    """Return whether the doors' settings can be read; what is wrong with them is said once, here."""
    from bots.channel import BotsError
    from bots.wiring import check

    try:
        check(door_settings())
    except BotsError as error:
        print(f"motcua: {error}", file=sys.stderr)
        return False
    return True


def worker_app(guests: Sequence[Invitation] = ()) -> FastAPI:
    """Return the application of one worker, from the environment's settings."""
    sys.setswitchinterval(SWITCH_SECONDS)
    settings = door_settings()
    log_to_stderr(settings.log_level)

    def give_up(error: Exception) -> None:
        structlog.get_logger("motcua.web").error("house closed", error=type(error).__name__, reason=str(error))
        os._exit(1)  # the supervisor sees it and stops or starts another

    return _application(settings, give_up, guests)


def _application(
    settings: DoorSettings, on_failure: Callable[[Exception], None], guests: Sequence[Invitation]
) -> FastAPI:
    from assistant.language_model import ModelSettings
    from bots.web.access import access_of
    from bots.web.app import create_opening_app
    from bots.web.site import site_of
    from bots.wiring import mail_of

    mail = mail_of(settings)
    return create_opening_app(
        _open_rooms,
        home=settings.home,
        on_failure=on_failure,
        hotline=settings.hotline,
        access=access_of(settings),
        mail=mail,
        site=site_of(settings, settings.embed_origins, language_model=ModelSettings().wanted),
        guests=guests,
    )


def _open_rooms() -> Rooms:
    from assistant.bootstrap import open_house
    from bots.web.rooms import Rooms

    house = open_house(Settings())
    house.assistant.warm_up()

    def degraded() -> str | None:
        return house.conversations.degraded

    rooms = (house.assistant, house.snapshot, house.catalogue)
    return Rooms(*rooms, house.close, degraded, house.conversations, house.adviser.degraded)


def _serve_one(listener: socket.socket, guests: Sequence[Invitation]) -> int:
    failures: list[Exception] = []

    def give_up(error: Exception) -> None:
        failures.append(error)
        server.should_exit = True

    server = uvicorn.Server(_config(_application(door_settings(), give_up, guests), workers=1))
    server.run(sockets=[listener])
    for error in failures:
        print(f"motcua: {error}", file=sys.stderr)
    return _leave(1 if failures else 0)


def _serve_many(listener: socket.socket, workers: int, worker: str) -> int:
    if not _can_open():  # what one cannot open, none can: said once, here
        return 1
    with tempfile.TemporaryDirectory(prefix="motcua-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        config = _config(worker, workers=workers, factory=True)
        Multiprocess(config, sockets=[listener]).run()
    return 0


def _can_open() -> bool:
    """Return whether the house opens, tried in a child: what a snapshot leaves in memory goes with it."""
    trial = multiprocessing.get_context("spawn").Process(target=_try_to_open)
    trial.start()
    trial.join()
    return trial.exitcode == 0


def _try_to_open() -> None:
    from assistant.bootstrap import open_house

    log_to_stderr("ERROR")  # the workers will say the rest
    try:
        open_house(Settings()).close()
    except Exception as error:
        print(f"motcua: {error}", file=sys.stderr)
        sys.exit(1)


def _config(app: FastAPI | str, *, workers: int, factory: bool = False) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        workers=workers,
        factory=factory,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _leave(code: int) -> int:
    """Return the code, or leave at once where a thread still works on an answer that nobody will read."""
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    if others:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code
