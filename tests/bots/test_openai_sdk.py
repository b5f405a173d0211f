"""The real `openai` SDK, and LangChain's ChatOpenAI over it, against real servers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import openai
import pytest
from fake_house import CODE, PAPER
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from openai import OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam
from openai_house import KEYS, PUBLIC_URL, counted, house
from pydantic import SecretStr

from bots.web.access import Access

Messages = list[ChatCompletionMessageParam]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with house(tmp_path_factory.mktemp("home"), Access(KEYS, PUBLIC_URL)) as address:
        yield address


@pytest.fixture(scope="module")
def other_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another process with nothing in common but its keys: a second worker, or the same after a restart."""
    with house(tmp_path_factory.mktemp("home"), Access(KEYS, PUBLIC_URL)) as address:
        yield address


_clients: dict[tuple[str, str], OpenAI] = {}


@pytest.fixture(scope="module", autouse=True)
def _closed_in_the_end() -> Iterator[None]:
    yield
    for client in _clients.values():
        client.close()
    _clients.clear()


def client_of(url: str, key: str = KEYS[0]) -> OpenAI:
    made = _clients.get((url, key)) or OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0)
    return _clients.setdefault((url, key), made)


def talk(*said: str) -> Messages:
    """User and assistant in turn."""
    roles = ("user", "assistant")
    return [{"role": roles[at % 2], "content": words} for at, words in enumerate(said)]  # type: ignore[misc,list-item]


def said_by(completion: ChatCompletion) -> str:
    return completion.choices[0].message.content or ""


def first_line(text: str) -> str:
    return text.partition("\n")[0]


def complete(url: str, messages: Messages, key: str = KEYS[0], user: str = "u-1") -> str:
    return said_by(client_of(url, key).chat.completions.create(model="motcua", messages=messages, user=user))


def test_models_are_listed_and_found_by_name(url: str) -> None:
    client = client_of(url)

    assert [model.id for model in client.models.list()] == ["motcua", "motcua-can-bo"]
    assert client.models.retrieve("motcua-can-bo").owned_by == "motcua"
    with pytest.raises(openai.NotFoundError) as missing:
        client.models.retrieve("gpt-5")
    assert missing.value.code == "model_not_found"


def test_a_completion_has_text_sources_usage_and_the_snapshot(url: str) -> None:
    completion = client_of(url).chat.completions.create(model="motcua", messages=talk("thẻ gì"), temperature=0.2)

    address = f"{PUBLIC_URL}/thu-tuc/{CODE}?span="
    assert said_by(completion).startswith(f"citizen, None: thẻ gì [1]\n\n[1]: {address}")
    assert said_by(completion).endswith(f'#trich-dan "{PAPER}"')
    assert (completion.choices[0].finish_reason, completion.model, completion.object) == (
        "stop",
        "motcua",
        "chat.completion",
    )
    assert completion.system_fingerprint == "20300102-fake"
    assert completion.usage is not None
    assert completion.usage.prompt_tokens == 2
    assert completion.usage.total_tokens == 2 + completion.usage.completion_tokens
    rests_on = (completion.model_extra or {})["motcua"]
    assert (rests_on["citations"][0]["quote"], rests_on["procedures"][0]["code"]) == (PAPER, CODE)
    assert "conversation_id" not in rests_on


def test_a_stream_is_the_completion_in_pieces(url: str) -> None:
    stream = client_of(url).chat.completions.create(
        model="motcua-can-bo",
        messages=talk("thẻ nào"),
        stream=True,
        stream_options={"include_usage": True},
        user="of the stream",
    )
    chunks = list(stream)

    whole = client_of(url).chat.completions.create(model="motcua-can-bo", messages=talk("thẻ nào"), user="of the whole")
    deltas = [chunk.choices[0].delta for chunk in chunks[:-1]]
    assert (deltas[0].role, deltas[0].content) == ("assistant", "")
    assert "".join(delta.content or "" for delta in deltas) == said_by(whole)
    assert "1. Thẻ giấy\n2. Thẻ nhựa" in said_by(whole)
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]] == [None] * (len(chunks) - 2) + ["stop"]
    assert (chunks[-1].choices, chunks[-1].usage) == ([], whole.usage)
    assert {(chunk.id, chunk.object, chunk.system_fingerprint) for chunk in chunks} == {
        (chunks[0].id, "chat.completion.chunk", "20300102-fake")
    }


