"""Case makers: cases that code makes from other cases, from records, from the log and from FAQs."""
