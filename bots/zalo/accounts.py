"""Zalo's channels as the settings describe them."""

from __future__ import annotations

from pydantic import SecretStr

from bots.channel import BotsError
from bots.settings import DoorSettings
from bots.zalo.bot import ZaloBot
from bots.zalo.oa import ZaloOa
from bots.zalo.oa_tokens import Tokens, TokenStore
from bots.zalo.oauth import OAuth


class SettingsMissing(BotsError):
    """Settings without which a channel cannot be opened; `names` are those of the environment."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"set {', '.join(names)}: docs/channels-zalo.md says where each is found")
        self.names = names


class SettingWrong(BotsError):
    """A setting that has a value which cannot be one; the value is not quoted."""


def check_oa(settings: DoorSettings) -> None:
    """Try the settings of the Official Account.

    Raises:
        SettingsMissing: An id or a secret is not set.
    """
    _wanted(settings, "zalo_oa_id", "zalo_oa_app_id", "zalo_oa_app_secret", "zalo_oa_secret")


def oauth_of(settings: DoorSettings) -> OAuth:
    """Return the token service for the app.

    Raises:
        SettingsMissing: The app's id or its secret is not set.
    """
    app_id, app_secret = _wanted(settings, "zalo_oa_app_id", "zalo_oa_app_secret")
    return OAuth(app_id, app_secret, settings.zalo_oauth_url)


def tokens_of(settings: DoorSettings, store: TokenStore) -> Tokens:
    """Return the tokens of the Official Account.

    Raises:
        SettingsMissing: The account's id, the app's id or its secret is not set.
    """
    (oa_id,) = _wanted(settings, "zalo_oa_id")
    return Tokens(oa_id, store, oauth_of(settings).refresh)


def zalo_oa_of(settings: DoorSettings, tokens: Tokens) -> ZaloOa:
    """Return the Official Account as a channel.

    Raises:
        SettingsMissing: An id or a secret is not set; without the OA Secret Key no event could be told from a forgery.
    """
    oa_id, app_id, secret = _wanted(settings, "zalo_oa_id", "zalo_oa_app_id", "zalo_oa_secret")
    return ZaloOa(oa_id, app_id, secret, tokens, url=settings.zalo_oa_url, buttons=settings.zalo_oa_buttons)


def zalo_bot_of(settings: DoorSettings, *, with_webhook: bool) -> ZaloBot:
    """Return the bot as a channel.

    Args:
        settings: The doors' settings.
        with_webhook: Whether a secret for the webhook is wanted; polling needs none.

    Raises:
        SettingsMissing: The token is not set, or the secret where it is wanted.
        SettingWrong: The token is none.
    """
    names = ("zalo_bot_token", "zalo_bot_secret") if with_webhook else ("zalo_bot_token",)
    token, *secret = _wanted(settings, *names)
    try:
        return ZaloBot(token, secret[0] if secret else None, url=settings.zalo_bot_url)
    except ValueError as error:
        raise SettingWrong(f"MOTCUA_ZALO_BOT_TOKEN: {error}") from None


def _wanted(settings: DoorSettings, *names: str) -> list[str]:
    """Return the values of settings in order, secrets in the open."""
    found = [getattr(settings, name) for name in names]
    missing = tuple(f"MOTCUA_{name.upper()}" for name, value in zip(names, found, strict=True) if not value)
    if missing:
        raise SettingsMissing(missing)
    return [value.get_secret_value() if isinstance(value, SecretStr) else str(value) for value in found]
