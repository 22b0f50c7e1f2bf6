"""Reads `knowledge/` and `flows/` into one `Library`, or says everything that is wrong, with file, line and column."""

from bot.content.loading import Loaded, load
from bot.content.problems import ContentError, Problem, Severity

__all__ = ["ContentError", "Loaded", "Problem", "Severity", "load"]
