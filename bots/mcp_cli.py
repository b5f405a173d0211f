"""`motcua mcp`: the records as tools for other assistants, over stdin and stdout or over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError
from assistant.settings import Settings
from bots.web.logs import log_to_stderr
from knowledge.errors import KnowledgeError
from knowledge.terminal import errors_reported

if TYPE_CHECKING:
    import socket

    from bots.mcp_server import App

_GRACE_SECONDS = 5


def register(app: typer.Typer) -> None:
    """Add the command to the root application."""
    app.command()(mcp)


def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP under /mcp instead of stdio.")] = False,
    host: Annotated[str, typer.Option(help="With --http: address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="With --http: port; 0 takes a free one.")] = 8001,
) -> None:
    """Serve search_procedures, get_procedure and check_dossier to other assistants (MCP)."""
    from assistant.bootstrap import open_house
    from bots.mcp_server import Unguarded, http_app, make_server
    from bots.settings import door_settings
    from bots.tools.records import Records
    from bots.web.access import access_of
    from bots.web.serve import PortTakenError, bind

    settings = Settings()
    log_to_stderr(settings.log_level)
    with errors_reported(KnowledgeError, AssistantError, PortTakenError, Unguarded):
        access = access_of(door_settings())
        house = open_house(settings)
        try:
            server = make_server(Records(house.snapshot, access.public_url))
            if not http:
                server.run("stdio")  # whatever else is printed meanwhile goes to stderr
                return
            app = http_app(server, access, host)
            _serve(app, bind(host, port))
        finally:
            house.close()


def _serve(app: App, listener: socket.socket) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    import signal

    import uvicorn

    # uvicorn raises the signal once more after it has stopped; stopping when told to is no failure
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    name, port = listener.getsockname()[:2]
    typer.echo(f"Một Cửa MCP: http://{f'[{name}]' if ':' in name else name}:{port}/mcp  (Ctrl-C dừng)", err=True)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listener])
