"""Identity numbers and addresses that staff type by mistake (PRIVACY.md). All numbers are made up or synthetic."""

import copy
import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.listening.identity import IdentityFinding, find_identity
from bot.core.typed import Typed

IS = IdentityFinding("fodselsnummer", certain=True)
MAY_BE = IdentityFinding("fodselsnummer", certain=False)
ADDRESS = IdentityFinding("adresse", certain=False)


@pytest.mark.parametrize(
    "text",
    [
        "27045951478 12 år",
        "270459/51478",
        "27045951478 92408834",
        "270459 51478",
        "27 04 59 51478",
        "27 04 59 51 478",
        "270459.51478",
        "270459-51478",
        "270459–51478",
        "270459_51478",
        "270459 - 51478",
        "270459\n51478",
        "270459\u00a051478",
        "27.04.1959 51478",
        "27041959 51478",
        "2704595147812",
        "1227045951478",
        "fnr27045951478",
        "fnr:27045951478.",
        "tlf 27045951478",
        "２７０４５９５１４７８",
        "٢٧٠٤٥٩٥١٤٧٨",
        "२७०४५९५१४७८",
        "①⑦045951478".replace("①⑦", "27"),
        "2704\u200d59\u00ad51478",
        "2\u200b7\u200b0\u200b4\u200b5\u200b9\u200b5\u200b1\u200b4\u200b7\u200b8",
        "270459\u2060\u2060\u2060\u206051478",
        "pas. 681157.50724",
        "mor er 541154 70941",
        "ID number 63085670230",
        "født 270459, personnr 51478",
        "bruker født 270459 persnr 51478 har barnebarn",
        "270459 født, siste fem sifre 51478",
        "(270459) 51478",
        "fnr 270459 og så 51478",
        "27.4.59, 51478",
        "270459+51478",
        "27,04,59,51478",
        "1959-04-27 51478",
        "19590427-51478",
        "2️⃣7️⃣0️⃣4️⃣5️⃣9️⃣5️⃣1️⃣4️⃣7️⃣8️⃣",
        "𝟐𝟕𝟎𝟒𝟓𝟗𝟓𝟏𝟒𝟕𝟖",
        "mor:27045951478far:12039045678",
        "92408834-27045951478",
    ],
)
def test_a_number_with_right_check_digits_is_certain(text: str) -> None:
    assert find_identity(text) == IS


@pytest.mark.parametrize(
    "text",
    [
        "27045951479",  # wrong check digit
        "27845951478",  # synthetic, month +80
        "27695951478",  # synthetic, month +65
        "27445951478",  # H-number, month +40
        "67045951479",  # D-number, day +40
        "31129912345",
        "22 70 55 80 116",  # without a telephone word it may be a birth date
    ],
)
def test_a_number_that_only_looks_like_one_is_stopped_too(text: str) -> None:
    assert find_identity(text) is not None


def test_a_telephone_list_needs_its_word_and_failing_check_digits() -> None:
    assert find_identity("tlf 22 70 55 80 116") is None
    assert find_identity("Telefon: 22 70 55 80 116 111") is None
    assert find_identity("tlf 27 04 59 51 478") == IS


@pytest.mark.parametrize(
    "text",
    [
        "tlf 22 70 55 80 116",
        "22705580",
        "22705580 92408834",
        "ring 116 111, 113 eller 112",
        "barnevernvakten 55 36 11 80",
        "22 70 55 80, 55 36 11 80",
        "org.nr 974 760 673",
        "27.04.2024 - 12.05.2024",
        "klokka 14.30 den 27.04.24",
        "00000000000",
        "32130012345",
        "27045951478a"[:8],
        "270459    51478",  # four spaces: two numbers
        "2704595 147",
        "23 43 86 00 / 23 43 86 10",
        "kr 1 250 000,00 den 12.05.2024",
        "LOV-1999-07-02-64, sak 2024/001234",
        "",
    ],
)
def test_ordinary_numbers_are_let_through(text: str) -> None:
    assert find_identity(text) is None


