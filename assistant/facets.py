"""Which facets a question asks about, in the order in which it asks."""

from __future__ import annotations

from functools import cache
from typing import get_args

from assistant.lexicon import read_list
from assistant.phrases import Phrases, Wording
from knowledge.records import Facet

_MOST = 3


def find_facets(wording: Wording) -> tuple[Facet, ...]:
    """Return the facets asked about, first asked first, three at most; empty where the question names none."""
    found = {facet: at for facet, words in _asked().items() if (at := words.find(wording)) is not None}
    if "online" in found and len(found) > 1 and wording not in _words("can"):
        del found["online"]  # a circumstance, not the question
    if "where" in found and ("form" in found or "legal" in found):
        del found["where"]  # "tải mẫu ở đâu" asks for the form, "quy định ở đâu" for the law
    if "form" in found and "documents" in found:
        found["form"] = max(found.values()) + 1  # "viết đơn rồi kèm giấy gì" asks for the papers
    if not found and wording not in _words("general") and wording in _words("weak_documents"):
        return ("documents",)
    return tuple(sorted(found, key=lambda facet: found[facet]))[:_MOST]


def asks_how(wording: Wording) -> bool:
    """Whether the question asks for everything: "làm sao", "thủ tục thế nào"."""
    return wording in _words("general")


def without_facets(wording: Wording) -> str:
    """Return the folded question without the words that only ask: what is left names the topic."""
    for words in (*_asked().values(), _words("general"), _words("can"), _words("weak_documents")):
        wording = Wording(wording.accented, words.remove(wording), wording.marked)
    return wording.folded


@cache
def _asked() -> dict[Facet, Phrases]:
    lists = read_list("facets")
    return {facet: Phrases(tuple(lists[facet])) for facet in get_args(Facet) if facet in lists}


@cache
def _words(name: str) -> Phrases:
    return Phrases(tuple(read_list("facets")[name]))
