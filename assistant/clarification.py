"""The question that was asked back, as a conversation keeps it: codes and labels, never the words of a person."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.records import Option

BY_TITLE = "title"  # in place of an attribute: the procedures themselves were offered


class Choice(BaseModel):
    """One way to answer: what it says, the values that it stands for, and the procedures that it leaves, best first."""

    model_config = ConfigDict(frozen=True)

    label: str
    codes: tuple[str, ...]
    values: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """What is sent to take the choice: the code where it leaves one procedure, else the label."""
        return self.codes[0] if len(self.codes) == 1 else self.label


class Clarification(BaseModel):
    """One question with its choices; `rest` can be named in words as well, but is not shown."""

    model_config = ConfigDict(frozen=True)

    attribute: str  # its name, or BY_TITLE
    question: str  # empty: the usual heading of a list of procedures
    choices: tuple[Choice, ...]
    rest: tuple[Choice, ...] = ()
    matter: str = ""  # the words that the titles of all candidates share

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices as buttons."""
        return tuple(Option(label=choice.label, value=choice.value) for choice in self.choices)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every procedure that is still possible, each once, in the order of the choices."""
        return tuple(dict.fromkeys(code for choice in (*self.choices, *self.rest) for code in choice.codes))
