"""`motcua zalo-oa` and `motcua zalo-bot`: what an operator does to bring Zalo to life, and to see how it is."""

from __future__ import annotations

import typer

from bots.zalo.bot_cli import Work, bot_app
from bots.zalo.oa_cli import StoreOpener, oa_app

__all__ = ["StoreOpener", "Work", "register"]


def register(app: typer.Typer, open_store: StoreOpener, work: Work) -> None:
    """Add both commands to the root application.

    Args:
        app: The root application.
        open_store: Opens the store of tokens, as the settings name it.
        work: Opens what answers a bot's updates, and hands out what receives them.
    """
    app.add_typer(oa_app(open_store), name="zalo-oa")
    app.add_typer(bot_app(work), name="zalo-bot")
