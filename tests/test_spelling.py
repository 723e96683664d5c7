"""Every Finnish word is spelt right: Voikko with its Debian dictionary, and our own list in locales/."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import libvoikko
import pytest

from bot.ui.i18n import LOCALES, PLACEHOLDER, catalogue_path
from bot.ui.po_files import read_catalogue
from tests.needs import needs

WORDS = LOCALES / "words.fi.txt"
WORD = re.compile(r"[A-Za-zÅÄÖåäöŠšŽž]+(?:[-’:][A-Za-zÅÄÖåäöŠšŽž]+)*-?")
NO_PROSE = re.compile(r"https?://\S+|\b[\w.-]+\.(?:fi|org|me|com)\b\S*|[@/]\w+|\S+@\S+|\d[\d.,:–-]*")

Spell = Callable[[str], bool]


def own_words(path: Path = WORDS) -> re.Pattern[str]:
    """Return a pattern of the words on our list: one a line, ``*`` any ending, ``#`` a comment."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    patterns = [re.escape(line).replace(r"\*", r"[\w:’-]*") for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(patterns) or r"(?!)")


@pytest.fixture(scope="session")
def spell() -> Iterator[Spell]:
    """Says whether a word is Finnish or on our list; a compound with a hyphen is, when its parts are."""
    voikko = libvoikko.Voikko(needs("finnish"))
    own = own_words()

    def known(word: str) -> bool:
        return bool(own.fullmatch(word)) or bool(voikko.spell(word))

    yield lambda word: known(word) or ("-" in word and all(known(part) for part in word.split("-") if part))
    voikko.terminate()


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence without placeholders, addresses, commands and numbers."""
    return WORD.findall(NO_PROSE.sub(" ", PLACEHOLDER.sub(" ", sentence)))


def test_every_finnish_word_is_known(spell: Spell) -> None:
    unknown = []
    for message in read_catalogue(catalogue_path(LOCALES, "fi")):
        if not message.id or not message.string:
            continue
        forms = [message.string] if isinstance(message.string, str) else message.string
        unknown += [f"{message.context}: {word}" for form in forms for word in words_of(form) if not spell(word)]

    assert not unknown, "correct them, or add them to locales/words.fi.txt:\n" + "\n".join(sorted(set(unknown)))


@pytest.mark.parametrize("word", ["työnohjaus", "esihenkilön", "Oulussa", "case-työnohjaus", "etäyhteydellä"])
def test_right_word_is_known(spell: Spell, word: str) -> None:
    assert spell(word)


@pytest.mark.parametrize("word", ["työnohjuas", "esihenkilöö", "case-työnohjuas", "tyonohjaus"])
def test_misspelt_word_is_not_known(spell: Spell, word: str) -> None:
    assert not spell(word)


def test_only_prose_is_looked_at() -> None:
    sentence = "Hei {name}, avaa https://mieli.fi tai /kieli, kirjoita a@b.fi klo 9.05 – 2–3 kertaa."

    assert words_of(sentence) == ["Hei", "avaa", "tai", "kirjoita", "klo", "kertaa"]


def test_missing_dictionary_fails_in_ci_and_skips_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)

    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt install chromium"):
        needs("chromium")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="NOT CHECKED"):
        needs("chromium")
