"""Whether somebody in a group means the bot, and what is said without its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telegram import Message, MessageEntity
from telegram.constants import MessageEntityType

from bots.telegram.api import Me

COMMANDS = (
    ("start", "Bắt đầu"),
    ("help", "Cách hỏi và những việc làm được"),
    ("thutuc", "Tìm thủ tục theo tên hoặc mã"),
    ("canbo", "Trả lời theo cách dành cho cán bộ"),
    ("nguoidan", "Trả lời theo cách dành cho người dân"),
    ("gapcanbo", "Gặp cán bộ"),
    ("tiep", "Hỏi tiếp trợ lý tự động, thôi chờ cán bộ"),
    ("chuyen", "Chuyển cuộc trò chuyện sang kênh khác"),
    ("xoa", "Xóa những gì đã trao đổi"),
)
"""The bot's commands and what each does, as the menu shows them."""

_OURS = {name for name, _ in COMMANDS} | {"giup"}


class Wording:
    """The words of a message or of a caption. Entities count UTF-16 units, so that is how the words are held."""

    def __init__(self, message: Message, me: Me) -> None:
        self._units = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
        self._entities: Sequence[MessageEntity] = message.entities or message.caption_entities
        self._message, self._me = message, me

    @property
    def is_to_us(self) -> bool:
        """Whether it is one of our commands, names the bot, or replies to a message of the bot."""
        return self._is_our_command or bool(self._mentions) or self._is_reply_to_us

    @property
    def text(self) -> str:
        """The words without the bot's name."""
        units = self._units
        for entity in sorted(self._mentions, key=lambda entity: entity.offset, reverse=True):
            units = units[: 2 * entity.offset] + units[2 * (entity.offset + entity.length) :]
        words = units.decode("utf-16-le", "surrogatepass").strip()
        if self._me.username is None or not self._commands:
            return words
        return re.sub(rf"^(/\w+)@{re.escape(self._me.username)}\b", r"\1", words, flags=re.IGNORECASE)

    @property
    def _mentions(self) -> list[MessageEntity]:
        return [entity for entity in self._entities if self._names_us(entity)]

    def _names_us(self, entity: MessageEntity) -> bool:
        if entity.type == MessageEntityType.TEXT_MENTION:
            return entity.user is not None and entity.user.id == self._me.id
        return entity.type == MessageEntityType.MENTION and self._is_our_name(self._words_of(entity).removeprefix("@"))

    def _is_our_name(self, name: str) -> bool:
        return self._me.username is not None and name.lower() == self._me.username.lower()

    @property
    def _commands(self) -> list[str]:
        return [
            self._words_of(entity)
            for entity in self._entities
            if entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0
        ]

    @property
    def _is_our_command(self) -> bool:
        for command in self._commands:
            name, at, whose = command.removeprefix("/").partition("@")
            if self._is_our_name(whose) if at else name.lower() in _OURS:
                return True
        return False

    @property
    def _is_reply_to_us(self) -> bool:
        replied = self._message.reply_to_message
        # Every message of a topic replies to the notice that the topic was made, which the bot may have made.
        if replied is None or replied.forum_topic_created is not None:
            return False
        return replied.from_user is not None and replied.from_user.id == self._me.id

    def _words_of(self, entity: MessageEntity) -> str:
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        return self._units[start:end].decode("utf-16-le", "replace")
