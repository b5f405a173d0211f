"""What an operator says about the site: who may embed the chat, and what pages print about people and privacy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from bots.settings import DoorSettings

ANY_ORIGIN = "*"


@dataclass(frozen=True)
class Site:
    """One for each application; None means that the operator has not said it."""

    embed_origins: tuple[str, ...] = (ANY_ORIGIN,)  # of portals; no credential is ever used, so any one may
    office: str | None = None
    office_hours: str | None = None
    privacy_contact: str | None = None
    conversation_hours: float = 24
    handoff_hours: float = 12
    language_model: bool = False  # whether redacted questions go to a model that the operator chose


def site_of(settings: DoorSettings, embed_origins: str | None = None, *, language_model: bool = False) -> Site:
    """Return the site as the environment describes it.

    Args:
        settings: The doors' settings.
        embed_origins: Origins such as `https://dichvucong.example.vn`, comma-separated; None or blank: any.
        language_model: Whether a language model is set.
    """
    return Site(
        embed_origins=_origins(embed_origins),
        office=settings.office,
        office_hours=settings.office_hours,
        privacy_contact=settings.privacy_contact,
        conversation_hours=settings.conversation_hours,
        handoff_hours=settings.handoff_hours,
        language_model=language_model,
    )


def _origins(listed: str | None) -> tuple[str, ...]:
    named = tuple(origin.strip().rstrip("/") for origin in (listed or "").split(",") if origin.strip())
    return named or (ANY_ORIGIN,)


def asked_site(request: Request) -> Site:
    """Return the site of the application that the request came to."""
    site: Site = request.app.state.site
    return site


def about(site: Site, hotline: str | None, held: str | None, examples: Sequence[str]) -> dict[str, object]:
    """Return what the chat shows about itself, wherever it stands.

    Args:
        site: The site.
        hotline: Phone number of the human way out.
        held: How many procedures can be looked up, as it is printed; None while the house opens.
        examples: Questions to begin with.
    """
    return {
        "hotline": hotline,
        "office": site.office,
        "office_hours": site.office_hours,
        "held": held,
        "examples": list(examples),
    }


Described = Annotated[Site, Depends(asked_site)]
