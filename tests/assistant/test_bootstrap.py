"""A house opens and answers whenever its snapshot can be read, whatever else the disk refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from assistant.bootstrap import open_house
from assistant.records import Question
from assistant.settings import Settings
from ingest.quarantine import Quarantine
from ingest.starter import bring_starter
from knowledge.built import build_from
from knowledge.catalogue import Catalogue
from knowledge.errors import CatalogueError


@pytest.fixture
def built(home: Path) -> Path:
    """A home with the starter snapshot and nothing else."""
    with Catalogue.open("sqlite:///:memory:") as catalogue:
        bring_starter(catalogue, Quarantine(home))
        build_from(catalogue, home, None, lambda *_: None)
    return home


def test_databases_that_cannot_be_opened_cost_no_answer(built: Path) -> None:
    for name in ("conversations.sqlite", "catalogue.sqlite"):
        (built / name).mkdir()  # nobody can open a folder as a database

    with capture_logs() as logs:
        house = open_house(Settings())
        first = house.assistant.ask(Question(question="đăng ký kết hôn cần giấy tờ gì"))
        second = house.assistant.ask(Question(question="lệ phí?", conversation_id=first.conversation_id))

    assert (first.behavior, second.behavior) == ("answer", "answer")
    assert second.procedures[0].code == first.procedures[0].code
    assert "in memory only" in str(house.degraded)
    assert [log["event"] for log in logs] == ["conversations in memory only"]
    with pytest.raises(CatalogueError):
        house.catalogue.versions("1.000001")
    house.close()


def test_a_house_whose_databases_open_is_not_degraded(built: Path) -> None:
    house = open_house(Settings())

    house.assistant.ask(Question(question="đăng ký kết hôn"))

    assert house.degraded is None
    assert house.catalogue.versions("1.000001") == []
    house.close()
