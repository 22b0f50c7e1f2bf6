"""Finds the entry that answers a question, says why, and knows when it does not know."""
