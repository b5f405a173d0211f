"""The tables of the review desk. Times are seconds since 1970, UTC. No table keeps a word of a talk.

A case is the exception that people make on purpose: what a reviewer wrote down, redacted and confirmed.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()
_Name = sa.String(60)

REVIEWERS = sa.Table(
    "qa_reviewers",
    METADATA,
    sa.Column("known_as", sa.String(120), primary_key=True),  # the name without letter case: two differ by more
    sa.Column("name", _Name, nullable=False),
    sa.Column("password", sa.String(300), nullable=False),  # scrypt, salted
    sa.Column("added_at", sa.Float, nullable=False),
)
SESSIONS = sa.Table(
    "qa_sessions",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),  # SHA-256 of it
    sa.Column("known_as", sa.String(120), nullable=False, index=True),
    sa.Column("expires_at", sa.Float, nullable=False),
)
FAILURES = sa.Table(
    "qa_failures",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("who", sa.String(64), nullable=False, index=True),  # SHA-256 of the name, the address, or both
    sa.Column("at", sa.Float, nullable=False),
)
REVIEWS = sa.Table(
    "qa_reviews",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("item", sa.String(100), nullable=False),
    sa.Column("slot", sa.Integer, nullable=False),  # 1 or 2: who came first and second
    sa.Column("reviewer", _Name, nullable=False),
    sa.Column("verdict", sa.String(8), nullable=False),
    sa.Column("sentences", sa.Integer, nullable=False),  # that the answer had
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("saved_at", sa.Float, nullable=False),
    sa.UniqueConstraint("item", "slot"),
    sa.UniqueConstraint("item", "reviewer"),
)
SCORES = sa.Table(
    "qa_scores",
    METADATA,
    sa.Column("review", sa.Integer, sa.ForeignKey("qa_reviews.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("sentence", sa.Integer, primary_key=True),  # 0-based
    sa.Column("score", sa.String(8)),
    sa.Column("citation", sa.String(8)),
    sa.Column("harmful", sa.Boolean, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)
SETTLED = sa.Table(
    "qa_settled",
    METADATA,
    sa.Column("item", sa.String(100), primary_key=True),
    sa.Column("verdict", sa.String(8), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("by", _Name, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
CASES = sa.Table(
    "qa_cases",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),  # the case format as JSON, without its id
    sa.Column("status", sa.String(8), nullable=False),  # draft, agreed
    sa.Column("item", sa.String(100)),
    sa.Column("made_by", _Name, nullable=False),
    sa.Column("made_at", sa.Float, nullable=False),
    sa.Column("agreed_by", _Name),
    sa.Column("agreed_at", sa.Float),
)
PREVIEWS = sa.Table(
    "qa_previews",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),  # SHA-256 of it
    sa.Column("reviewer", _Name, nullable=False),
    sa.Column("what", sa.String(8), nullable=False),
    sa.Column("file", sa.String(200), nullable=False),
    sa.Column("rows", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
)
IMPORTS = sa.Table(
    "qa_imports",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("reviewer", _Name, nullable=False),
    sa.Column("what", sa.String(8), nullable=False),
    sa.Column("file", sa.String(200), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
)