def _fh_number(start: str) -> str | None:
    """An FH number from nine digits, by modulus 11, or None when the nine have no check digits."""
    first = -sum(int(d) * w for d, w in zip(start, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
    second = -sum(int(d) * w for d, w in zip(f"{start}{first}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
    return None if first == 10 or second == 10 else f"{start}{first}{second}"


@given(st.integers(800_000_000, 999_999_999))
def test_fh_numbers_are_stopped_and_their_neighbours_are_not(start: int) -> None:
    number = _fh_number(str(start))
    if number is None:
        return
    assert find_identity(f"nr {number}") == IS
    neighbour = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert find_identity(neighbour) is None


@given(
    st.integers(1, 31),
    st.sampled_from([0, 40]),
    st.integers(1, 12),
    st.sampled_from([0, 40, 65, 80]),
    st.integers(0, 9_999_999),
    st.sampled_from(["", " ", ".", "-", "/", "_", " / ", "\u200b", "\n"]),
)
def test_every_day_and_month_of_the_rule_is_stopped(day: int, d: int, month: int, m: int, rest: int, gap: str) -> None:
    number = f"{day + d:02}{month + m:02}{rest:07}"
    assert find_identity(f"x {number[:6]}{gap}{number[6:]} y") is not None


@pytest.mark.parametrize(
    "text",
    [
        "Pasienten min Sigbrita Lauvåsmoen, Einerkroken 22, har fått MS",
        "Kari Nordmann bor i Storgata 5B",
        "Storgata 5, Ola Nordmann",
        "Kari Nordmann Storgata 5",
        "Ola Hansen i Olav Kyrres gate 12",
        "Hun heter Kari og bor i Solbakken 3",
        "Per-Arne Lie, Nedre vei 4",
        "ola nordmann, storgata 5",
        "kari nordmann bor i storgata 5",
        "pasienten er kari nordmann, fossumveien 12b",
        "Sigbrita Lauvåsmoen, Einerkroken 22",
        "Sigbrita Lauvåsmoen, Haugtussa 4b",
        "Kari Nordmann bor i Haugtussa 4",
        "mohammed ali, trondheimsveien 200",
        "henvisning gjelder: per hansen, bjørnstjerne bjørnsons vei 3",
        "lise marie johnsen, storgata 5",
        "Ola Nordmann Storgata 5",
        "barnet heter Nora og bor i Storgata 14",
        "anne berit solli, åsveien 7",
        "Per Olav Dybdahl Kirkegt. 14",
        "Ola Normann Parkv. 3",
        "Ali Reza Hosseini – Grønlandsleiret 39",
        "Ingrid Vasshaug, Kråkeslottet 11",
        "Erik Dahl, Gamle Drammensvei 101",
        "Anne-Lise Vik, Lysejordet 5",
        "Siv Moen bor på Nordre Aker gård 2",
        "Mor: Synnøve Eikrem. Bor: Solbakken 7",
        "Synnøve Dahl-Haugland, Klosteret 22",
        "Innsatt Kenneth Vormdal, kona bor i Himmelblå 18 med barna",
        "Turid Aasbø Lien på Søre Tverrsnei 7 trenger hjelp",
        "far: Idar Brekke Moe adr Klokkerstø 12. kreft. to barn",
        "Ådne Rabben i Vågehjørnet 44, kan vi ringe?",
        "Storgata 5 Marianne Fosse",
        "Solbakken 3 Dagny Fosse",
        "hentet per-olav grimsbø i stubben 3 igår",
        "Kari i Storgata 5B har fått MS",
        "Familien Warsame, Rødtvetveien 30",
        "Mette Lund, Trondheimsveien 512 H0302",
        "Nils Vestad, Nordbygdvegen 1118",
        "Hansen, Tone Marie – Storgt. 3",
        "MARIA SOLHEIM, STORGATA 5",
    ],
)
def test_a_name_with_a_street_address_is_stopped(text: str) -> None:
    assert find_identity(text) == ADDRESS


@pytest.mark.parametrize(
    "text",
    [
        "Er Bydel Alna i Trygve Lies plass 1?",
        "Kontoret ligger i Storgata 5",
        "Helsestasjonen i Karl Johans gate 7",
        "Kari Nordmann ringte",
        "vi møtes i gate 3",
        "Hvem er barneansvarlig i Tvetenveien 30?",
        "Barnet er på vei 2 ganger i uka",
        "Stovner helsestasjon, Fossumveien 60",
        "hvor ligger stovner helsestasjon, fossumveien 60?",
        "stovner helsestasjon, fossumveien 60",
        "er adressen til NAV Alna Trygve Lies plass 2",
        "alna familiesenter, storgata 5",
        "Vi holder til i Storgata 5, 3. etasje",
        "kontoret vårt ligger i storgata 5",
        "møtet er på rådhuset, storgata 5",
        "Haukeland universitetssjukehus, Jonas Lies vei 65",
        "barnevernvakta i bergen, vestre strømkaien 7",
        "Bydel Stovner, Karl Fossums vei 30",
        "ny adresse, storgata 5",
        "Ahus, Sykehusveien 25",
        "ellingsrud skole, strømsveien 12",
        "Lørenskog Helsestasjon, Rådhusvegen 6",
        "barneansvarlig Kari Nordmann, Avdeling 4",
        "Grorud Legevakt, Post 3",
        "Helse Bergen, Uke 40",
        "hva er åpningstiden til legevakta, storgata 40",
        "Voksen Psykiatri, Seksjon 2",
        "jeg trenger tolk mandag, storgata 5",
        "familievernkontoret, storgata 40",
        "vi møtes på tirsdag, storgata 40",
        "Avdeling 22",
        "Bydel Alna 2022",
        "uke 12",
        "jente 14",
        "HFU 13-23",
        "Helsestasjon Grorud 16",
        "Torild Hallen tar imot mandag 14",
        "Er det Mona Berg som er barneansvarlig på Post 3?",
        "Kan Siri Moen ringe meg klokka 14",
        "Mona Berg har 12 barn i gruppa på Stovner",
        "Kari Nordmann kommer på kurset 12. mars",
        "Furuset Familiesenter Trygve Lies plass 1",
        "Kirkens SOS i Bergen, Kong Oscars gate 62",
        "Per Nes henter i barnehagen 3 dager i uka",
        "Anne Lie ringer etter vurderingen 12",
    ],
)
def test_a_name_or_an_address_alone_is_let_through(text: str) -> None:
    assert find_identity(text) is None


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_searched_without_an_error(text: str) -> None:
    find_identity(text)


@pytest.mark.parametrize("text", ["1 " * 50_000, "1\x00" * 50_000, "Storgata 5 Bydel Alna " * 4_500, "Aa 5 " * 20_000])
def test_hostile_text_takes_bounded_time(text: str) -> None:
    began = time.process_time()
    find_identity(text)
    assert time.process_time() - began < 3


def test_what_was_typed_shows_nothing() -> None:
    typed = Typed("hemmelig")
    shown = f"{typed!r}{typed}{typed!s}{typed:>20}" + "%s" % typed  # noqa: UP031 - the old way must not leak either
    assert "hemmelig" not in shown
    assert typed.reveal() == "hemmelig"
    assert b"hemmelig" not in pickle.dumps(typed)
    assert "hemmelig" not in str(copy.copy(typed).reveal())
    assert not hasattr(typed, "__dict__")
    assert typed != Typed("hemmelig")
