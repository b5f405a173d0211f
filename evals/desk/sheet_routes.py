"""Sheets out and in."""

from __future__ import annotations

from fastapi import APIRouter

from evals.desk.guard import DeskRoute

router = APIRouter(prefix="/qa", route_class=DeskRoute)
