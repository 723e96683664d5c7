"""Typed words -> choices, as tables: see tests/data/typed.<language>.tsv (question, typed, expected)."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.understand import AskBack, Match, Meaning, Option, Unknown, understand
from bot.ops.understanding import is_silently_wrong, meant, rows, same
from bot.ops.understanding import options as shown_at
from bot.ui.i18n import LOCALES
from flows.intake import INTAKE, SELF

LANGUAGES = ("fi", "en")
ASKED = {question.key: question for question in INTAKE.questions}
CHOICES = {key: tuple(choice.key for choice in question.choices) for key, question in ASKED.items()}


def got(question: str, typed: str) -> Meaning:
    return meant(ASKED[question], typed)


def options(question: str) -> list[Option]:
    """Labels are left out on purpose: the tables must carry without them."""
    return shown_at(ASKED[question])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_type_is_understood_in_95_of_100_and_never_silently_wrong(language: str) -> None:
    judged = [(words, meant(question, words), right) for question, words, right in rows("typed", language)]
    assert len(judged) >= 160
    missed = [(words, is_got, right) for words, is_got, right in judged if not same(is_got, right)]
    assert [row for row in missed if is_silently_wrong(*row[1:])] == []
    assert len(missed) <= 0.05 * len(judged), missed


@pytest.mark.parametrize(("language", "least"), [("fi", 0.83), ("en", 0.88)])
def test_phrases_that_the_tables_were_not_written_for_keep_their_share(language: str, least: float) -> None:
    """How well it does on what it has not seen: tests/data/unseen.*.tsv, whose misses nobody writes lines for."""
    judged = [(meant(question, words), right) for question, words, right in rows("unseen", language)]
    assert sum(same(*each) for each in judged) >= least * len(judged)
    assert sum(is_silently_wrong(*each) for each in judged) <= 0.08 * len(judged)


@pytest.mark.parametrize("language", LANGUAGES)
def test_case_and_missing_umlauts_change_nothing_that_matters(language: str) -> None:
    for question, typed, _ in rows("typed", language):
        if re.search(r"\b(älä|älkää)\b", typed.casefold()):
            continue  # without its dots "älkää" is "alkaa", which denies nothing
        flat = typed.upper().replace("Ä", "A").replace("Ö", "O")
        assert meant(question, f"  {flat} ") == meant(question, typed), typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_synonym_leads_to_its_own_choice_or_is_asked_back(language: str) -> None:
    table = tomllib.loads((LOCALES / f"synonyms.{language}.toml").read_text(encoding="utf-8"))
    for context, synonyms in table.items():
        question, key = context.split(".")
        for asked in [q for q in CHOICES if question in (q, "choice") and key in CHOICES[q]]:
            for synonym in synonyms:
                if synonym[0].isalpha() and synonym.replace(" ", "").isalpha():
                    found = got(asked, synonym)
                    assert key in getattr(found, "keys", ()), (context, synonym, found)


def test_every_choice_has_synonyms_in_both_languages() -> None:
    for language in LANGUAGES:
        table = tomllib.loads((LOCALES / f"synonyms.{language}.toml").read_text(encoding="utf-8"))
        for question, keys in CHOICES.items():
            for key in keys:
                if question != "people" and key not in SELF:  # head counts are words in no language; "just me" is told
                    assert table.get(f"{question}.{key}") or table.get(f"choice.{key}"), (question, key)


@pytest.mark.parametrize(
    ("question", "typed", "key"),
    [
        ("together", "joskus porukalla ja joskus yksin", "alternately"),
        ("place", "usually by video but sometimes in person", "both"),
        ("people", "20 - ei kun 12", "eleven_twenty"),
        ("people", "4 opettajaa + rehtori", "five_ten"),
        ("people", "half a dozen", "five_ten"),
        ("together", "privately, no wait, all together", "together"),
        ("who", "pitää kysyä pomolta", "unsure"),
        ("who", "5 lastenvalvojaa ja heidän koodaritiimi", "group"),
    ],
)
def test_what_is_denied_taken_back_or_told_in_turn_is_understood(question: str, typed: str, key: str) -> None:
    assert understand(typed, question, options(question)) == Match((key,))


@pytest.mark.parametrize(
    "typed",
    [
        "alkaa etänä",
        "alkaa voi etänäkin",
        "Alkaa vaikka etänä",
        "etä ei ole ongelma",
        "etänä ei ole mikään ongelma",
        "zoom is no problem",
        "remote is no issue for us",
        "video isn't a problem for us",
    ],
)
def test_beginning_remotely_or_finding_it_no_problem_is_never_on_site(typed: str) -> None:
    outcome = understand(typed, "place", options("place"))
    assert isinstance(outcome, Match | AskBack), outcome
    assert "remote" in outcome.keys


@pytest.mark.parametrize(
    ("question", "typed", "key"),
    [
        ("place", "ei etänä", "on_site"),
        ("place", "etä ei käy", "on_site"),
        ("place", "etä on ongelma", "remote"),
        ("place", "video would be a problem", "remote"),
        ("place", "en usko että meidän porukasta kukaan haluaisi etänä", "remote"),
        ("place", "we would definitely not be able to do it in any way remotely", "remote"),
        ("way", "not by phone and not here", "email"),
        ("together", "not alone", "together"),
        ("offer", "don't contact me", "later"),
    ],
)
def test_a_denial_near_a_choice_asks_and_takes_nothing(question: str, typed: str, key: str) -> None:
    assert understand(typed, question, options(question)) == AskBack((key,))


@pytest.mark.parametrize("typed", ["älä ehdota etää", "Älkää etänä", "ÄLKÄÄ ETÄNÄ"])
def test_forbidding_with_its_dots_still_denies(typed: str) -> None:
    outcome = understand(typed, "place", options("place"))
    assert not (isinstance(outcome, Match) and outcome.keys == ("remote",))


@pytest.mark.parametrize(
    "typed",
    ["kolme lähiesihenkilöä", "kaksi lähiesihenkilöä", "3 lähiesihenkilöä", "viisi tiimiesihenkilöä", "4 aluejohtajaa"],
)
def test_a_number_of_managers_in_a_compound_is_several(typed: str) -> None:
    assert understand(typed, "who", options("who")) == Match(("managers",))


def test_work_that_begins_to_wear_out_is_no_denial() -> None:
    assert understand("työ alkaa uuvuttaa", "challenge", options("challenge"), several=True) == Match(("coping",))


def test_one_known_word_in_a_long_unknown_sentence_is_asked_back() -> None:
    long = "etänä jos naapurin kissa muuttaa syksyllä vihreään mökkiin järven rannalle"
    assert understand(long, "place", options("place")) == AskBack(("remote",))


LABELS = [
    Option("remote", "Remotely"),
    Option("site", "At your own premises"),
    Option("any", "No preference"),
]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Remotely", ("remote",)),
        ("no preference!", ("any",)),
        ("at  your own PREMISES", ("site",)),
        ("2", ("site",)),
        ("2.", ("site",)),
        ("vaihtoehto 3", ("any",)),
        ("option 1", ("remote",)),
    ],
)
def test_a_label_or_its_number_chooses_it(typed: str, keys: tuple[str, ...]) -> None:
    assert understand(typed, "place", LABELS) == Match(keys)


@pytest.mark.parametrize("typed", ["1", "2", "1 ja 2"])
def test_number_means_nothing_that_is_not_on_the_screen(typed: str) -> None:
    unseen = [Option("price", tables=("ask.price",)), Option("when", tables=("ask.when",))]
    assert understand(typed, "place", unseen) == Unknown()
    assert understand("2", "place", [unseen[0], *LABELS[:2]]) == Match(("site",))


@pytest.mark.parametrize("typed", ["", "   ", "?!", "0", "4", "17", "2026", "not remotely"])
def test_what_names_no_choice_is_not_understood(typed: str) -> None:
    assert understand(typed, "place", LABELS) == Unknown()


def test_two_numbers_are_asked_back_where_one_may_be_chosen() -> None:
    assert understand("1 ja 2", "place", LABELS) == AskBack(("remote", "site"))
    assert understand("2, 1", "place", LABELS, several=True) == Match(("remote", "site"))
    assert understand("1 tai 2", "place", LABELS, several=True) == AskBack(("remote", "site"))


def test_one_word_of_two_choices_is_asked_back() -> None:
    rivals = [Option("a", "First", ("who.group",)), Option("b", "Second", ("who.group",))]
    assert understand("ryhmälle kiitos", "place", rivals, several=True) == AskBack(("a", "b"))


def test_no_more_than_three_are_asked_about() -> None:
    many = [Option(key, key) for key in ("alpha", "beta", "gamma", "delta")]
    assert understand("1, 2, 3 and 4", "place", many) == AskBack(("alpha", "beta", "gamma"))


def test_a_choice_that_is_not_offered_is_never_returned() -> None:
    offered = [option for option in options("challenge") if option.key != "work_ability"]
    outcome = understand("sick leaves and stress", "challenge", offered, several=True)
    assert outcome == Match(("coping",))


@given(st.sampled_from(sorted(CHOICES)), st.text(max_size=120))
def test_whatever_is_typed_is_answered(question: str, typed: str) -> None:
    outcome = understand(typed, question, options(question), several=question == "challenge")
    if isinstance(outcome, AskBack):
        assert 1 <= len(outcome.keys) <= 3
    if isinstance(outcome, Match) and question != "challenge":
        assert len(outcome.keys) == 1
