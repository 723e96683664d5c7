"""The catalogues: complete and right here, and every kind of fault is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.ops.catalogues import as_po, checked, extract, main, messages_of
from bot.ui.i18n import LOCALES, catalogue_path, found_languages, load_translators
from bot.ui.po_files import read_catalogue
from flows.places import REMOTE_KM
from flows.text import N_

CODE = """\
from flows.text import N_, NN_

# Translators: the first words a person reads
HELLO = N_("welcome.hello", "Hello, {name}.")
DAYS = NN_(
    "wait.days",
    "{n} day of "
    "waiting",
    "{n} days of waiting",
)
"""


class Project:
    """A small project with sentences in flows/ and a Finnish translation."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.finnish = catalogue_path(root / "locales", "fi")
        (root / "flows").mkdir()
        (root / "bot" / "local_telegram").mkdir(parents=True)

    def code(self, text: str, file: str = "flows/words.py") -> None:
        (self.root / file).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> int:
        return main(arguments, self.root)

    def translate(self, old: str, new: str) -> None:
        """Replace text in the Finnish catalogue."""
        text = self.finnish.read_text(encoding="utf-8")
        assert old in text
        self.finnish.write_text(text.replace(old, new), encoding="utf-8")

    def faults(self) -> list[str]:
        return checked(self.root)[1]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose Finnish is complete."""
    project = Project(tmp_path)
    project.code(CODE)
    assert project.run("update", "fi") == 0
    project.translate('msgid "Hello, {name}."\nmsgstr ""', 'msgid "Hello, {name}."\nmsgstr "Hei, {name}."')
    project.translate('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "{n} päivän odotus"\nmsgstr[1] "{n} päivää odotusta"')
    assert project.faults() == []
    return project


def test_catalogues_of_the_house_have_no_fault() -> None:
    _, faults = checked()

    assert not faults, "\n".join(faults)
    assert set(found_languages(LOCALES)) >= {"en", "fi"}


def test_update_writes_sentences_with_comments_and_without_dates_or_lines(project: Project) -> None:
    text = (project.root / "locales" / "bot.pot").read_text(encoding="utf-8")

    assert "#. the first words a person reads\n#: flows/words.py\n" in text
    assert 'msgid "{n} day of waiting"\nmsgid_plural "{n} days of waiting"' in text
    assert "Date" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_second_update_changes_nothing(project: Project) -> None:
    files = sorted((project.root / "locales").rglob("*.po*"))
    before = [file.read_bytes() for file in files]

    assert len(files) == 3
    assert project.run("update") == 0
    assert [file.read_bytes() for file in files] == before


def test_moved_code_changes_nothing(project: Project) -> None:
    project.code("\n\n# a new first line\n" + CODE)

    assert project.faults() == []


def test_english_fills_itself(project: Project) -> None:
    english = load_translators(project.root / "locales", strict=True)["en"]

    assert english(N_("welcome.hello", "Hello, {name}.").filled(name="Anna")) == "Hello, Anna."


def test_changed_english_keeps_the_translation_until_somebody_looked(project: Project) -> None:
    project.code(CODE.replace("Hello,", "Good day,"))
    project.run("update")

    text = project.finnish.read_text(encoding="utf-8")
    assert "#, fuzzy" in text
    assert '#| msgid "Hello, {name}."' in text
    assert 'msgstr "Hei, {name}."' in text
    assert any("welcome.hello: fuzzy" in fault for fault in project.faults())
    assert project.run("update") == 0
    assert "#, fuzzy" in project.finnish.read_text(encoding="utf-8")


def test_sentence_looked_at_loses_the_english_it_had_before(project: Project) -> None:
    project.code(CODE.replace("Hello,", "Good day,"))
    project.run("update")
    project.translate("#, fuzzy, ", "#, ")
    project.run("update")

    assert "Hello," not in project.finnish.read_text(encoding="utf-8")


def test_removed_sentence_leaves_the_catalogues(project: Project) -> None:
    project.code(CODE.partition("DAYS")[0])

    assert "fi: wait.days: no such sentence in the code" in project.faults()
    project.run("update")
    assert "wait.days" not in project.finnish.read_text(encoding="utf-8")
    assert project.faults() == []


def test_new_sentence_is_missed_until_translated(project: Project) -> None:
    project.code('from flows.text import N_\nX = N_("a.b", "New")\n', "bot/more.py")

    assert "locales/bot.pot is not what the code says: run python -m bot i18n update" in project.faults()
    project.run("update")
    assert project.faults() == ["fi: a.b: not translated"]


def test_local_telegrams_words_are_not_for_translators(project: Project) -> None:
    project.code('X = N_("a.b", "New")\n', "bot/local_telegram/page.py")

    assert project.faults() == []


@pytest.mark.parametrize(
    "call",
    ['N_("a.b", ("one " "two"))', 'N_("a.b", f"{x}")', 'N_("a.b", WORDS)', 'N_("a.b")', 'NN_("a.b", "one")'],
)
def test_sentence_that_cannot_be_extracted_is_found_with_its_line(project: Project, call: str) -> None:
    project.code(f"\nX = {call}\n", "bot/more.py")

    assert any(fault.startswith("bot/more.py:2: N") for fault in project.faults())


def test_plural_that_does_not_count_n_is_found(project: Project) -> None:
    project.code(CODE.replace("{n}", "{days}"))
    project.run("update")

    assert any("wait.days: the number of a plural is called {n}" in fault for fault in project.faults())


def test_context_of_two_sentences_is_found(project: Project) -> None:
    project.code('X = N_("welcome.hello", "Another")\n', "bot/more.py")
    project.run("update")

    assert "welcome.hello: this context stands for two different sentences" in project.faults()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "not translated"),
        ("Hei.", "placeholders none instead of {name}"),
        ("Hei, {nimi}.", "placeholders {nimi} instead of {name}"),
        ("Hei, {name} {.", "a brace that belongs to no placeholder"),
        ("Hei, {name}. ", "at its beginning or end"),
        ("Hei,  {name}.", "one space"),
        ("Hei , {name}.", "no space before"),
        ("Hei\\n\\n{name}.", "other paragraphs"),
        ("Hei, {name}...", "…"),
        ("Hei - {name}.", "–"),
        ("Hei — {name}.", "–"),
        ("”Hei“, {name}.", "”"),
        ('Hei, \\"{name}\\".', "quotation"),
        ("Hei, {name}, vaa'an", "’"),
        ("Hei, {name}, klo 9:05", "9.05"),
        ("Hei, {name}, ja Teidän väki", "lower case"),
        ("Hei, <b>{name}</b>.", "no markup"),
        ("Hei, {name}\u200b.", "invisible"),
    ],
)
def test_wrong_translation_is_found(project: Project, wrong: str, said: str) -> None:
    project.translate('msgstr "Hei, {name}."', f'msgstr "{wrong}"')

    (fault,) = project.faults()
    assert fault.startswith("fi: welcome.hello: ")
    assert said in fault


def test_plural_form_may_leave_the_number_out_only_in_the_singular(project: Project) -> None:
    project.translate("{n} päivän odotus", "Päivän odotus")
    assert project.faults() == []

    project.translate("{n} päivää odotusta", "Päiviä odotusta")
    assert project.faults() == ["fi: wait.days: placeholders none instead of {n}"]


def test_missing_plural_form_is_found(project: Project) -> None:
    project.translate('msgstr[1] "{n} päivää odotusta"', 'msgstr[1] ""')

    assert project.faults() == ["fi: wait.days: not translated"]


def test_obsolete_entry_is_found(project: Project) -> None:
    with project.finnish.open("a", encoding="utf-8") as file:
        file.write('\n#~ msgctxt "old.one"\n#~ msgid "Old"\n#~ msgstr "Vanha"\n')

    assert "fi: old.one: obsolete, delete it" in project.faults()


def test_english_that_differs_from_the_code_is_found(project: Project) -> None:
    english = catalogue_path(project.root / "locales", "en")
    text = english.read_text(encoding="utf-8")
    english.write_text(text.replace('msgstr "Hello, {name}."', 'msgstr "Hi, {name}."'), encoding="utf-8")

    assert project.faults() == ["en: welcome.hello: differs from the code; change English in the code, then update"]


@pytest.mark.parametrize("wrong", ["Hei, Esimiehen {name}.", "Hei, liidi {name}.", "Hei, Johtava  liidi: {name}."])
def test_forbidden_word_is_found(project: Project, wrong: str) -> None:
    (project.root / "locales" / "forbidden.fi.txt").write_text("# people\nesimie* | esihenkilö\nliidi* | pyyntö\n")
    project.translate('msgstr "Hei, {name}."', f'msgstr "{wrong}"')

    assert any("esihenkilö" in fault or "pyyntö" in fault for fault in project.faults())


def test_command_and_part_of_a_word_are_not_forbidden(project: Project) -> None:
    (project.root / "locales" / "forbidden.fi.txt").write_text("liidi* | pyyntö\n")
    project.translate('msgstr "Hei, {name}."', 'msgstr "Hei, {name}: /liidit ja euroliidi."')

    assert project.faults() == []


def test_malformed_catalogue_is_one_fault(project: Project) -> None:
    project.finnish.write_text('msgid "open\n')

    (fault,) = project.faults()
    assert "bot.po" in fault


def test_new_language_is_made_by_one_command(project: Project) -> None:
    assert project.run("update", "sv") == 0

    text = catalogue_path(project.root / "locales", "sv").read_text(encoding="utf-8")
    assert '"Language: sv\\n"' in text


def test_language_is_offered_when_its_last_sentence_is_translated(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    locales = project.root / "locales"
    project.run("update", "sv")
    swedish = catalogue_path(locales, "sv")
    half = swedish.read_text(encoding="utf-8").replace('name}."\nmsgstr ""', 'name}."\nmsgstr "Hej, {name}."')
    swedish.write_text(half, encoding="utf-8")
    assert project.run("check") == 0
    assert "sv: 1 of 2 sentences to translate" in capsys.readouterr().out
    load_translators.cache_clear()
    assert set(load_translators(locales)) == {"en", "fi"}

    whole = half.replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "{n} dag"\nmsgstr[1] "{n} dagar"')
    swedish.write_text(whole, encoding="utf-8")
    assert project.run("check") == 0
    assert "complete in en, fi, sv" in capsys.readouterr().out
    load_translators.cache_clear()
    assert set(load_translators(locales)) == {"en", "fi", "sv"}

    swedish.write_text(whole.replace("Hej, {name}.", "Hej,  {name}."), encoding="utf-8")  # what is offered is right
    assert project.run("check") == 1
    assert "1 fault\n" in capsys.readouterr().err


def test_looked_at_translation_leaves_nothing_of_the_old_english(project: Project) -> None:
    project.code(CODE.replace("Hello,", "Good day,"))
    project.run("update")
    project.translate("fuzzy, ", "")
    assert ["(#|)" in fault for fault in project.faults()] == [True]

    project.run("update")
    assert "#|" not in project.finnish.read_text(encoding="utf-8")
    assert project.faults() == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["check"], 0, "2 sentences, complete in en, fi"),
        (["update"], 0, "locales/bot.pot: 2 sentences"),
        (["update"], 0, "fi/LC_MESSAGES/bot.po: 2 sentences, 0 to translate, 0 to look at"),
        (["update", "klingon"], 1, "no language that Babel knows"),
        (["upgrade"], 2, "usage: python -m bot i18n"),
        ([], 2, "usage: python -m bot i18n"),
    ],
)
def test_command_says_what_it_did(
    project: Project, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    capsys.readouterr()

    assert project.run(*arguments) == code
    assert said in "".join(capsys.readouterr())


def test_extraction_order_is_that_of_files_and_lines(project: Project) -> None:
    project.code('X = N_("a.z", "Last line")\nY = N_("a.a", "After it")\n', "bot/a.py")

    text = as_po(extract(project.root))

    places = [text.index(f'"{context}"') for context in ("welcome.hello", "wait.days", "a.z", "a.a")]
    assert places == sorted(places)


@pytest.mark.parametrize("language", found_languages())
def test_every_distance_in_a_sentence_is_the_limit_that_the_rules_keep(language: str) -> None:
    sentences = (
        str(sentence)
        for message in messages_of(read_catalogue(catalogue_path(LOCALES, language)))
        for sentence in (message.id, message.string)
    )
    limits = ((found, sentence) for sentence in sentences for found in re.findall(r"(\d+)\s*(?:km|kilometr)", sentence))
    assert [sentence for kilometres, sentence in limits if float(kilometres) != REMOTE_KM] == []
