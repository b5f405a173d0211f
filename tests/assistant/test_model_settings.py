"""Where a model is asked: read from the environment, and refused with what to set or to install."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("langchain_openai", reason="langchain-openai is not installed: pip install 'motcua[llm]'")

from assistant import language_model
from assistant.language_model import MissingAddress, MissingExtra, ModelSettings, connect


def at(url: str | None = None, **more: Any) -> ModelSettings:
    return ModelSettings(base_url=url, model="scripted", **more)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("http://host:8000", "http://host:8000/v1"),
        ("http://host:8000/", "http://host:8000/v1"),
        ("http://host:8000/v1/", "http://host:8000/v1"),
        ("http://host/v1/chat/completions", "http://host/v1"),
        ("https://cloud/api/openai", "https://cloud/api/openai"),
        (None, None),  # none of its own: it is refused, see below
    ],
)
def test_the_address_may_be_given_with_or_without_its_path(given: str | None, asked: str | None) -> None:
    assert at(given).address == asked


def test_a_model_without_an_address_is_asked_nowhere_and_it_is_said_what_to_set() -> None:
    with pytest.raises(MissingAddress, match=r"MOTCUA_LLM_BASE_URL.*MOTCUA_LLM_PROVIDER=ollama"):
        connect(at())


def test_ollama_has_an_address_of_its_own() -> None:
    assert at(provider="ollama").address == "http://127.0.0.1:11434/v1"
    assert at("http://host:1/v1", provider="ollama").address == "http://host:1/v1"


def test_settings_are_read_from_the_environment_and_hide_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_LLM_BASE_URL", "http://host:1")
    monkeypatch.setenv("MOTCUA_LLM_MODEL", "m")
    monkeypatch.setenv("MOTCUA_LLM_API_KEY", "k-2")
    monkeypatch.setenv("MOTCUA_LLM_TIMEOUT_SECONDS", "2.5")

    read = ModelSettings()

    assert (read.base_url, read.model, read.timeout_seconds, read.wanted) == ("http://host:1", "m", 2.5, True)
    assert "k-2" not in repr(read)


def test_an_empty_name_of_a_model_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_LLM_MODEL", "")

    assert not ModelSettings().wanted


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(MissingExtra, match=r"pip install 'motcua\[llm\]'.*\.venv/bin/pip install -e '\.\[llm\]'"):
        connect(at("http://host"))
