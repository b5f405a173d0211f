"""Whether the door is alive, whether it can answer, and how it has been doing."""

from __future__ import annotations

from anyio.to_thread import run_sync
from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from bots.post.engine import PostError
from bots.post.keeping import Standing
from bots.post.keeping import standing as standing_of
from bots.web import post_metrics
from bots.web.door import Anyhow, Open
from bots.web.mail import Mail, Posted

router = APIRouter()


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> JSONResponse:
    """Return 200 as long as the process serves at all."""
    return JSONResponse({"status": "ok"})


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz")
async def readyz(rooms: Open, mail: Posted) -> JSONResponse:
    """Return 200 once a snapshot is loaded; the dependency says 503 before that.

    `degraded` says in English what works less well than it should: an older snapshot, conversations in memory only, a
    channel that sends nothing, dead letters.
    """
    snapshot = rooms.snapshot
    held = {"snapshot": snapshot.name, "procedures": len(snapshot.summaries)}
    reasons = [
        reason
        for reason in (snapshot.degraded_reason, rooms.conversations_degraded(), rooms.adviser_degraded)
        if reason
    ]
    standing = await _standing(mail)
    reasons += standing.troubles if standing is not None else []
    return JSONResponse({"status": "ready", **held, "degraded": "; ".join(reasons) or None})


@router.get("/metrics")
async def metrics(door: Anyhow, mail: Posted) -> Response:
    """Return the counters, and how the queues of the channels stand, in Prometheus' text format."""
    standing = await _standing(mail)
    queues = post_metrics.exposition(standing) if standing is not None else b""
    told = await run_sync(door.metrics.exposition)
    return Response(told + queues, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _standing(mail: Mail) -> Standing | None:
    """Return how the queues stand; None where there are none, or they cannot be read."""
    if mail.office is None:
        return None
    try:
        return await run_sync(mail.office.database.read, standing_of)
    except PostError:
        return None
