"""What comes in from a channel and what goes back, in the same words for every channel."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.privacy import redact
from assistant.records import ChecklistItem, Citation
from assistant.understand import LONGEST_CHARS
from knowledge.vietnamese import clean

ChannelName = Literal["telegram", "zalo-oa", "zalo-bot"]
IncomingKind = Literal["text", "tap", "attachment", "follow", "unfollow", "withdraw", "staff", "unsupported"]
AttachmentKind = Literal["image", "file", "audio", "video", "sticker", "location", "contact", "link", "other"]
_MARGIN_CHARS = 200  # read beyond what is kept, so that no detail is cut in two before it is seen


def _kept(text: str) -> str:
    words = clean(text.replace("\0", ""), LONGEST_CHARS + _MARGIN_CHARS)
    return redact(words)[:LONGEST_CHARS].encode("utf-8", "replace").decode()


Words = Annotated[str, AfterValidator(_kept)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Attachment(_Shape):
    """Something that came with a message; only what it is, for it is never fetched. A place's label may be kept."""

    kind: AttachmentKind
    label: Words = ""


class Incoming(_Shape):
    """One thing that happened on a channel. It cannot be made with a personal detail in its words.

    `sender` and `conversation` are the vendor's own ids; the inbox keeps neither of them in the open.
    """

    channel: ChannelName
    account: str  # of the bot or the Official Account that it came to
    raw_id: str = Field(max_length=200)  # the vendor's id of this event; a redelivery has the same
    order: int  # the vendor's own order inside one conversation: an update's number, or milliseconds since 1970
    kind: IncomingKind
    sender: str = ""
    conversation: str  # where a reply goes, as the channel's `send` reads it
    text: Words = ""
    tapped: str = Field(default="", max_length=2000)  # what stands behind the button that was tapped
    attachments: tuple[Attachment, ...] = ()
    place: str | None = None
    is_private: bool = True  # False in a group
    token: str = ""  # what the channel needs to acknowledge it, such as the id of a callback query


class Text(_Shape):
    """Lines of plain text; `[1]` marks a citation."""

    kind: Literal["text"] = "text"
    text: str


class Choice(_Shape):
    """One thing that can be chosen: by a tap, by its number, or by its value as text."""

    label: str
    value: str
    tap: str = ""  # what a button sends, where the value is too long for one


class Options(_Shape):
    """Choices under what was said."""

    kind: Literal["options"] = "options"
    choices: tuple[Choice, ...]


class Checklist(_Shape):
    """Papers to bring. The text of an answer names them all: channels of text need not say them twice."""

    kind: Literal["checklist"] = "checklist"
    items: tuple[ChecklistItem, ...]


class Citations(_Shape):
    """The words of the source behind the marks; `pages` has the address of each one's page, where there is one."""

    kind: Literal["citations"] = "citations"
    citations: tuple[Citation, ...]
    pages: dict[int, str] = Field(default_factory=dict)


class File(_Shape):
    """Something to download."""

    name: str
    url: str


class Files(_Shape):
    """Things to download."""

    kind: Literal["files"] = "files"
    files: tuple[File, ...]


class HandOver(_Shape):
    """A person takes over: which ticket, where that person sits, and when they answer."""

    kind: Literal["hand-over"] = "hand-over"
    ticket: str
    where: str
    when: str


Block = Annotated[Text | Options | Checklist | Citations | Files | HandOver, Field(discriminator="kind")]


class Reply(_Shape):
    """What a person is told; `turn_id` is set where an answer may be rated."""

    blocks: tuple[Block, ...]
    turn_id: str | None = None


class Button(_Shape):
    """A button: what stands on it, and what comes back when it is tapped, or the page that it opens."""

    label: str
    tap: str = ""
    url: str | None = None


class Line(_Shape):
    """One line of a message; formats of channels show each kind in their own way. Its text says everything."""

    kind: Literal["text", "head", "option", "quote", "note"] = "text"
    text: str


class Part(_Shape):
    """One message of a channel, within its limits. Buttons repeat what the lines say by number."""

    lines: tuple[Line, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()  # rows

    @property
    def text(self) -> str:
        """The whole message as plain text."""
        return "\n".join(line.text for line in self.lines)
