"""Reads `knowledge/` and `flows/` into one `Library`, or says everything that is wrong, with file, line and column."""

from bot.content.checks.chats import Known
from bot.content.loading import Loaded, load
from bot.content.problems import Problem, Severity

__all__ = ["Known", "Loaded", "Problem", "Severity", "load"]
