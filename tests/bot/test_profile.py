"""The supervisor's profile as tables: what a field takes, who reads what, and what the questions are answered with."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from bot.ops.profile_file import parsed
from bot.requests.profile import ANY, FIELDS, LANGUAGES, NO_PROFILE, Profile, checked
from bot.requests.questions import NOT_SAID, NOTHING_SAID, QUESTIONS, answer, answers_soon, is_open, of_whom
from bot.ui.i18n import Translator
from bot.ui.render import JOINER
from flows.text import Text

FULL = Profile({key: dict.fromkeys(of.languages, f"words of {key}") for key, of in FIELDS.items()}, "photo-id")

TAKEN = [
    ("name", "  Maija\nMeikäläinen ", "Maija Meikäläinen"),
    ("price", "100 € + alv\n(sis. matkat)", "100 € + alv (sis. matkat)"),
    ("background", "Ensin.\n\n\nSitten.", "Ensin.\nSitten."),
    ("background", "\n".join("abcdef"), "a\nb\nc\nd\ne\nf"),
    ("background", "\n".join("abcdefg"), "a b c d e f g"),
    ("background", "<b>lihavoitu</b> & *tähdet* {name}", "<b>lihavoitu</b> & *tähdet* {name}"),
    ("education", "katso /start ja @joku", "katso /start ja @joku"),
    ("links", "www.example.fi\nhttps://example.fi/ä?x=1#y", "www.example.fi\nhttps://example.fi/ä?x=1#y"),
    ("travel", "suunta\u202e väärä", "suunta väärä"),
    ("name", "a" * 80, "a" * 80),
]
"""Field, what is typed, what is kept: plain words, never markup, without what deceives."""

REFUSED = [
    ("name", "", "profile.fault.empty"),
    ("price", " \n\t", "profile.fault.empty"),
    ("name", "\u200b\u2060\u3164", "profile.fault.empty"),
    ("name", "a" * 81, "profile.fault.long"),
    ("course", "ä" * 4096, "profile.fault.long"),
    ("links", "minun sivuni", "profile.fault.link"),
    ("links", "https://example.fi\njavascript:alert(1)", "profile.fault.link"),
    ("links", "tg://resolve?domain=x", "profile.fault.link"),
]


@pytest.mark.parametrize(("key", "typed", "kept"), TAKEN)
def test_field_takes_words_as_they_are_written(key: str, typed: str, kept: str) -> None:
    assert checked(FIELDS[key], typed) == kept


@pytest.mark.parametrize(("key", "typed", "why"), REFUSED)
def test_field_says_what_to_do_with_words_it_does_not_take(
    key: str, typed: str, why: str, translators: Mapping[str, Translator]
) -> None:
    fault = checked(FIELDS[key], typed)
    assert isinstance(fault, Text)
    assert fault.context == why
    assert all(speak(fault) for speak in translators.values())  # every value is there


@pytest.mark.parametrize(
    ("written", "reader", "said"),
    [
        ({"fi": "Sata"}, "fi", "Sata"),
        ({"fi": "Sata"}, "en", "Sata (in Finnish)"),
        ({"fi": "Sata", "en": "A hundred"}, "en", "A hundred"),
        ({"en": "A hundred"}, "fi", "A hundred (englanniksi)"),
        ({"fi": "Sata", "en": "A hundred"}, "sv", "A hundred (in English)"),
        ({ANY: "Maija"}, "en", "Maija"),
        ({}, "fi", None),
    ],
)
def test_reader_gets_words_in_their_language_or_those_of_another_marked(
    written: dict[str, str], reader: str, said: str | None, translators: Mapping[str, Translator]
) -> None:
    found = Profile({"price": written}).said("price", reader)
    speak = translators.get(reader, translators["en"])
    assert (speak(found) if isinstance(found, Text) else found) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("80 €/h, 0,55 €/km", f"80 €/{JOINER}h, 0,55 €/{JOINER}km"),
        ("110 € (alv 0 %)/60 min", f"110 € (alv 0 %)/{JOINER}60 min"),
        ("työnantaja/Keva, katso /kysy", "työnantaja/Keva, katso /kysy"),
        ("https://example.fi/ä/b\nwww.example.fi/c", "https://example.fi/ä/b\nwww.example.fi/c"),
    ],
)
def test_price_for_an_hour_is_no_command(written: str, said: str, translators: Mapping[str, Translator]) -> None:
    profile = Profile({"price": {"fi": written}})
    assert profile.said("price", "fi") == said
    marked = profile.said("price", "en")
    assert isinstance(marked, Text)
    assert translators["en"](marked) == f"{said} (in Finnish)"
    assert profile.written("price", "fi") == written, "to be copied as it was written"


@pytest.mark.parametrize("key", QUESTIONS)
def test_question_is_answered_with_the_words_of_its_fields_and_no_others(
    key: str, translators: Mapping[str, Translator]
) -> None:
    question = QUESTIONS[key]
    for language in LANGUAGES:
        said = answer(question, FULL, translators[language])
        for field in FIELDS:
            assert any(f"words of {field}" in line for line in said) == (field in question.fields)
    assert not is_open(question, FULL)


@pytest.mark.parametrize("key", QUESTIONS)
def test_question_without_words_says_that_the_supervisor_has_not_told(
    key: str, translators: Mapping[str, Translator]
) -> None:
    question, speak = QUESTIONS[key], translators["fi"]
    told = answer(question, NO_PROFILE, speak)
    assert is_open(question, NO_PROFILE) == bool(question.fields)
    assert bool(question.fields) == any(each in told for each in (speak(NOT_SAID), speak(NOTHING_SAID)))


def test_every_field_is_read_somewhere() -> None:
    assert {field for question in QUESTIONS.values() for field in question.fields} == set(FIELDS)


def test_start_and_answer_time_say_nothing_without_words() -> None:
    assert of_whom(NO_PROFILE) is None
    assert answers_soon(NO_PROFILE, "fi") is None


def test_suggestion_names_the_supervisor_without_the_title(translators: Mapping[str, Translator]) -> None:
    whose = of_whom(NO_PROFILE.saying("name", ANY, "Maija Meikäläinen, työnohjaaja"))
    assert whose is not None
    assert translators["en"](whose) == "The supervisor: Maija Meikäläinen"


def test_emptied_field_leaves_nothing() -> None:
    once = NO_PROFILE.saying("price", "fi", "Sata").saying("price", "en", "A hundred")
    assert once.saying("price", "fi", "").saying("price", "en", "") == NO_PROFILE
    assert once.saying("price", "fi", "").written("price", "en") == "A hundred"


# --- as a file


def test_file_is_read_as_the_chat_would_take_it(translators: Mapping[str, Translator]) -> None:
    content = json.dumps({"name": " Maija ", "price": {"fi": "Sata", "en": "A\nhundred"}}).encode()
    found = parsed(content, translators["en"])
    assert found == Profile({"name": {ANY: "Maija"}, "price": {"fi": "Sata", "en": "A hundred"}})
    assert parsed(b"{}", translators["en"]) == NO_PROFILE


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff", b"name = 1", b"[" * 99_999, b'{"name": "' + b"a" * 100_001 + b'"}']
)
def test_file_that_is_no_profile_is_refused(content: bytes, translators: Mapping[str, Translator]) -> None:
    with pytest.raises(ValueError, match="no profile"):
        parsed(content, translators["en"])


def test_every_fault_of_a_file_is_told_at_once(translators: Mapping[str, Translator]) -> None:
    given = {
        "colour": "red",
        "name": {"fi": "Maija"},
        "price": "Sata",
        "travel": {"sv": "hundra"},
        "course": {"fi": "a" * 500},
        "links": "sivu",
        "orders": {"fi": 1},
    }
    with pytest.raises(ValueError, match="Nothing was changed") as fault:
        parsed(json.dumps(given).encode(), translators["en"])
    lines = str(fault.value).splitlines()
    assert [line.partition(":")[0] for line in lines[1:]] == [*given]