def test_a_stream_counts_only_when_asked_to(url: str) -> None:
    chunks = list(client_of(url).chat.completions.create(model="motcua", messages=talk("a"), stream=True))

    assert chunks[-1].choices[0].finish_reason == "stop"
    assert all(chunk.usage is None for chunk in chunks)


def test_a_follow_up_goes_on_where_the_talk_was(url: str) -> None:
    replayed = counted(url, "openai-replay")
    first = complete(url, talk("khai sinh"))
    second = complete(url, talk("khai sinh", first, "bao lâu thì xong?"))

    third = complete(url, talk("khai sinh", f"\n {first}", "bao lâu thì xong?", second, "phí?"))

    assert first_line(third) == "citizen, None: khai sinh → bao lâu thì xong? → phí? [1]"
    assert counted(url, "openai-replay") == replayed


def test_a_system_message_is_no_instruction_and_changes_no_talk(url: str) -> None:
    first = complete(url, [{"role": "system", "content": "Hôm nay là thứ hai."}, *talk("khai tử")])
    messages: Messages = [{"role": "developer", "content": "Bạn là cướp biển."}, *talk("khai tử", first, "phí?")]

    assert first_line(complete(url, messages)) == "citizen, None: khai tử → phí? [1]"


def test_the_number_of_a_choice_takes_it(url: str, other_url: str) -> None:
    first = complete(url, talk("thẻ nào"))

    taken = [complete(address, talk("thẻ nào", first, " 2. ")) for address in (url, other_url)]

    assert [first_line(text) for text in taken] == ["citizen, None: thẻ nào → giá trị thẻ nhựa [1]"] * 2


def test_a_talk_goes_on_in_another_process(url: str, other_url: str) -> None:
    first = complete(url, talk("kết hôn"))

    second = complete(other_url, talk("kết hôn", first, "ở đâu?"))

    assert first_line(second) == "citizen, None: kết hôn → ở đâu? [1]"


def test_a_regenerated_answer_and_an_edited_question_know_nothing_of_what_they_replace(url: str) -> None:
    first = complete(url, talk("hộ chiếu"))
    complete(url, talk("hộ chiếu", first, "phí?"))

    again = complete(url, talk("hộ chiếu", first, "phí?"))
    edited = complete(url, talk("hộ chiếu", first, "bao lâu?"))
    begun_again = complete(url, talk("căn cước", first, "bao lâu?"))

    assert first_line(again) == "citizen, None: hộ chiếu → phí? [1]"
    assert first_line(edited) == "citizen, None: hộ chiếu → bao lâu? [1]"
    assert first_line(begun_again) == "citizen, None: căn cước → bao lâu? [1]"


def test_two_people_who_said_the_same_never_meet(url: str) -> None:
    first = [complete(url, talk("tạm trú"), user="one key for all") for _ in range(2)]
    histories = [talk("tạm trú", said) for said in first]

    one = complete(url, [*histories[0], *talk("việc riêng của An")], user="one key for all")
    other = complete(url, [*histories[1], *talk("phí?")], user="one key for all")
    third = complete(url, [*histories[0], *talk("ở đâu?")], user="one key for all")

    assert first_line(one).endswith("tạm trú → việc riêng của An [1]")
    assert first_line(other) == "citizen, None: tạm trú → phí? [1]"
    assert first_line(third) == "citizen, None: tạm trú → ở đâu? [1]"


def test_many_at_once_with_one_history_each_get_their_own_talk(url: str) -> None:
    first = complete(url, talk("lưu trú"))

    with ThreadPoolExecutor(8) as pool:
        asked = [f"câu {number}" for number in range(24)]
        answers = list(pool.map(lambda words: complete(url, talk("lưu trú", first, words)), asked))

    assert [first_line(text) for text in answers] == [f"citizen, None: lưu trú → {words} [1]" for words in asked]


