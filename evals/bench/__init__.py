"""`make bench` (`python -m evals.bench`): how long and how much memory, from raw texts to a warm answer."""
