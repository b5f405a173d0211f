"""Which labels of a case its replies fail: what it takes to notice a fault."""

from __future__ import annotations

from evals.asking import against_source
from evals.doors import Sources
from evals.metrics.sample import flatten
from evals.transcripts import Transcript
from evals.verdict import faults


class Noticing:
    """Looks at transcripts as a run does, with the records at hand where they are."""

    def __init__(self, sources: Sources | None = None) -> None:
        """Hold replies against these records; None: as far as that goes without them."""
        self._sources = sources

    def __call__(self, transcript: Transcript) -> frozenset[str]:
        """Return the labels that the transcript fails, each with its place in the dialogue: "turn 2: facet".

        A label stays the same however wrong the reply is, so that a reply that is wrong anyhow notices nothing new.
        """
        # A poisoned record is not among the sources: what was found when the case was asked stands.
        sources = self._sources if transcript.case.document is None else None
        turns = tuple(against_source(turn, sources) for turn in transcript.turns)
        seen = flatten([transcript.model_copy(update={"turns": turns})])
        return frozenset(f"turn {turn.asked.position}: {fault.key}" for turn in seen for fault in faults(turn))
