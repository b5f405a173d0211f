"""Optional judges: a configured language model reads answers, and people's labels say how far to believe it."""
