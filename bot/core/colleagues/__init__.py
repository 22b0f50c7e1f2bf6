"""One call for a colleague: who is asked, in which order, and how it ends."""
