"""What a district lacks is told once, and of the place where somebody can mend it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content import load

BASE = Path(__file__).parents[1] / "mistakes" / "base"
DISTRICTS = """
- {id: norge, navn: Norge}
- {id: testvik, navn: Testvik, forelder: norge}
- {id: nord, navn: Nord, forelder: testvik}
- {id: sor, navn: Sør, forelder: testvik}
"""
OFFER = """
- id: {place}-{service}
  navn: {service} i {place}
  tjeneste: {service}
  kort: Et tilbud.
  distrikt: {place}
  kilde: nettsiden
  kontrollert: {{dato: 2026-01-02}}
"""


@pytest.mark.parametrize(
    ("offers", "lacking"),
    [
        (["norge klubb", "testvik klubb", "nord helsestasjon", "sor klubb"], ["Sør"]),
        (["norge klubb", "testvik klubb", "nord klubb", "sor klubb"], ["Testvik"]),
        (["norge klubb", "testvik helsestasjon", "nord klubb", "sor klubb"], []),
        (["norge klubb", "nord klubb"], ["Nord"]),
        (["norge klubb"], ["Norge"]),
    ],
)
def test_a_need_without_an_offer_is_told_once_where_it_can_be_mended(
    tmp_path: Path, offers: list[str], lacking: list[str]
) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "knowledge" / "distrikter.yaml").write_text(DISTRICTS, encoding="utf-8")
    texts = [OFFER.format(place=place, service=service) for place, service in map(str.split, offers)]
    (tmp_path / "knowledge" / "tilbud" / "testvik.yaml").write_text("".join(texts), encoding="utf-8")
    law = tmp_path / "knowledge" / "artikler" / "lov.yaml"
    law.unlink()
    found = load(tmp_path / "knowledge", tmp_path / "flows", None, date(2026, 2, 2), thorough=True).problems
    assert [p.message.split(" har ")[0] for p in found if p.code == "X303"] == lacking
    assert [p.line_text() for p in found if p.severity == "FEIL"] == []


def test_a_list_of_words_is_no_long_sentence(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    words = " ".join(f"ord{n}" for n in range(40))
    with (tmp_path / "knowledge" / "tekster.yaml").open("a", encoding="utf-8") as file:
        file.write(f"ord-flere: {words.replace(' ', ', ')}\nlang: {words.capitalize()}.\n")
    found = load(tmp_path / "knowledge", tmp_path / "flows", None, date(2026, 2, 2), thorough=True).problems
    assert [p.code for p in found] == ["C501"]
