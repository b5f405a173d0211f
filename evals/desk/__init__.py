"""The review desk: people of a QA team judge answers and turn them into cases."""
