"""Nothing that a person wrote stands in a log line, whoever logs it and at whatever level."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bots.web.logs import log_to_stderr, redacted_record

PLANTED = "0912345678"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    factory = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(factory)
    structlog.reset_defaults()


def fail() -> None:
    raise ValueError(f"bad value {PLANTED}")


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, error.__traceback__) if error else None
    return redacted_record("sqlalchemy", logging.ERROR, __file__, 1, message, args, told)


def test_a_line_of_ours_is_redacted(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("DEBUG")

    structlog.get_logger("motcua.web").debug("asked", question=f"gọi {PLANTED}", route="/api/ask", ms=1.5)

    line = json.loads(capsys.readouterr().err)
    assert (line["question"], line["route"], line["ms"]) == ("gọi [SỐ ĐIỆN THOẠI]", "/api/ask", 1.5)


def test_an_error_of_ours_is_told_by_its_class_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("DEBUG")

    try:
        fail()
    except ValueError:
        structlog.get_logger("motcua.web").exception("failed")

    logged = capsys.readouterr().err
    assert PLANTED not in logged
    assert json.loads(logged)["error"].startswith("ValueError, ")
    assert " fail" in logged


def test_a_line_of_another_library_is_redacted_with_its_arguments() -> None:
    logged = record("INSERT … VALUES (%s)", f"sđt {PLANTED}")

    assert logging.Formatter().format(logged) == "INSERT … VALUES (sđt [SỐ ĐIỆN THOẠI])"


def test_an_error_of_another_library_is_told_without_its_message() -> None:
    try:
        fail()
    except ValueError as error:
        logged = logging.Formatter().format(record("Exception in ASGI application", error=error))

    assert logged.startswith("Exception in ASGI application (ValueError, ")
    assert PLANTED not in logged


def test_arguments_that_do_not_fit_are_no_error() -> None:
    assert record("%d of %d", "x").getMessage() == "%d of %d"


def test_every_logger_of_the_process_is_covered(caplog: pytest.LogCaptureFixture) -> None:
    log_to_stderr("DEBUG")

    logging.getLogger("uvicorn.error").warning("Invalid request %s", f"GET /?q={PLANTED}")

    assert PLANTED not in caplog.text
    assert "Invalid request GET /?q=" in caplog.text
