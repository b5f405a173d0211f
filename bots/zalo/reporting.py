"""What the commands of both of Zalo's channels do alike: settings read, errors as a line and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bots.channel import BotsError
from bots.settings import DoorSettings, door_settings
from bots.web.logs import log_to_stderr
from knowledge.terminal import errors_reported

WRONG_USAGE = 2
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@contextmanager
def settings_read() -> Iterator[DoorSettings]:
    """Hand out the settings; end the command with a line where one is missing (2) or something fails (1)."""
    from bots.zalo.accounts import SettingsMissing, SettingWrong

    settings = door_settings()
    log_to_stderr(settings.log_level, lines=True)
    try:
        with errors_reported(_Failed):
            try:
                yield settings
            except (SettingsMissing, SettingWrong):
                raise
            except (BotsError, OSError) as error:
                raise _Failed(str(error)) from error
    except (SettingsMissing, SettingWrong) as error:
        raise wrong_usage(str(error)) from error


def wrong_usage(message: str) -> typer.Exit:
    """Say what is wrong with how the command was called, and return what ends it."""
    typer.secho(f"motcua: {message}", err=True, fg="red")
    return typer.Exit(WRONG_USAGE)


class _Failed(Exception):
    """What a command could not do."""
