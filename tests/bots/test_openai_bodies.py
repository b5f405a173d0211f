"""Arbitrary JSON bodies at `/v1`: refused or answered, never a server error."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_parts import Web

PATH = "/v1/chat/completions"
KNOWN = ("model", "messages", "stream", "stream_options", "user", "metadata", "n", "tools", "tool_choice")
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
PARTS = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(["text", "image_url", "x"]), "text": ANYTHING}), max_size=3
)
MESSAGES = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["user", "assistant", "system", "tool"]), "content": st.text() | PARTS}
    ),
    max_size=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=ANYTHING
    | st.dictionaries(st.sampled_from(KNOWN), ANYTHING, max_size=6)
    | st.fixed_dictionaries(
        {"model": st.sampled_from(["motcua", "motcua-can-bo"]), "messages": MESSAGES},
        optional={"stream": st.booleans(), "metadata": ANYTHING, "user": st.text(), "n": st.just(1)},
    )
)
def test_no_body_is_a_server_error(web: Web, sent: object) -> None:
    response = web.client.post(PATH, content=json.dumps(sent), headers={"Content-Type": "application/json"})

    assert response.status_code in {200, 400, 404}
