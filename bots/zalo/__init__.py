"""Zalo's two products as channels: the Official Account and the Bot Platform."""
