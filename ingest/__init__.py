"""Texts become records: files are found, read by a limited process, and kept in the catalogue."""
