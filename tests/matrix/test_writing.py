"""A message as Matrix shows it; pure."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.matrix.writing import LONGEST, contents, notice, parts
from bot.core.effects import Kind
from bot.core.events import Address, ChoiceId, MessageNumber
from bot.core.words.wording import Choice, Rendered

TO = Address("matrix:@kari:example.test")
texts = st.text(st.sampled_from("abcæøå <&.\n"), max_size=3 * LONGEST) | st.lists(
    st.text("ord ", min_size=1, max_size=900), max_size=30
).map("\n\n".join)


def rendered(text: str, kind: Kind = Kind.ANSWER, *labels: str) -> Rendered:
    choices = tuple(Choice(ChoiceId(f"c{place}"), label) for place, label in enumerate(labels))
    return Rendered(TO, MessageNumber(1), kind, text, choices)


@given(texts)
def test_parts_fit_and_lose_nothing_but_line_breaks(text: str) -> None:
    found = parts(text)
    assert all(len(part) <= LONGEST for part in found)
    assert "".join(found).replace("\n", "") == text.replace("\n", "")


def test_a_long_text_is_cut_between_paragraphs() -> None:
    paragraphs = [f"{letter} " * 500 for letter in "abcdefghij"]
    assert all(part.split("\n\n") == [p for p in paragraphs if p in part] for part in parts("\n\n".join(paragraphs)))


def test_choices_are_a_numbered_list_in_text_and_in_html_under_the_last_part() -> None:
    text = "\n\n".join(["x" * 2000] * 3)
    *before, last = contents(rendered(text, Kind.QUESTION, "Ja", "Nei & <nei>"), "Skriv nummeret.")
    assert before
    assert last["body"].endswith("\n\n1. Ja\n2. Nei & <nei>\n\nSkriv nummeret.")
    assert "<ol><li>Ja</li><li>Nei &amp; &lt;nei&gt;</li></ol>" in last["formatted_body"]
    assert not any("<ol>" in part["formatted_body"] for part in before)


def test_what_nobody_has_to_see_at_once_is_a_notice_and_everything_else_rings() -> None:
    kinds = {kind: contents(rendered("x", kind), "")[0]["msgtype"] for kind in Kind}
    assert {kind for kind, told in kinds.items() if told == "m.notice"} == {Kind.RECEIPT, Kind.NOTICE}
    assert kinds[Kind.URGENT] == kinds[Kind.PING] == kinds[Kind.REMINDER] == "m.text"
    assert notice("x")["msgtype"] == "m.notice"


def test_nothing_in_a_text_is_markup_and_no_link_is_previewed() -> None:
    (content,) = contents(rendered("<script>x</script> [a](b) https://example.no\nto linjer"), "")
    assert content["formatted_body"] == "<p>&lt;script&gt;x&lt;/script&gt; [a](b) https://example.no<br/>to linjer</p>"
    assert content["com.beeper.linkpreviews"] == []


def test_choices_that_are_numbers_themselves_get_no_number() -> None:
    ages = replace(rendered("Hvor gammelt er barnet?", Kind.QUESTION, "0–5 år", "6–12 år"), numbered=False)
    (shown,) = contents(ages, "")
    assert "• 0–5 år\n• 6–12 år" in shown["body"]
    assert "<ul><li>0–5 år</li>" in shown["formatted_body"]
