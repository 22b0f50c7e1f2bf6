"""Words of Norwegian text as search compares them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Term
from bot.core.language.norwegian import EMPTY, LanguageTables, asking, fold, language, split_words, stem, tables, words
from bot.core.retrieval import lexicon


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Åsane, Aasane", ["aasane", "aasane"]),
        ("SØSKEN soesken", ["soesken", "soesken"]),
        ("§ 10 a og §10b", ["paragraf", "10a", "og", "paragraf", "10b"]),
        ("§ 3-7 a, 13-2", ["paragraf", "3-7a", "13-2"]),
        ("116 111", ["116111"]),
        ("e-melding, e-post", ["emelding", "epost"]),
        ("barn\u00adet 0\u201318 år", ["barnet", "0-18", "aar"]),
        ("👶🏽 …", []),
        ("", []),
    ],
)
def test_text_is_folded_to_comparable_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hvem tar imot meldinger i Alna?", "nb"),
        ("hva gjør jeg når foreldrene sier nei", "nb"),
        ("ka æ ska si te ongan", "nb"),
        ("Kven tek imot meldingar i Alna?", "nn"),
        ("Kor ofte har leiarane møte?", "nn"),
        ("Kva seier lova om borna?", "nn"),
        ("Who receives the messages in Alna?", "en"),
        ("Is there a midwife at the youth clinic?", "en"),
        ("tlf hfu", "nb"),
        ("", "nb"),
        ("Gdzie jest lekarz", "nb"),
    ],
)
def test_function_words_tell_the_language(text: str, expected: str) -> None:
    assert language(text) == expected


@pytest.mark.parametrize(
    ("text", "sign"),
    [("hvor mange barn", "?antall"), ("kor ofte møtest dei", "?ofte"), ("who is it", "?hvem"), ("ka tid", "?naar")],
)
def test_a_way_of_asking_is_the_same_in_every_language(text: str, sign: str) -> None:
    assert asking(words(text))[0].replace("å", "aa") == sign


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert words(" ".join(words(text))) == words(text) or any(len(word) == 1 for word in words(text))


@given(st.lists(st.text(), max_size=5))
def test_many_texts_split_like_each_alone(texts: list[str]) -> None:
    assert list(split_words(texts)) == [words(text) for text in texts]


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_folded_text_has_no_norwegian_letters(text: str) -> None:
    assert not set("åøæ") & set(fold(text))


@pytest.mark.parametrize(("one", "other"), [("barneansvarlige", "barneansvarlig"), ("meldinger", "meldingen")])
def test_forms_of_a_word_share_its_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_tables_are_read_and_their_comments_skipped() -> None:
    read = tables("# om\nnn\tsjuk\tsyk\nen\tyoung carers\tbarn som pårørende, unge\n", "# om\n1\tog i\n7\tsøsken\n")
    assert read.synonyms["sjuk"] == (("syk",),)
    assert read.synonyms["young carers"] == (("barn", "som", "paaroerende"), ("unge",))
    assert read.english == {"young carers"}
    assert read.common == {"og": 1, "i": 1, "soesken": 7}
    assert read.rarity("og") == 0.0
    assert read.rarity("quetiapin") == 1.0


KNOWN = ("helsestasjon", "ungdom", "tjeneste", "soesken", "oslohjelpa", "taushetsplikt", "barn")
COMMON = LanguageTables(common={"smaa": 5, "plass": 4})


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("helsestasjonstjenesten", ("helsestasjon", "tjeneste")),
        ("smaasoesken", ("smaa", "soesken")),
        ("ungdomstjeneste", ("ungdom", "tjeneste")),
        ("blomsterbukett", ()),
        ("barn", ()),
    ],
)
def test_compounds_come_apart_where_the_last_part_is_known(word: str, parts: tuple[str, ...]) -> None:
    assert lexicon.build(KNOWN, (), COMMON).parts(word) == parts


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("taushetspligt", "taushetsplikt"),
        ("helestasjon", "helsestasjon"),
        ("ungdmo", "ungdom"),
        ("oslohj", "oslohjelpa"),
        ("plass", ""),
        ("paracet", ""),
        ("hfu", ""),
    ],
)
def test_a_misspelt_or_cut_off_word_is_put_right(word: str, meant: str) -> None:
    assert lexicon.build(KNOWN, (), COMMON).meant(word) == meant


def test_words_of_one_term_share_its_token() -> None:
    term = Term("hfu", "helsestasjon for ungdom", ("HFU", "ungdomsklinikk"))
    built = lexicon.build(KNOWN, (term,), EMPTY)
    assert "=hfu" in dict(built.tokens("hfu"))
    assert "=hfu" in dict(built.tokens("ungdomsklinikk"))
    assert built.phrases[stem("helsestasjon")][0][1] == (("=hfu", lexicon.MEANT),)
