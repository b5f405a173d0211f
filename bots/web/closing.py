"""Tells open streams that the server was asked to stop, before the server waits for them."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import anyio

_STOPS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_of_stops(event: anyio.Event) -> Iterator[None]:
    """Set the event at SIGTERM or SIGINT, then let the handler that stood before do its work.

    uvicorn tells an application to shut down only after every connection has closed, which an open stream
    never does by itself. Outside the main thread no signal arrives, and this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in _STOPS}

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(event.set)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in _STOPS:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
