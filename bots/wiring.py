"""Wires the post office and the channels together, as the settings say. The one place that knows every vendor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import structlog
from pydantic import SecretStr

from bots.channel import BotsError, Channel
from bots.messages import Incoming
from bots.post.clerk_words import House
from bots.post.engine import Database, PostError
from bots.post.office import NoKeyError, PostOffice
from bots.post.tokens import SqlTokens
from bots.seal import Seal
from bots.settings import DoorSettings, listed
from bots.web.mail import Mail
from bots.zalo import accounts
from knowledge.errors import CatalogueError

Receive = Callable[[list[Incoming]], Awaitable[None]]
Check = Callable[[DoorSettings], object]
_POLLED = (
    ("telegram_token", "telegram_secret", "motcua telegram"),
    ("zalo_bot_token", "zalo_bot_secret", "motcua zalo-bot"),
)
Make = Callable[[DoorSettings, PostOffice], Channel]
_log = structlog.get_logger("motcua.post")


class ChannelSettingsError(BotsError):
    """A channel is half set up: it would stay silent, or stand open to forgeries."""


def post_url(settings: DoorSettings) -> str:
    """Return the SQLAlchemy URL of the post office."""
    return settings.database_url or f"sqlite:///{settings.home / 'channels.sqlite'}"


def open_post(settings: DoorSettings) -> PostOffice:
    """Return the post office.

    Raises:
        PostError: Its database cannot be opened.
        CatalogueError: Its URL cannot be used.
    """
    seal = Seal(_open(settings.channel_key)) if settings.channel_key else None
    return PostOffice(Database(post_url(settings)), settings.handoff_hours, seal)


@contextmanager
def token_store(settings: DoorSettings) -> Iterator[SqlTokens]:
    """Hand out the store of the Official Account's tokens.

    Raises:
        NoKeyError: There is no key to seal them with.
    """
    office = open_post(settings)
    try:
        yield SqlTokens(office.database, office.sealed)
    finally:
        office.close()


def house_of(settings: DoorSettings) -> House:
    """Return what differs from office to office."""
    return House(settings.public_url, settings.hotline, settings.office, settings.office_hours)


def desk_keys_of(settings: DoorSettings) -> tuple[tuple[str, str], ...]:
    """Return the desks, each with its key.

    Raises:
        ChannelSettingsError: A part of the setting is no `name=key`, or a key is short.
    """
    desks = []
    for named in listed(settings.desk_keys):
        name, _, key = named.partition("=")
        if not name.strip() or len(key.strip()) < 16:
            raise ChannelSettingsError("MOTCUA_DESK_KEYS: each desk is NAME=KEY, the key of 16 characters or more")
        desks.append((name.strip(), key.strip()))
    return tuple(desks)


def check(settings: DoorSettings) -> None:
    """Try everything that can be tried without opening anything, so that what is missing is said before it is needed.

    Raises:
        NoKeyError: A channel is on and there is no key.
        ChannelSettingsError: A channel or a desk is half set up.
        BotsError: What a channel itself says of its settings.
    """
    desk_keys_of(settings)
    wanted = _wanted(settings)
    if wanted and settings.channel_key is None:
        raise NoKeyError
    for try_settings, _ in wanted:
        try_settings(settings)
    for token, secret, command in _POLLED:
        if getattr(settings, token) and not getattr(settings, secret):
            advice = f"poll with {command}, or set MOTCUA_{secret.upper()}"
            _log.warning("no webhook without a secret", channel=command, advice=advice)


def mail_of(settings: DoorSettings) -> Mail:
    """Return the mail of the web door: every channel that has a webhook, and hand-overs. `check` goes before.

    Raises:
        BotsError: What `check` says too.
    """
    wanted = _wanted(settings)
    desks, house = desk_keys_of(settings), house_of(settings)
    try:
        office = open_post(settings)
    except (PostError, CatalogueError) as error:
        if wanted:
            raise
        _log.error("no hand-overs: the post office cannot be opened", reason=str(error))
        return Mail(desk_keys=desks, house=house)
    channels = tuple(make(settings, office) for _, make in wanted)
    return Mail(office, channels, desks, house, settings.worker_seconds)


@asynccontextmanager
async def working(settings: DoorSettings, channel: Channel) -> AsyncIterator[Receive]:
    """Answer on one channel whose updates are polled: hands out what receives them.

    Raises:
        NoKeyError: There is no key.
        KnowledgeError: Nothing is published, or it cannot be opened.
    """
    from assistant.bootstrap import open_house
    from bots.web.feedback import FOLDER
    from bots.web.mail import clerk_of, delivering
    from bots.web.rooms import Rooms

    if settings.channel_key is None:
        raise NoKeyError
    office = open_post(settings)
    house = await asyncio.to_thread(open_house, settings)
    rooms = Rooms(house.assistant, house.snapshot, house.catalogue, conversations=house.conversations)
    mail = Mail(office, (channel,), house=house_of(settings), worker_seconds=settings.worker_seconds)

    async def receive(incomings: list[Incoming]) -> None:
        await office.receive(incomings)

    try:
        async with delivering(mail, lambda: clerk_of(rooms, office, mail.house, settings.home / FOLDER)):
            yield receive
    finally:
        office.close()
        house.close()


def _wanted(settings: DoorSettings) -> list[tuple[Check, Make]]:
    """Return what tries and what makes each channel that has a webhook."""
    wanted: list[tuple[Check, Make]] = []
    if _is_on(settings, "telegram_token", "telegram_secret"):
        wanted.append((_telegram, lambda told, _: _telegram(told)))
    if _is_on(settings, "zalo_bot_token", "zalo_bot_secret"):
        wanted.append((_zalo_bot, lambda told, _: _zalo_bot(told)))
    if settings.zalo_oa_id:
        wanted.append((accounts.check_oa, _zalo_oa))
    return wanted


def _is_on(settings: DoorSettings, token: str, secret: str) -> bool:
    """Whether a channel has a webhook. A token alone is polled by a command of its own; a secret alone is a mistake."""
    has_token, has_secret = bool(getattr(settings, token)), bool(getattr(settings, secret))
    if has_secret and not has_token:
        raise ChannelSettingsError(f"MOTCUA_{secret.upper()} is set and MOTCUA_{token.upper()} is not: set both")
    return has_token and has_secret


def _telegram(settings: DoorSettings) -> Channel:
    from bots.telegram.channel import channel_of

    return channel_of(settings)


def _zalo_bot(settings: DoorSettings) -> Channel:
    return accounts.zalo_bot_of(settings, with_webhook=True)


def _zalo_oa(settings: DoorSettings, office: PostOffice) -> Channel:
    store = SqlTokens(office.database, office.sealed)
    return accounts.zalo_oa_of(settings, accounts.tokens_of(settings, store))


def _open(secret: SecretStr) -> str:
    return secret.get_secret_value()
