"""The gate: a snapshot is published only when its answers are no worse than the ones before."""
