"""The independent checker: does the full answer of every facet say what the record holds, all of it cited?

It shares no code with the composers. It knows the records, the fixed format of list markers (`1. ` at the
start of a line) and of citation markers (`[1]`), and nothing else of how answers are made.
"""
