"""An answer as the Markdown that OpenAI's clients show: what was said, choices by number, sources as links."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant.records import Answer, Citation
from bots.terminal import shortened, unsaid_options
from knowledge.vietnamese import syllables

PICTURES = "Trợ lý chưa đọc được ảnh, tệp và âm thanh. Xin gõ câu hỏi của bạn về thủ tục hành chính bằng chữ."
"""What is said to a message that has nothing else."""

_UNREAD = "(Ảnh, tệp và âm thanh gửi kèm chưa đọc được; câu trả lời chỉ theo phần chữ.)"
_QUOTE_CHARS = 120

Page = Callable[[Citation], str | None]
"""Where a person can read cited words."""


def written(answer: Answer, page: Page, *, unread: bool = False) -> str:
    """Return the answer's text, then what the channel cannot show beside it: choices by number, and the sources.

    Args:
        page: Returns the address of cited words, None where they have none.
        unread: Whether something came with the question that is not read.
    """
    blocks = [answer.text.strip(), "\n".join(unsaid_options(answer)), _UNREAD if unread else ""]
    sources = [_source(cited, page(cited)) for cited in answer.citations]
    blocks.append("\n".join(line for line in sources if line.startswith("[")))
    unlinked = [line for line in sources if not line.startswith("[")]
    blocks.append("\n".join(["Nguồn:", *unlinked]) if unlinked else "")
    return "\n\n".join(block for block in blocks if block)


def count(texts: Iterable[str]) -> int:
    """Return how many words the texts have, as the search counts them: a syllable, a number, a code is one."""
    return sum(len(syllables(text)) for text in texts)


def _source(cited: Citation, address: str | None) -> str:
    """Return `[1]: address "quote"`, which makes a link of each mark [1] in the text; without an address a list item.

    Source: spec.commonmark.org/0.31.2/#link-reference-definitions
    """
    quote = shortened(cited.quote, _QUOTE_CHARS)
    if address is None:
        return f"- [{cited.id}] {cited.code}, {cited.source_file}: “{quote}”"
    title = quote.replace("\\", "\\\\").replace('"', '\\"')
    return f'[{cited.id}]: {"%20".join(address.split())} "{title}"'
