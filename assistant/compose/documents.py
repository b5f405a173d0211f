"""Facet documents: the papers to bring; where the procedure has cases, those of the case that the question fixes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.cases import case_told
from assistant.compose.brevity import BRIEFER, REST, SHORT_CHARS, WHOLE, Brevity, first_words
from assistant.compose.draft import UNKNOWN, Draft, cut, one_line
from assistant.compose.papers import Papers, count_papers, is_paper, say_counts, too_many_remarks
from assistant.headings import adds, alternatives, heading, labels, ordinary
from knowledge.records import Case, DossierItem

_ALL_CHARS = 1_500  # papers of all cases together that a short answer prints in full
_OFFERED = range(2, 7)  # so many cases can be offered as a choice
_OUTLINED = 8  # cases that an outline names
_TITLE_CHARS = 200
_PAPERS_NAMED = 3
_PAPER_CHARS = 70


def write_documents(draft: Draft, most_chars: int = SHORT_CHARS) -> None:
    """Write the papers of the case that the question fixes, with those that all cases share; else of all cases.

    Nothing is left out without a word: a short answer says how many other cases there are, a full one has them all.

    Args:
        most_chars: Of a short answer; a longer dossier is told by the first words of its papers, or by its headings.
    """
    cases = draft.procedure.cases
    if not any(case.items or case.title for case in cases):
        draft.add(f"Thành phần hồ sơ: {UNKNOWN}.")
        return
    if draft.full:
        _write(draft, WHOLE)
        return
    fullest = Brevity(remarks="conditions") if too_many_remarks(cases) else WHOLE
    ways = [partial(_write, draft, brevity) for brevity in (fullest, *BRIEFER)]
    if sum(case.title is not None for case in cases) > 1 and chosen_case(draft, alternatives(cases)) is None:
        ways += [partial(write_outline, draft, papers) for papers in range(_PAPERS_NAMED, -1, -1)]
    draft.fit(most_chars, ways)


def _write(draft: Draft, brevity: Brevity) -> None:
    cases = draft.procedure.cases
    choices = alternatives(cases)
    chosen = chosen_case(draft, choices)
    if chosen is not None:
        _write_chosen(draft, choices, chosen, brevity)
        return
    if choices and not draft.full:
        draft.cases = _offer(draft, choices)
    if choices and not draft.full and _chars(cases) > _ALL_CHARS:
        _write_choices(draft, choices, brevity)
    else:
        draft.add("Hồ sơ cần chuẩn bị:")
        _write_cases(draft, range(len(cases)), brevity)


def write_outline(draft: Draft, papers: int = 0) -> None:
    """Write the headings of the dossier with the number of papers under each; the checklist has them all.

    Args:
        papers: So many papers of each to name.
    """
    cases = draft.procedure.cases
    choices = alternatives(cases)
    draft.cases = _offer(draft, choices)
    draft.add("Hồ sơ cần chuẩn bị, tùy trường hợp:" if choices else "Hồ sơ cần chuẩn bị, nguồn chia thành các phần:")
    plain = ordinary(cases, draft.procedure.title.plain)
    positions = sorted(range(len(cases)), key=lambda at: (at != plain, adds(cases[at])))
    _write_headings(draft, positions, papers)
    _list(draft, range(len(cases)))
    draft.shortened = True


def chosen_case(draft: Draft, choices: Sequence[int]) -> int | None:
    """Return the position of the case that the question's words fix; None where they fix none."""
    titles = [case.title.plain for at in choices if (case := draft.procedure.cases[at]).title is not None]
    chosen = case_told(titles, draft.told, about=draft.procedure.title.plain)
    return None if chosen is None else choices[chosen]


