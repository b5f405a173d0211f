"""Parsers of the sections of a procedure, one section a file; each keeps the span of every word."""
