"""What is particular to one case and no subject: the week of a pregnancy, how long it has been so, a child's age."""

from __future__ import annotations

import re

_PERSON = "jente|jenta|gutt|gutten|datter|dattera|datteren|sønn|sønnen|ungdom|unge|ungen|ei|girl|boy|daughter|son"
_PARTICULARS = re.compile(
    r"\b(?:i |in )?(?:uke|veke|week) \d{1,2}\b"
    r"|\b(?:på|i|over|siste|for) \d{1,2} (?:dager|dagar|uker|veker|måneder|månader|days|weeks|months)\b"
    r"|(?P<child>\b\d{1,2}[ -]?(?:åring|aaring)(?:en|a|er|ar|ene)?\b)"
    rf"|(?<=\b)(?P<who>{_PERSON}),? (?:på |som er |aged )?\d{{1,2}}(?: år| years old)?\b",
    re.IGNORECASE,
)

_OF_AGE = re.compile(r"samtyk|consent|myndig|alder|journal|innsyn|bestem|\blov\b|\brett\b|old enough", re.IGNORECASE)


def left_out(question: str) -> str:
    """The question without them; whom an age was said of stays, and a «6-åring» is a child.

    All of it stays where the age may be the subject: who may consent, see the record, decide.
    """
    if _OF_AGE.search(question):
        return question
    return _PARTICULARS.sub(lambda found: found["who"] or ("barnet" if found["child"] else " "), question)
