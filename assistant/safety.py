"""What gets a short, kind reply of its own before any search: greetings, scams, emergencies, bribery, others' data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import read_list
from assistant.phrases import Phrases, Wording
from assistant.records import Behavior

_GREETING = re.compile(
    r"(?:ban|may|em|day|bot) (?:la|ten) (?:la )?(?:ai|gi|cai gi|ten gi)(?: (?:vay|the|a))?|"
    r"(?:ban|bot|day) (?:co phai )?(?:la )?(?:nguoi|robot|ai|may)(?: that)? (?:hay|khong|ha|a|phai khong)(?: \w+){0,4}|"
    r"(?:ban|bot) (?:co the )?(?:lam|giup|ho tro|biet)(?: toi| minh| em)? (?:duoc )?(?:gi|nhung gi|cai gi)"
    r"(?: \w+){0,3}|"
    r"ai (?:tao|lam) ra ban|gioi thieu (?:ve )?ban(?: than)?"
)
# What the menu of a messenger sends, and what people type in its place.
_COMMAND = re.compile(r"/?(?:start|help|menu|bat dau|tro giup|huong dan|huong dan su dung|huong_dan|tro_giup)[ .?]*")
_MOST_GREETING_WORDS = 14


@dataclass(frozen=True)
class Rule:
    """A kind of message, and how the assistant behaves toward it."""

    name: str  # the key of its reply
    behavior: Behavior
    words: Phrases
    unless: Phrases  # what makes the same words an ordinary question
    sure: bool = False  # its words decide, whatever is found


# Folded matching inside accented text would hear "chung chi" (a bribe) in "chứng chỉ": the rules are strict.
def _phrases(patterns: Sequence[str], terms: Mapping[str, str]) -> Phrases:
    spelled = list(patterns)
    for name, term in terms.items():
        spelled = [pattern.replace(f"<{name}>", term) for pattern in spelled]
    return Phrases(tuple(spelled), strict=True)


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            name=entry["name"],
            behavior=entry["behavior"],
            words=_phrases(entry["words"], entry.get("terms", {})),
            unless=_phrases(entry.get("unless", ["(?!)"]), entry.get("terms", {})),
            sure=entry.get("sure", False),
        )
        for entry in read_list("safety")
    )


def find_rule(wording: Wording) -> Rule | None:
    """Return the first rule that the message falls under; None for an ordinary question."""
    return next((rule for rule in _rules() if wording in rule.words and wording not in rule.unless), None)


def rule_named(name: str) -> Rule:
    """Return the first rule of a name, whatever its words are; raises KeyError where there is none."""
    return _by_name()[name]


@cache
def _by_name() -> Mapping[str, Rule]:
    return {rule.name: rule for rule in reversed(_rules())}


def is_greeting(wording: Wording) -> bool:
    """Whether the whole message is a greeting, thanks, a goodbye, or asks who answers or what can be asked."""
    if _COMMAND.fullmatch(wording.folded):
        return True
    words = re.sub(r"[^\w\s]", " ", wording.folded).split()
    if _GREETING.fullmatch(" ".join(words)):
        return True
    core, polite = _words("greets"), _words("politely")
    kind = all(word in core or word in polite for word in words)
    return kind and len(words) <= _MOST_GREETING_WORDS and any(word in core for word in words)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_list("dialogue")[name].split())


def is_readable(wording: Wording) -> bool:
    """Whether there is anything to read: at least one letter or digit."""
    return re.search(r"[^\W_]", wording.folded) is not None