def test_a_client_may_name_its_conversation_and_send_the_last_words_only(url: str) -> None:
    def ask(words: str, key: str) -> str:
        metadata = {"conversation_id": "ticket 7 / An", "place": "Lào Cai"}
        made = client_of(url, key).chat.completions.create(model="motcua", messages=talk(words), metadata=metadata)
        return first_line(said_by(made))

    heard = [ask("khai sinh", KEYS[0]), ask("phí?", KEYS[0]), ask("phí?", KEYS[1])]

    assert heard == [f"citizen, Lào Cai: {said} [1]" for said in ("khai sinh", "khai sinh → phí?", "phí?")]


def test_parts_of_text_are_read_and_pictures_are_not(url: str) -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    alone: Messages = [{"role": "user", "content": [picture]}]  # type: ignore[list-item,misc]
    both: Messages = [{"role": "user", "content": [picture, {"type": "text", "text": "thẻ"}]}]  # type: ignore[list-item,misc]

    assert complete(url, alone).startswith("Trợ lý chưa đọc được ảnh")
    assert first_line(complete(url, both)) == "citizen, None: thẻ [1]"
    assert "gửi kèm chưa đọc được" in complete(url, both)


def test_errors_are_the_sdk_s_own(url: str) -> None:
    client = client_of(url)

    with pytest.raises(openai.AuthenticationError) as wrong_key:
        client_of(url, "wrong-key-of-nobody").models.list()
    with pytest.raises(openai.NotFoundError) as no_model:
        client.chat.completions.create(model="gpt-5", messages=talk("a"))
    with pytest.raises(openai.BadRequestError) as two:
        client.chat.completions.create(model="motcua", messages=talk("a"), n=2)
    with pytest.raises(openai.BadRequestError) as json_wanted:
        client.chat.completions.create(
            model="motcua", messages=talk("a"), response_format={"type": "json_object"}, stream=True
        )

    told = [error.value for error in (wrong_key, no_model, two, json_wanted)]
    assert [(error.code, error.param, error.type) for error in told] == [
        ("invalid_api_key", None, "invalid_request_error"),
        ("model_not_found", "model", "invalid_request_error"),
        ("unsupported_value", "n", "invalid_request_error"),
        ("unsupported_value", "response_format", "invalid_request_error"),
    ]


def test_a_client_that_leaves_a_stream_leaves_nothing_open(url: str) -> None:
    words = "a " * 450_000  # more than what waits in sockets, so that the stream is still being written
    stream = client_of(url).chat.completions.create(model="motcua", messages=talk(words), stream=True)
    next(iter(stream))
    during = httpx.get(f"{url}/metrics").text

    stream.close()

    deadline = time.monotonic() + 60
    while "motcua_open_streams 0.0" not in (after := httpx.get(f"{url}/metrics").text) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "motcua_open_streams 1.0" in during
    assert "motcua_open_streams 0.0" in after
    assert first_line(complete(url, talk("b"))) == "citizen, None: b [1]"


def test_langchain_streams_and_goes_on(url: str) -> None:
    client = client_of(url)
    model = ChatOpenAI(
        model="motcua-can-bo", api_key=SecretStr(KEYS[0]), client=client.chat.completions, root_client=client
    )
    begun = [SystemMessage("Trả lời bằng tiếng Anh."), HumanMessage("giám hộ")]
    pieces = list(model.stream(begun))
    first = "".join(str(piece.content) for piece in pieces)

    second = model.invoke([*begun, AIMessage(first), HumanMessage("phí?")])

    assert len(pieces) > 3
    assert first_line(first) == "officer, None: giám hộ [1]"
    assert first_line(str(second.content)) == "officer, None: giám hộ → phí? [1]"
    assert second.usage_metadata is not None
    assert second.usage_metadata["output_tokens"] > 0
