"""The web door: the HTTP contracts, the chat page and the procedures' own pages."""
