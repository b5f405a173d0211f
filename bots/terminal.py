"""An answer as a terminal shows it: with Rich for people, as plain text for pipes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.records import Answer, ChecklistItem, Citation
from knowledge.ranking import contributions, shipped_ranking
from knowledge.search import Hit

UNKNOWN = "Chưa công bố"
QUOTE_CHARS = 240
_ACCENTS = {"warn": "yellow", "error": "red", "refuse": "yellow", "clarify": "cyan"}


def plain(answer: Answer) -> str:
    """Return the answer as lines of text: what was said, then options and quoted words by number."""
    blocks = [answer.text.strip()]
    blocks.append("\n".join(unsaid_options(answer)))
    if answer.citations:
        blocks.append(
            "\n".join(f"[{cited.id}] {_where(cited)}: “{shortened(cited.quote)}”" for cited in answer.citations)
        )
    return "\n\n".join(block for block in blocks if block)


def show(answer: Answer, console: Console) -> None:
    """Print the answer; every word of it is printed as it is, never read as markup."""
    console.print()
    console.print(Text(answer.text.strip(), style=_ACCENTS.get(answer.behavior, "")))
    if answer.checklist:
        console.print()
        console.print(_papers(answer.checklist))
    for line in unsaid_options(answer):
        console.print(Text(line, style="bold"))
    if answer.citations:
        console.print(Text("\nNguồn", style="bold"))
    for cited in answer.citations:
        console.print(Text.assemble((f"[{cited.id}] ", "cyan"), (_where(cited), "dim")))
        console.print(Padding(Text(shortened(cited.quote)), (0, 0, 0, 4)))


def show_ranking(hits: Sequence[Hit], console: Console) -> None:
    """Print why the first procedure won: the chance of each, and what every feature adds to it and to the first.

    A feature stands with what it adds; behind it, for all but the first, how much more (+) or less (-) that is than
    for the first, largest differences first.
    """
    console.print(Text("\nRanking", style="bold"))
    first = contributions(hits[0].features, shipped_ranking()) if hits else {}
    for hit in hits:
        console.print(Text.assemble((f"{hit.score:.3f}  {hit.code}  ", "cyan"), hit.title))
        console.print(Padding(Text(_reasons(hit, first, is_first=hit is hits[0]), style="dim"), (0, 0, 0, 7)))


def _reasons(hit: Hit, first: Mapping[str, float], *, is_first: bool) -> str:
    if not hit.features:
        return "not looked at closely"
    own = contributions(hit.features, shipped_ranking())
    if is_first:
        ordered = sorted(own.items(), key=lambda part: -abs(part[1]))
        return f"sum {sum(own.values()):.2f}: " + "  ".join(f"{name} {part:+.2f}" for name, part in ordered)
    apart = {name: own.get(name, 0.0) - first.get(name, 0.0) for name in {*own, *first}}
    ordered = sorted(apart.items(), key=lambda part: (-abs(part[1]), part[0]))
    told = "  ".join(f"{name} {own.get(name, 0.0):+.2f} ({part:+.2f})" for name, part in ordered if abs(part) >= 0.01)
    return f"sum {sum(own.values()):.2f} ({sum(apart.values()):+.2f} against the first): {told}"


def unsaid_options(answer: Answer) -> list[str]:
    """Return the options by number, without those that stand so in the text already."""
    said = {line.strip() for line in answer.text.split("\n")}
    lines = [f"{number}. {option.label}" for number, option in enumerate(answer.options, start=1)]
    return [line for line in lines if line not in said]


def shortened(quote: str, limit_chars: int = QUOTE_CHARS) -> str:
    """Return the quote on one line, cut at a word with an ellipsis where it is longer."""
    line = " ".join(quote.split())
    if len(line) <= limit_chars:
        return line
    return line[:limit_chars].rsplit(" ", 1)[0] + " …"


def _where(cited: Citation) -> str:
    return cited.source_url or f"{cited.code}, {cited.source_file}"


def _papers(items: Sequence[ChecklistItem]) -> Table:
    table = Table("Giấy tờ", "Bản chính", "Bản sao", title="Cần mang theo", title_justify="left")
    case = None
    for item in items:
        if item.case and item.case != case:
            table.add_row(Text(item.case, style="italic"), "", "")
        case = item.case
        name = Text(item.name)
        for extra in (item.form, item.note):
            if extra:
                name.append(f"\n{extra}", style="dim")
        table.add_row(name, _count(item.originals), _count(item.copies))
    return table


def _count(copies: int | None) -> str:
    return UNKNOWN if copies is None else str(copies)
