"""The officer's desk: lists, documents of law, comparisons, words verbatim, and whether they still hold."""
