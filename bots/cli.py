"""`motcua ask`, `chat`, `serve`, and the commands of the channels."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from assistant.errors import AssistantError
from assistant.records import Answer, Option, Question
from assistant.settings import Settings
from bots import channels_cli, mcp_cli, terminal
from bots.polling import poll_telegram
from bots.telegram.cli import telegram_app
from bots.web.logs import log_to_stderr
from bots.zalo import cli as zalo_cli
from knowledge.errors import KnowledgeError
from knowledge.terminal import errors_reported

if TYPE_CHECKING:
    from assistant.bootstrap import House
    from bots.channel import Channel
    from bots.settings import DoorSettings
    from bots.web.guests import Invitation
    from bots.wiring import Receive
    from bots.zalo.oa_tokens import TokenStore
    from knowledge.search import Hit

_EXPLAINED = 8


class Audience(StrEnum):
    """Who asks."""

    citizen = "citizen"
    officer = "officer"


Place = Annotated[str | None, typer.Option(help="Province or commune that the question is about.")]
For = Annotated[Audience, typer.Option(help="Who asks: a citizen or an officer.")]


def _nobody() -> Sequence[Invitation]:
    return ()


@dataclass(frozen=True)
class Guests:
    """Pages of other rooms that `motcua serve` shows."""

    invitations: Callable[[], Sequence[Invitation]] = _nobody
    worker: str | None = None  # `module:function` that makes the application with them in each of several workers


NO_GUESTS = Guests()


def register(app: typer.Typer, guests: Guests = NO_GUESTS) -> None:
    """Add this room's commands to the root application."""
    app.command()(ask)
    app.command()(chat)
    app.command()(_serving(guests))
    app.add_typer(channels_cli.app, name="channels")
    app.add_typer(telegram_app(poll_telegram), name="telegram")
    zalo_cli.register(app, _token_store, _answering)
    mcp_cli.register(app)


def ask(
    question: Annotated[str, typer.Argument(help="The question, in Vietnamese; - reads it from stdin.")],
    audience: For = Audience.citizen,
    place: Place = None,
    conversation: Annotated[str | None, typer.Option(help="Id of the conversation to go on with.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show what the ranking rests on.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the contract of POST /api/ask.")] = False,
) -> None:
    """Answer one question, with its sources."""
    words = sys.stdin.read() if question == "-" else question
    asked = _question(words, audience, place, conversation)
    with _open() as house:
        answer = house.assistant.ask(asked)
        if as_json:
            _print(answer.model_dump_json())
        else:
            _show(answer)
        if explain:
            terminal.show_ranking(_ranking(house, asked), Console(stderr=as_json))


def chat(audience: For = Audience.citizen, place: Place = None) -> None:
    """Talk in the terminal; Ctrl-D ends. The number of an option takes it."""
    console = Console()
    with _open() as house:
        conversation: str | None = None
        options: tuple[Option, ...] = ()
        console.print("Bạn cần làm thủ tục gì? (Ctrl-D để kết thúc)", style="bold")
        while (words := _read_line(console)) is not None:
            if not words.strip():
                continue
            answer = house.assistant.ask(_question(_taken(words, options), audience, place, conversation))
            conversation, options = answer.conversation_id, answer.options
            terminal.show(answer, console)
        console.print("\nTạm biệt!")


def _serving(guests: Guests) -> Callable[..., None]:
    """Return the command that serves the web door with these guests."""

    def serve(
        host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
        workers: Annotated[int, typer.Option(min=1, max=64, help="Processes, each with the snapshot mapped.")] = 1,
    ) -> None:
        """Serve the web chat and the HTTP interface until Ctrl-C or SIGTERM."""
        from bots.web import serve as door

        with errors_reported(door.PortTakenError):
            listener = door.bind(host, port)
        name, number = listener.getsockname()[:2]
        address = f"[{name}]" if ":" in name else name
        typer.echo(f"Một Cửa: http://{address}:{number}  (Ctrl-C dừng)", err=True)
        raise typer.Exit(door.serve(listener, workers, guests.invitations(), guests.worker or door.WORKER))

    return serve


def _token_store(settings: DoorSettings) -> AbstractContextManager[TokenStore]:
    from bots.wiring import token_store

    return token_store(settings)


def _answering(settings: DoorSettings, channel: Channel) -> AbstractAsyncContextManager[Receive]:
    from bots.wiring import working

    return working(settings, channel)


@contextmanager
def _open() -> Iterator[House]:
    from assistant.bootstrap import open_house

    settings = Settings()
    log_to_stderr(settings.log_level, lines=True)
    with errors_reported(KnowledgeError, AssistantError):
        house = open_house(settings)
        try:
            yield house
        finally:
            house.close()


def _ranking(house: House, asked: Question) -> list[Hit]:
    """Return the ranking that the assistant sees: also the province counts that the question itself names."""
    from assistant.places import place_told
    from assistant.understand import understand

    said = understand(asked.question)
    place = place_told(said.text, asked.place).province
    return house.snapshot.index.search(said.text, limit=_EXPLAINED, place=place)


def _question(words: str, audience: Audience, place: str | None, conversation: str | None) -> Question:
    text = words.encode("utf-8", "replace").decode()  # undecodable bytes of an argument are lone surrogates
    try:
        return Question(question=text, audience=audience.value, place=place, conversation_id=conversation)
    except ValidationError:
        raise typer.BadParameter(
            "--place takes up to 200 characters, --conversation up to 64: letters, digits and . _ : -"
        ) from None


def _taken(words: str, options: tuple[Option, ...]) -> str:
    """Return the value of the option whose number was typed, else the words."""
    number = words.strip().rstrip(".)")
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(options):
        return options[int(number) - 1].value
    return words


def _read_line(console: Console) -> str | None:
    try:
        return console.input("\n[bold cyan]›[/] ")
    except (EOFError, KeyboardInterrupt):
        return None


def _show(answer: Answer) -> None:
    console = Console()
    if console.is_terminal:
        terminal.show(answer, console)
    else:
        _print(terminal.plain(answer))


def _print(text: str) -> None:
    """Print as UTF-8, whatever the locale says."""
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.flush()
