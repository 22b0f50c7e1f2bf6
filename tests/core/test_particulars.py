"""What is particular to one case is left out of a question, so that no entry is found for a number."""

from __future__ import annotations

import pytest

from bot.core.language.particulars import left_out


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("gravid i uke 20 som drikker", "gravid som drikker"),
        ("pregnant in week 12, smokes", "pregnant , smokes"),
        ("ikke vært på skolen på 3 uker", "ikke vært på skolen"),
        ("hva sier jeg til 6-åringen", "hva sier jeg til barnet"),
        ("hva sier jeg til 6 åringen", "hva sier jeg til barnet"),
        ("16-åring vil ikke at mor skal vite", "ungdom vil ikke at mor skal vite"),
        ("barn 16 år vil ikke at mor skal vite", "ungdom vil ikke at mor skal vite"),
        ("tilbud til jente 14, faren drikker", "tilbud til jente, faren drikker"),
        ("tilbud for ungdom 14 år i alna", "tilbud for ungdom i alna"),
        ("noe for ei på 14", "noe for ei"),
        ("kan jeg si til barna at mor har hjerneslag", "kan jeg si til barna"),
        ("kan jeg si at far har kreft til sønnen", "kan jeg si til sønnen"),
        ("gjelder det meg som ergoterapeut", "gjelder det meg som helsepersonell"),
    ],
)
def test_weeks_ages_illnesses_and_professions_are_left_out(question: str, left: str) -> None:
    assert " ".join(left_out(question).split()) == left


@pytest.mark.parametrize(
    "question",
    [
        "kan barn under 16 samtykke selv",
        "hva sier § 10 a",
        "kan en 15-åring samtykke",
        "har jenta på 14 rett til innsyn",
        "svarfrist på tre uker",
        "i hvilken uke er kurset",
        "ring 116 111",
        "hvem kan bruke tilbudet, 13–23 år",
        "skolehelsetjenesten 1.–10. trinn",
        "kan jeg si til barna at mor har dødd",
        "hva gjør jeg når mor har hjerneslag",
        "gjelder plikten meg som lærer",
        "hva gjør jeg som barneansvarlig",
    ],
)
def test_what_is_the_subject_stays(question: str) -> None:
    assert left_out(question) == question
