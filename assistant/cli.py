"""`motcua conversations export` and `delete`: what people may ask an operator for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from assistant.errors import AssistantError
from assistant.settings import Settings
from knowledge.terminal import FAILED, errors_reported, print_json, results

if TYPE_CHECKING:
    from assistant.conversation_store import SqlConversations
    from assistant.transcript import Transcript

Id = Annotated[str, typer.Argument(help="The conversation's id, as the answers carry it.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def register(app: typer.Typer) -> None:
    """Add this room's commands to the root application."""
    conversations = typer.Typer(no_args_is_help=True, help="Export and delete what is kept of a conversation.")
    conversations.command()(export)
    conversations.command()(delete)
    app.add_typer(conversations, name="conversations")


def export(conversation_id: Id, json: Json = False) -> None:
    """Show what is kept of a conversation: what was said, redacted, and its ratings; 1 where nothing is."""
    from assistant.transcript import export_conversation

    with _store() as (store, feedback):
        transcript = export_conversation(store, feedback, conversation_id)
    if transcript is None:
        raise _not_kept(conversation_id)
    if json:
        print_json(transcript.model_dump(mode="json"))
    else:
        _show(transcript)


def delete(conversation_id: Id, json: Json = False) -> None:
    """Delete a conversation, what was said in it, and its ratings; 1 where nothing was kept."""
    from assistant.transcript import forget_conversation

    with _store() as (store, feedback):
        deleted = forget_conversation(store, feedback, conversation_id)
    if json:
        print_json({"conversation_id": conversation_id, "deleted": deleted})
    elif deleted:
        results().print(f"{escape(conversation_id)}: deleted.")
    if not deleted:
        raise _not_kept(conversation_id)


@contextmanager
def _store() -> Iterator[tuple[SqlConversations, Path]]:
    from assistant.conversation_store import SqlConversations

    settings = Settings()
    url = settings.database_url or f"sqlite:///{settings.home / 'conversations.sqlite'}"
    with errors_reported(AssistantError, OSError):
        store = SqlConversations(url, settings.conversation_hours)
        try:
            yield store, settings.home / "feedback"
        finally:
            store.close()


def _show(transcript: Transcript) -> None:
    console = results()
    expires = f"{transcript.expires_at:%Y-%m-%d %H:%M} UTC" if transcript.expires_at else "unknown"
    console.print(f"{escape(transcript.conversation_id)}: {len(transcript.turns)} turns, kept until {expires}")
    for turn in transcript.turns:
        console.print(f"\n{turn.asked_at:%Y-%m-%d %H:%M:%S} › {escape(turn.question)}", style="bold", soft_wrap=True)
        console.print(f"{turn.behavior} {' '.join(turn.procedures[:1])}", style="dim")
        console.print(turn.text, markup=False, soft_wrap=True)
    for rating in transcript.feedback:
        console.print(f"\nrating {rating.rating} of {escape(rating.turn_id)}: {escape(rating.comment or '')}")


def _not_kept(conversation_id: str) -> typer.Exit:
    typer.secho(f"motcua: nothing is kept of the conversation {conversation_id}", err=True, fg="red")
    return typer.Exit(FAILED)
