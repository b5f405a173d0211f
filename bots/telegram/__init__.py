"""Telegram: the only home of the `telegram` library."""
