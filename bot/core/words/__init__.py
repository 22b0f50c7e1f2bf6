"""Ids turned into what a person reads: labels, cards, entries, news."""
