"""What is particular to one case and no subject: the week of a pregnancy, a child's age, the illness told of."""

from __future__ import annotations

import re

_PERSON = "jente|jenta|gutt|gutten|datter|dattera|datteren|sønn|sønnen|ungdom|unge|ungen|ei|girl|boy|daughter|son"
_PARTICULARS = re.compile(
    r"\b(?:i |in )?(?:uke|veke|week) \d{1,2}\b"
    r"|\b(?:på|i|over|siste|for) \d{1,2} (?:dager|dagar|uker|veker|måneder|månader|days|weeks|months)\b"
    r"|\b(?P<age>\d{1,2})[ -]?(?:åring|aaring)(?:en|a|er|ar|ene)?\b"
    r"|\bbarn(?:et)? (?:på )?(?P<years>1[2-7]) år\b"
    rf"|(?<=\b)(?P<who>{_PERSON}),? (?:på |som er |aged )?\d{{1,2}}(?: år| years old)?\b",
    re.IGNORECASE,
)

_PARENT = (
    "mor|mora|moren|far|faren|mamma|pappa|bror|broren|søster|søsteren|søstera|pasienten|forelderen"
    "|mum|mom|mother|dad|father|brother|sister|the patient"
)
_NO_ILLNESS = "tatt|prøvd|forsøkt|dødd|mistet|ruset|rusa|died|taken"
_ILL = re.compile(
    rf"\b(?:at|that) (?:(?:hans|hennes|hennar|his|her|their) )?(?:{_PARENT})(?: (?:hans|hennes|hennar|deres|sin))?"
    rf" (?:har|has)(?: fått| got)? (?!(?:{_NO_ILLNESS})\b)\w+(?= til\b| to\b|\W*\Z)",
    re.IGNORECASE,
)
"""Which illness is told of, where the question ends with it or goes on with who is told."""
_TELLING = re.compile(
    r"\b(?:si|sier|seie|seier|fortelle|fortelje|fortel|tell|say)\b.*\b(?:(?:barn|born|sønn|datter|søsk|jent|child)\w*"
    r"|ung(?:e|a|ar)\w*|gutt?en?|kids?|son|daughter)\b",
    re.IGNORECASE,
)
_PROFESSION = re.compile(
    r"(?<=\b(?:meg|oss) som )(?:en |ein )?\w*"
    r"(?:terapeut|pleier|pleiar|lege|lækjar|psykolog|helsefagarbeider|jordmor|bioingeniør|radiograf)\b",
    re.IGNORECASE,
)
"""Health personnel of one kind: the duties are the same for all."""
_YOUNG = range(12, 18)
_OF_AGE = re.compile(r"samtyk|consent|myndig|alder|journal|innsyn|bestem|\blov\b|\brett\b|old enough", re.IGNORECASE)


def left_out(question: str) -> str:
    """The question without them; whom an age was said of stays, and a «6-åring» is a child.

    All of it stays where the age may be the subject: who may consent, see the record, decide.
    """
    question = _PROFESSION.sub("helsepersonell", question)
    if _TELLING.search(question):
        question = _ILL.sub(" ", question)
    if _OF_AGE.search(question):
        return question
    return _PARTICULARS.sub(_meant, question)


def _meant(found: re.Match[str]) -> str:
    """Whom an age was said of; «16-åring» alone is «ungdom», «6-åring» is «barnet»."""
    age = found["age"] or found["years"]
    if age is None:
        return found["who"] or " "
    return "ungdom" if int(age) in _YOUNG else "barnet"
