"""Anonymised use: counted, moved to usage.db, and shown so that nobody can be recognised in it."""
