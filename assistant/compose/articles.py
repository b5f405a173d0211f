"""Articles and clauses that a record's own lines name: the list of documents seldom says which of them apply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.compose.draft import Draft, one_line
from assistant.officer.spoken import any_of, readings
from assistant.phrases import Wording
from knowledge.records import Quote

_ARTICLE = re.compile(
    r"(?:(?:các )?điểm [a-zđ](?:(?:,| và) [a-zđ])*,? )?"
    r"(?:(?:các )?khoản \d+(?:(?:,| và) \d+)*,? (?:và )?)*Điều \d+[a-zđ]?"
    r"(?:\s+(?:Luật|Bộ luật|Nghị định|Thông tư|Nghị quyết|Pháp lệnh|Quyết định)[^.;,)(]*)?",
    re.IGNORECASE,
)
_FIELDS = ("legal_bases", "conditions", "steps", "channels", "cases", "result", "description")
_MOST = 12
_BASES = "legal_bases"


def write_articles(draft: Draft) -> None:
    """Write which articles the record names, where the question asks for them; nothing where it does not."""
    if not any(any_of("articles").search(words) for words in readings(Wording.of(draft.told.words))):
        return
    found = list(_named(draft))
    if draft.procedure.legal_bases and not any(path.startswith(_BASES) for path, _, _ in found):
        draft.add("Mục căn cứ pháp lý của nguồn chỉ ghi tên văn bản, không ghi điều, khoản, điểm.")
    if found:
        draft.add("Điều, khoản mà nguồn nhắc đến trong nội dung thủ tục:")
    for path, quote, words in found[:_MOST]:
        draft.add(f"- {words}{draft.cite(path, quote)}")
    if len(found) > _MOST:
        draft.add(f"- … (còn {len(found) - _MOST} chỗ nữa)")
        draft.shortened = True


def _named(draft: Draft) -> Iterator[tuple[str, Quote, str]]:
    """Yield each article once, with the first words that name it, in the order of the record."""
    seen: set[str] = set()
    for path, quote in draft.procedure.quotes():
        if path.partition(".")[0] not in _FIELDS:
            continue
        for match in _ARTICLE.finditer(one_line(quote)):
            words = match[0].strip()
            if words.lower() not in seen:
                seen.add(words.lower())
                yield path, quote, words
