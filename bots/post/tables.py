"""The tables of the post office. Times are seconds since 1970, UTC."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()
_Hash = sa.String(64)

UPDATES = sa.Table(
    "post_updates",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("known_by", _Hash, nullable=False, unique=True),  # keyed hash of the vendor's id: a redelivery has it too
    sa.Column("lane", _Hash, nullable=False),  # keyed hash of the conversation on the channel; "" when forgotten
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),  # the vendor's order inside the conversation
    sa.Column("state", sa.String(8), nullable=False),  # new, claimed, done, dead
    sa.Column("holder", sa.String(64)),  # the worker that claimed it
    sa.Column("claims", sa.Integer, nullable=False, default=0),
    sa.Column("incoming", sa.Text, nullable=False),  # redacted, without the vendor's ids; "" when done
    sa.Column("before", sa.Text),  # the conversation before this update: what a second try goes back to
    sa.Column("received_at", sa.Float, nullable=False),
    sa.Column("not_before", sa.Float, nullable=False, default=0.0),
    sa.Column("done_at", sa.Float),
    sa.Column("error", sa.String(200)),
    sa.Index("post_updates_open", "state", "lane", "position"),
)
MESSAGES = sa.Table(
    "post_messages",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("lane", _Hash, nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("answers", sa.Integer),  # the update that it answers
    sa.Column("number", sa.Integer, nullable=False, default=0),  # within that answer
    sa.Column("address", sa.LargeBinary, nullable=False),  # sealed; empty when sent
    sa.Column("part", sa.LargeBinary, nullable=False),  # sealed; empty when sent
    sa.Column("state", sa.String(8), nullable=False),  # waiting, sending, sent, dead
    sa.Column("uncertain", sa.Boolean, nullable=False, default=False),  # the vendor may have taken it once already
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("not_before", sa.Float, nullable=False, default=0.0),
    sa.Column("holder", sa.String(64)),
    sa.Column("vendor_id", sa.String(200)),
    sa.Column("error", sa.String(200)),
    sa.Column("made_at", sa.Float, nullable=False),
    sa.Column("done_at", sa.Float),
    sa.UniqueConstraint("answers", "number"),
    sa.Index("post_messages_open", "state", "lane", "id"),
)
CONTACTS = sa.Table(
    "post_contacts",
    METADATA,
    sa.Column("lane", _Hash, primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("address", sa.LargeBinary, nullable=False),  # sealed
    sa.Column("conversation", sa.LargeBinary, nullable=False),  # sealed id of the assistant's conversation
    sa.Column("talk", _Hash, nullable=False, index=True),  # SHA-256 of that id
    sa.Column("seen_at", sa.Float, nullable=False),
    sa.Column("memory", sa.Text, nullable=False),
)
WORKERS = sa.Table(
    "post_workers",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("alive_until", sa.Float, nullable=False),
)
ACCOUNTS = sa.Table(
    "post_accounts",
    METADATA,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("account", sa.String(64), primary_key=True),
    sa.Column("paused_until", sa.Float, nullable=False, default=0.0),
    sa.Column("reason", sa.String(200)),
)
TICKETS = sa.Table(
    "post_tickets",
    METADATA,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("talk", _Hash, nullable=False, index=True),
    sa.Column("lane", _Hash),  # None: it was opened on the web
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("opened_at", sa.Float, nullable=False),
    sa.Column("silent_until", sa.Float, nullable=False),
    sa.Column("closed_at", sa.Float),
    sa.Column("cause", sa.String(16), nullable=False),  # asked, console
    sa.Column("transcript", sa.Text, nullable=False),  # JSON, redacted
)
TICKET_WORDS = sa.Table(
    "post_ticket_words",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("ticket", sa.String(16), nullable=False, index=True),
    sa.Column("said_by", sa.String(16), nullable=False),  # person, officer, system
    sa.Column("name", sa.String(100)),  # of the desk that answered
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("said_at", sa.Float, nullable=False),
)
CODES = sa.Table(
    "post_codes",
    METADATA,
    sa.Column("code", _Hash, primary_key=True),  # SHA-256
    sa.Column("talk", _Hash, nullable=False, index=True),
    sa.Column("conversation", sa.LargeBinary, nullable=False),  # the id, sealed with the code itself
    sa.Column("lane", _Hash),  # that it leaves
    sa.Column("expires_at", sa.Float, nullable=False),
)
TOKENS = sa.Table(
    "post_tokens",
    METADATA,
    sa.Column("account", sa.String(64), primary_key=True),
    sa.Column("pair", sa.LargeBinary),  # sealed; None: never given
    sa.Column("version", sa.Integer, nullable=False, default=0),  # grows with every pair
    sa.Column("dead", sa.String(200)),  # why the refresh token is of no use
    sa.Column("holder", sa.String(64)),  # who renews it now
    sa.Column("held_until", sa.Float, nullable=False, default=0.0),
)
