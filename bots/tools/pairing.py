"""Given papers and asked-for papers, paired by their names: each given one stands for one paper, or for none surely."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.compose.draft import one_line
from bots.tools.paper_names import Asked, Likeness, Names, is_a_kind
from bots.tools.shapes import PaperStatus
from knowledge.records import DossierItem

_NEARLY = 0.15  # two papers that fit a name this nearly alike: nobody can tell which is meant


@dataclass(frozen=True)
class Line:
    """One paper of the record: in which group, at which place, and whether only some have to bring it."""

    case: int
    place: int
    item: DossierItem
    depends: bool

    @property
    def name(self) -> str:
        """Its name on one line."""
        return one_line(self.item.name)


@dataclass
class Pairing:
    """Which given paper is, or may be, which paper of the record. `asked` are those of the dossier that is checked."""

    given: Sequence[str]
    asked: Sequence[Line]
    others: Sequence[Line]  # of cases that were not chosen
    _sure: dict[str, Line] = field(default_factory=dict)
    _maybe: dict[str, list[Line]] = field(default_factory=dict)
    _elsewhere: dict[str, list[Line]] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Sequence[str], lines: Sequence[Line], scope: Collection[int], names: Names) -> Pairing:
        """Return the pairing.

        Args:
            given: What is at hand; a name twice is one.
            lines: Every paper of the record.
            scope: Positions of the groups that are checked.
            names: Compares the names.
        """
        asked = [line for line in lines if line.case in scope]
        pairing = cls(list(dict.fromkeys(given)), asked, [line for line in lines if line.case not in scope])
        read = {id(line): Asked(line.item) for line in lines}
        for name in pairing.given:
            pairing._place(name, {id(line): names.compare(name, read[id(line)]) for line in lines})
        pairing._settle()
        return pairing

    def status(self, line: Line) -> tuple[PaperStatus, str | None]:
        """Return how a paper of the dossier stands, and the given one that is or may be it."""
        sure = next((name for name, found in self._sure.items() if found is line), None)
        if sure is not None:
            return "covered", sure
        maybe = next((name for name, found in self._maybe.items() if line in found), None)
        if maybe is not None:
            return "unsure", maybe
        if line.depends:
            return "depends", None
        return ("unsure" if is_a_kind(line.name) and self.unlike() else "missing"), None

    def unlike(self) -> list[str]:
        """Return the given papers that no paper of the record is like, by name."""
        return [name for name in self.given if self.fate(name)["status"] == "not_asked_for"]

    def kinds(self) -> list[Line]:
        """Return the lines of the dossier that name a kind of papers, and that nothing given is surely."""
        taken = [id(line) for line in self._sure.values()]
        return [line for line in self.asked if is_a_kind(line.name) and id(line) not in taken]

    def fate(self, name: str) -> dict[str, Any]:
        """Return the status of a given paper, and the names of the papers that it is or may be."""
        if name in self._sure:
            return {"status": "covered", "papers": (self._sure[name].name,)}
        if self._maybe.get(name):
            return {"status": "unsure", "papers": tuple(line.name for line in self._maybe[name])}
        if self._elsewhere.get(name):
            return {"status": "other_case", "papers": tuple(dict.fromkeys(x.name for x in self._elsewhere[name]))}
        return {"status": "not_asked_for", "papers": ()}

    def _place(self, name: str, alike: dict[int, Likeness]) -> None:
        same = [line for line in self.asked if alike[id(line)].same]
        maybe = [line for line in self.asked if alike[id(line)].maybe]
        if same:
            best = max(alike[id(line)].score for line in same)
            nearest = [line for line in same if alike[id(line)].score >= best - _NEARLY]
            if len(nearest) == 1:
                self._sure[name] = nearest[0]
            else:
                self._maybe[name] = nearest
        elif maybe:
            self._maybe[name] = maybe
        else:
            self._elsewhere[name] = [line for line in self.others if alike[id(line)].maybe]

    def _settle(self) -> None:
        """Take papers that are surely given out of what other names may be, unless nothing else is left."""
        taken = {id(line) for line in self._sure.values()}
        for name, lines in self._maybe.items():
            free = [line for line in lines if id(line) not in taken]
            self._maybe[name] = free or lines
