"""What the mutation tests share: real replies of the starter corpus, and transcripts made of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from evals_starter import starter_snapshot

from assistant.answer import Assistant
from assistant.conversation import ConversationMemory
from assistant.records import Question
from assistant.settings import Settings
from evals.cases import Case
from evals.mutation.neighbours import StoredNeighbours
from evals.transcripts import AskedTurn, Reply, Transcript

MESSAGES = (
    "lam giay khai sinh cho con can giay to gi",
    "dang ky khai sinh co yeu to nuoc ngoai can giay to gi",
    "1.001193 lệ phí bao nhiêu",
    "1.001456 lệ phí bao nhiêu",
    "1.001456 mất bao lâu",
    "1.000656 mất bao lâu",
    "1.000656 nộp ở đâu",
    "1.000656 căn cứ pháp lý",
    "1.000656 kết quả là gì",
    "1.000656 có nộp trực tuyến được không",
    "1.004327 có nộp trực tuyến được không",
    "1.000656 các bước",
    "1.001731 điều kiện",
    "mau don dang ky thuong tru",
    "phí đăng ký kết hôn bao nhiêu",
    "tôi muốn làm giấy",
    "danh sách thủ tục hộ tịch",
    "thời tiết hôm nay",
    "cán bộ gọi đòi chuyển tiền làm căn cước",
    "hồ sơ của tôi tới đâu rồi, số của tôi là 0912345678",
    "xin chào",
)


@cache
def replies() -> Mapping[str, Reply]:
    """Return what the assistant answers each message in a conversation of its own, over the whole starter corpus."""
    with TemporaryDirectory() as folder:
        snapshot = starter_snapshot(Path(folder), 1000)
        assistant = Assistant(snapshot, ConversationMemory(), Settings(_env_file=None))
        answers = {message: assistant.ask(Question(question=message)) for message in MESSAGES}
    return {message: Reply.model_validate(answer.model_dump(mode="json")) for message, answer in answers.items()}


@cache
def neighbours() -> StoredNeighbours:
    """Return these replies as neighbours of each other."""
    return StoredNeighbours(asked(message, reply) for message, reply in replies().items())


def asked(message: str, reply: Reply | None, identifier: str = "", **expected: object) -> Transcript:
    """Return the transcript of a case of one message."""
    case = Case.model_validate({"id": identifier or message, "question": message, **expected})
    return Transcript(file="f", case=case, turns=(AskedTurn(position=1, expected=case.asked()[0], reply=reply),))
