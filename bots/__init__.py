"""People reach the assistant here: the terminal and the web."""
