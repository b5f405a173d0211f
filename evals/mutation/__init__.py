"""Breaks the product on purpose, and shows whether the suites notice."""
