"""Sentences, dates, distances and lists in each language."""

from __future__ import annotations

import gettext
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from bot.ui.i18n import (
    LOCALES,
    MissingValue,
    Translator,
    catalogue_path,
    found_languages,
    guess_language,
    load_translators,
)
from flows.text import N_, NN_, Distance, Text, Value

MORNING = datetime(2026, 11, 3, 7, 5, tzinfo=UTC)
"""9.05 in Helsinki."""

HEADER = """\
msgid ""
msgstr ""
"Language: {locale}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
SENTENCES = """\
msgctxt "test.greeting"
msgid "Hello, {name}."
msgstr "Hei, {name}."

msgctxt "test.days"
msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "{n} päivä"
msgstr[1] "{n} päivää"

#, fuzzy
msgctxt "test.fuzzy"
msgid "Maybe"
msgstr "Ehkä"

msgctxt "test.empty"
msgid "Nothing yet"
msgstr ""
"""


def write(folder: Path, language: str, locale: str, sentences: str = SENTENCES) -> None:
    path = catalogue_path(folder, language)
    path.parent.mkdir(parents=True)
    path.write_text(HEADER.format(locale=locale) + sentences, encoding="utf-8")


@pytest.fixture
def finnish(tmp_path: Path) -> Translator:
    write(tmp_path, "fi", "fi")
    return load_translators(tmp_path, timezone=ZoneInfo("Europe/Helsinki"), strict=True)["fi"]


@pytest.fixture
def english() -> Translator:
    timezone = ZoneInfo("Europe/Helsinki")
    return Translator("en", Locale("en", "GB"), gettext.NullTranslations(), timezone=timezone, strict=True)


def show(value: Value) -> Text:
    return N_("test.value", "{value}").filled(value=value)


def test_sentence_is_translated_and_filled(finnish: Translator) -> None:
    assert finnish(N_("test.greeting", "Hello, {name}.").filled(name="Anna")) == "Hei, Anna."


def test_same_words_in_another_context_are_another_sentence(finnish: Translator) -> None:
    assert finnish(N_("test.other", "Hello, {name}.").filled(name="Anna")) == "Hello, Anna."


@pytest.mark.parametrize(("n", "said"), [(0, "0 päivää"), (1, "1 päivä"), (2, "2 päivää"), (21, "21 päivää")])
def test_number_chooses_the_plural_form(finnish: Translator, n: int, said: str) -> None:
    assert finnish(NN_("test.days", "{n} day", "{n} days").filled(n=n)) == said


@pytest.mark.parametrize(("context", "english"), [("test.fuzzy", "Maybe"), ("test.empty", "Nothing yet"), ("no", "No")])
def test_untranslated_sentence_falls_back_to_english(finnish: Translator, context: str, english: str) -> None:
    assert finnish(N_(context, english)) == english


@pytest.mark.parametrize("hostile", ["{name}", "{0}", "{name.__class__}", "{", "}", "%s", "\\1", "\\g<0>", "{{x}}"])
def test_braces_in_a_value_stay_as_they_are(finnish: Translator, hostile: str) -> None:
    assert finnish(N_("test.greeting", "Hello, {name}.").filled(name=hostile)) == f"Hei, {hostile}."


def test_missing_value_raises_when_strict(finnish: Translator) -> None:
    with pytest.raises(MissingValue, match=r"test\.greeting.*name"):
        finnish(N_("test.greeting", "Hello, {name}."))
    with pytest.raises(MissingValue, match=r"test\.days.*n"):
        finnish(NN_("test.days", "{n} day", "{n} days"))


def test_missing_value_shows_no_brace_to_a_person(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "fi", "fi")
    translate = load_translators(tmp_path)["fi"]

    with caplog.at_level(logging.ERROR, "bot.ui.i18n"):
        assert translate(N_("test.greeting", "Hello, {name}.")) == "Hei, …."
        assert translate(NN_("test.days", "{n} day", "{n} days")) == "… päivää"

    assert {vars(record)["context"] for record in caplog.records} == {"test.greeting", "test.days"}


def test_nested_sentence_and_list_are_translated(finnish: Translator, english: Translator) -> None:
    anna = N_("test.greeting", "Hello, {name}.").filled(name="Anna")

    assert finnish(show(anna)) == "Hei, Anna."
    assert finnish(show((anna, "b", "c"))) == "Hei, Anna., b ja c"
    assert english(show(("a", "b", "c"))) == "a, b and c"
    assert english(show(())) == ""
    assert english.items(["a"]) == "a"


def test_distance_is_whole_kilometres_with_the_languages_separators(finnish: Translator, english: Translator) -> None:
    assert finnish(show(Distance(200.6))) == "201\u00a0km"
    assert finnish.distance(1200.6) == "1\u00a0201\u00a0km"
    assert english(show(Distance(1200.6))) == "1,201\u00a0km"


def test_moment_is_shown_in_the_configured_zone(english: Translator, translators: Mapping[str, Translator]) -> None:
    finnish = translators["fi"]

    assert finnish.date(MORNING) == "3.11.2026"
    assert finnish.time(MORNING) == "9.05"
    assert finnish(show(MORNING)) == "ti 3.11.2026 klo 9.05"
    assert english.date(MORNING) == "3 Nov 2026"
    assert english.time(MORNING) == "09:05"
    assert english(show(MORNING)) == "Tue 3 Nov 2026, 09:05"


def test_day_changes_at_midnight_of_the_configured_zone(english: Translator) -> None:
    late = datetime(2026, 6, 30, 21, 30, tzinfo=UTC)

    assert english.moment(late) == "Wed 1 Jul 2026, 00:30"


def test_moment_without_a_zone_is_refused(english: Translator) -> None:
    with pytest.raises(ValueError, match="time zone"):
        english.moment(MORNING.replace(tzinfo=None))


def test_counts_have_separators(finnish: Translator, english: Translator) -> None:
    assert finnish(show(12345)) == "12\u00a0345"
    assert english.number(12345) == "12,345"


def test_new_language_is_one_folder(tmp_path: Path) -> None:
    write(tmp_path, "sv", "sv_FI", SENTENCES.replace("Hei", "Hej"))

    translators = load_translators(tmp_path, timezone=UTC)

    assert found_languages(tmp_path) == ("sv",)
    assert set(translators) == {"en", "sv"}
    assert translators["sv"](N_("test.greeting", "Hello, {name}.").filled(name="Anna")) == "Hej, Anna."
    assert translators["sv"].items(["a", "b"]) == "a och b"
    assert translators["sv"].own_name == "Svenska"


@pytest.mark.parametrize("locale", ["", "tlh_XX"])
def test_catalogue_without_a_known_locale_is_refused_with_its_name(tmp_path: Path, locale: str) -> None:
    write(tmp_path, "xx", locale)

    with pytest.raises(ValueError, match=r"xx/LC_MESSAGES/bot\.po"):
        load_translators(tmp_path)


def test_malformed_catalogue_is_refused_with_its_name(tmp_path: Path) -> None:
    write(tmp_path, "fi", "fi", 'msgid "open\n')

    with pytest.raises(ValueError, match=r"fi/LC_MESSAGES/bot\.po"):
        load_translators(tmp_path)


def test_languages_of_the_house_have_their_own_names(translators: Mapping[str, Translator]) -> None:
    assert {language: translate.own_name for language, translate in translators.items()} == {
        "en": "English",
        "fi": "Suomi",
    }
    assert set(found_languages(LOCALES)) == {"en", "fi"}


@pytest.mark.parametrize(
    ("code", "language"),
    [("fi", "fi"), ("fi-FI", "fi"), ("FI", "fi"), ("en-GB", "en"), ("sv", "en"), ("", "en"), ("fil", "en")],
)
def test_language_is_guessed_from_telegrams_code(code: str, language: str) -> None:
    assert guess_language(code, ("en", "fi")) == language


def test_language_that_is_offered_no_more_is_english() -> None:
    languages = load_translators()

    assert languages["xx"] is languages["en"]
    assert "xx" not in languages


def test_second_start_reads_what_the_first_compiled_until_the_catalogue_changes(tmp_path: Path) -> None:
    write(tmp_path, "fi", "fi")
    path = catalogue_path(tmp_path, "fi")
    hello = N_("test.greeting", "Hello, {name}.").filled(name="Anna")

    def said() -> str:
        load_translators.cache_clear()
        return load_translators(tmp_path)["fi"](hello)

    assert said() == "Hei, Anna."
    made = path.with_suffix(".mo")
    before = made.stat().st_mtime_ns, made.read_bytes()
    assert said() == "Hei, Anna."
    assert (made.stat().st_mtime_ns, made.read_bytes()) == before
    path.write_text(path.read_text("utf-8").replace("Hei", "Terve"), "utf-8")
    assert said() == "Terve, Anna."
    made.write_bytes(b"cut off")
    assert said() == "Terve, Anna."


def test_folder_that_cannot_be_written_to_is_read_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, "fi", "fi")
    catalogue_path(tmp_path, "fi").with_suffix(".mo").mkdir()  # nothing takes a folder's place
    assert load_translators(tmp_path)["fi"](N_("test.greeting", "Hello, {name}.").filled(name="Anna")) == "Hei, Anna."
    assert not [*tmp_path.rglob("*.part")]
