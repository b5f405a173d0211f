"""Readers: bytes of one kind of file become records or one named refusal."""
