"""The MCP server: the records as tools for other assistants. The only module that knows the `mcp` library.

Source: modelcontextprotocol.io/specification; the package `mcp`, version 2.3.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from assistant.records import Citation
from bots.terminal import shortened
from bots.tools.dossier import MOST_PAPERS, check_dossier
from bots.tools.records import MOST_FOUND, Records
from bots.tools.shapes import DossierCheck, ProcedureFacts, SearchResult, ToolRefusal
from bots.web.access import Access
from knowledge.records import Facet, Level

NAME = "motcua"
PATH = "/mcp"
BODY_LIMIT_BYTES = 256 * 1024
_QUOTE_CHARS = 160
_INSTRUCTIONS = """\
Một Cửa holds the administrative procedures (thủ tục hành chính) of Viet Nam as records read from official publications.
Every fact comes from a field of a record and carries a citation: procedure code, field, the exact words of the source
(`quote`), their place in the source text (`span`, code points) and the source. Nothing is written by a language model.
What the source does not say is "chưa công bố": never zero, free, or a guess. Repeat figures, names and codes as quoted.
Find a code with search_procedures, read it with get_procedure, compare papers with check_dossier. Texts are Vietnamese.
"""
_READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_ANY_HOST = frozenset({"0.0.0.0", "::", ""})  # what is looked for, not what is bound

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Result = TypeVar("Result")
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Unguarded(Exception):
    """A server that other machines reach has neither keys nor an address of its own to tell its callers by."""

    def __init__(self, host: str) -> None:
        super().__init__(f"listening on {host!r} needs MOTCUA_API_KEYS, or MOTCUA_PUBLIC_URL, or --host 127.0.0.1")
        self.host = host


Code = Annotated[str, Field(max_length=40, description="National code, such as 1.001193")]
Words = Annotated[str, Field(max_length=4000, description="What a person wants to do, in any Vietnamese")]
PlaceName = Annotated[str | None, Field(max_length=200, description="Province, commune or address")]
OfLevel = Annotated[Level | None, Field(description="Only this level of government")]
Most = Annotated[int, Field(ge=1, le=MOST_FOUND, description="At most so many")]
OneFacet = Annotated[Facet | None, Field(description="Only this; null: all that the record says")]
PaperNames = Annotated[
    list[Annotated[str, Field(max_length=1000)]],
    Field(max_length=MOST_PAPERS, description="Names of the papers at hand, in anybody's words"),
]
CaseName = Annotated[
    str | None, Field(max_length=1000, description="Number or words of a case, where the dossier differs by case")
]


class Tools:
    """The tools; the first line of each docstring is what other assistants read."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def search_procedures(
        self, query: Words, place: PlaceName = None, level: OfLevel = None, limit: Most = 5
    ) -> Annotated[CallToolResult, SearchResult]:
        """Find Vietnamese administrative procedures by what a person wants to do; best first, with their codes."""
        found = self._records.search(query, place, level, limit)
        return _result(found, _listed(found))

    def get_procedure(self, code: Code, facet: OneFacet = None) -> Annotated[CallToolResult, ProcedureFacts]:
        """Read one procedure: papers, fees, time, where, steps, conditions, legal bases, all cited to the word."""
        facts = _or_tool_error(lambda: self._records.read(code, facet))
        return _result(facts, f"{facts.text}\n\n{_sources(facts.citations)}")

    def check_dossier(
        self, code: Code, papers: PaperNames, case: CaseName = None
    ) -> Annotated[CallToolResult, DossierCheck]:
        """Compare the papers somebody has with the dossier a procedure asks for, by name: covered, missing, unsure."""
        checked = _or_tool_error(lambda: check_dossier(self._records, code, papers, case))
        return _result(checked, f"{checked.text}\n\n{_sources(checked.citations)}")


def make_server(records: Records) -> MCPServer[Any]:
    """Return the server with its three tools."""
    server: MCPServer[Any] = MCPServer(
        NAME, title="Một Cửa", instructions=_INSTRUCTIONS, log_level="WARNING", subscriptions=False
    )
    tools = Tools(records)
    for tool in (tools.search_procedures, tools.get_procedure, tools.check_dossier):
        server.add_tool(tool, annotations=_READS_ONLY)
    return server


def http_app(server: MCPServer[Any], access: Access, host: str) -> App:
    """Return the ASGI application that serves streamable HTTP under `/mcp`, to whoever has a key.

    Args:
        access: The keys, and the public address behind which it may stand.
        host: The address that it listens on.

    Raises:
        Unguarded: Everyone could reach it, also a page in a browser by DNS rebinding.
    """
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,  # a tool needs no session, and a restart loses none
        max_request_body_size=BODY_LIMIT_BYTES,
        transport_security=_security(access, host),
    )
    return _with_keys(app, access)


def _security(access: Access, host: str) -> TransportSecuritySettings:
    """Return which `Host` and `Origin` are believed; a key is as good, because no foreign page has one."""
    public = urlsplit(access.public_url or "")
    if host in _ANY_HOST and not public.hostname:
        if not access.api_keys:
            raise Unguarded(host)
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    own = [] if host in _ANY_HOST else [f"[{host}]" if ":" in host else host]
    hosts = [f"{name}:*" for name in (*_LOOPBACK, *own)]
    origins = [f"http://{name}" for name in hosts]
    if public.hostname:
        hosts += [public.netloc, f"{public.hostname}:*"]
        origins.append(f"{public.scheme}://{public.netloc}")
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)


def _with_keys(app: App, access: Access) -> App:
    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and access.key_of(_authorization(scope)) is None:
            headers = [(b"content-type", b"application/json"), (b"www-authenticate", b"Bearer")]
            await send({"type": "http.response.start", "status": 401, "headers": headers})
            await send({"type": "http.response.body", "body": b'{"error": "invalid_token"}'})
            return
        await app(scope, receive, send)

    return guarded


def _authorization(scope: Scope) -> str | None:
    sent = [value for name, value in scope["headers"] if name == b"authorization"]
    return sent[0].decode("latin-1") if sent else None


def _or_tool_error(call: Callable[[], Result]) -> Result:
    try:
        return call()
    except ToolRefusal as refusal:
        raise ToolError(str(refusal)) from None


def _result(shape: BaseModel, text: str) -> CallToolResult:
    content = [TextContent(type="text", text=text)]
    return CallToolResult(content=list(content), structured_content=shape.model_dump(mode="json"))


def _listed(found: SearchResult) -> str:
    if not found.procedures:
        return "Không tìm thấy thủ tục nào phù hợp."
    blocks = [
        f"{number}. {one.title} (mã thủ tục {one.code}, điểm {one.score:.2f})\n{_sources(one.citations)}"
        for number, one in enumerate(found.procedures, start=1)
    ]
    return "\n".join(blocks)


def _sources(citations: Sequence[Citation]) -> str:
    return "\n".join(
        f"[{cited.id}] {cited.code}, {cited.field}, {cited.source_url or cited.source_file} "
        f"({cited.span.start}–{cited.span.end}): “{shortened(cited.quote, _QUOTE_CHARS)}”"
        for cited in citations
    )