def _write_chosen(draft: Draft, choices: Sequence[int], chosen: int, brevity: Brevity) -> None:
    """Write the case with the parts that all share; the procedure's ordinary dossier is another case then."""
    plain = ordinary(draft.procedure.cases, draft.procedure.title.plain)
    others = [at for at in range(len(draft.procedure.cases)) if at != chosen and (at in choices or at == plain)]
    here = [at for at in range(len(draft.procedure.cases)) if at not in others]
    if draft.full:
        draft.add("Hồ sơ cần chuẩn bị cho trường hợp bạn nêu:")
        papers = _write_cases(draft, here, brevity)
        draft.add("Các trường hợp khác của thủ tục này:")
        _write_cases(draft, others, brevity, papers)
        return
    draft.shortened = True
    draft.add(f"Hồ sơ cần chuẩn bị cho trường hợp bạn nêu (thủ tục này còn {len(others)} trường hợp khác, {REST}):")
    _write_cases(draft, here, brevity)


def _write_choices(draft: Draft, choices: Sequence[int], brevity: Brevity) -> None:
    """Write what holds in any case, the cases with their first papers, and what some add."""
    cases = draft.procedure.cases
    named = min(_PAPERS_NAMED, brevity.papers or _PAPERS_NAMED)
    shared = [at for at in range(len(cases)) if at not in choices and not adds(cases[at])]
    added = [at for at in range(len(cases)) if at not in choices and adds(cases[at])]
    if shared:
        draft.add("Hồ sơ cần chuẩn bị:")
        _write_cases(draft, shared, brevity)
    draft.add("Hồ sơ của từng trường hợp riêng:" if shared else "Hồ sơ cần chuẩn bị, tùy trường hợp của bạn:")
    _write_headings(draft, choices, named if len(choices) in _OFFERED else 0)
    if added:
        draft.add("Ngoài ra nguồn còn ghi:")
        _write_headings(draft, added, named)
    _list(draft, [*choices, *added])
    draft.shortened = True


def _write_headings(draft: Draft, positions: Sequence[int], papers: int) -> None:
    cases = draft.procedure.cases
    named = [at for at in positions if cases[at].title is not None]
    for at in named[:_OUTLINED]:
        title = cut(heading(cases[at]).rstrip(" :"), _TITLE_CHARS)
        count = count_papers(cases[at])
        said = f" ({count} loại giấy tờ)" if count else ""
        draft.add(f"- {title}{said}{draft.cite(f'cases.{at}.title', cases[at].title)}")
        if papers:
            _write_names(draft, at, papers)
    unnamed = [at for at in positions if cases[at].title is None]
    if unnamed:
        _write_cases(draft, unnamed, BRIEFER[-1])
    left = len(named) - _OUTLINED
    if left > 0:
        kind = "trường hợp" if alternatives(cases) else "phần"
        draft.add(f"  … và còn {left} {kind} khác, {REST}.")


def _write_names(draft: Draft, position: int, most: int) -> None:
    found = [(n, item) for n, item in enumerate(draft.procedure.cases[position].items) if is_paper(item)]
    names = [
        f"{_said(item)}{draft.cite(f'cases.{position}.items.{n}', item.name, item.counts)}" for n, item in found[:most]
    ]
    if names:
        draft.add(f"  Gồm {'; '.join(names)}{'; …' if len(found) > most else ''}")


def _said(item: DossierItem) -> str:
    counts = say_counts(item)
    return f"{first_words(one_line(item.name), _PAPER_CHARS, item.forms)}{f' ({counts})' if counts else ''}"


def _write_cases(draft: Draft, positions: Sequence[int], brevity: Brevity, papers: Papers | None = None) -> Papers:
    papers = papers or Papers(draft, brevity)
    for at in positions:
        papers.write_case(at)
    return papers


def _list(draft: Draft, positions: Sequence[int]) -> None:
    papers = Papers(draft)
    for at in positions:
        papers.list_case(at)


def _offer(draft: Draft, choices: Sequence[int]) -> tuple[str, ...]:
    if len(choices) not in _OFFERED:
        return ()
    return labels([case.title.plain for at in choices if (case := draft.procedure.cases[at]).title is not None])


def _chars(cases: Sequence[Case]) -> int:
    return sum(len(item.name.text) for case in cases for item in case.items)
