"""Every English word is spelt right, the British way: Debian's dictionary read by hunspell, and our own list."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable

import pytest

from bot.ops.catalogues import extract
from bot.ui.i18n import LOCALES, PLACEHOLDER
from tests.needs import needs
from tests.test_spelling import NO_PROSE, own_words

WORDS = LOCALES / "words.en.txt"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

Misspelt = Callable[[Iterable[str]], set[str]]


@pytest.fixture(scope="session")
def misspelt() -> Misspelt:
    """Returns those of some words that are neither British English nor on our list."""
    hunspell, own = needs("english"), own_words(WORDS)

    def unknown(words: Iterable[str]) -> set[str]:
        # Its dictionary writes the straight apostrophe.
        asked = {word: word.replace("’", "'") for word in words if not own.fullmatch(word)}
        listed = "\n".join(asked.values())
        command = [hunspell, "-d", "en_GB", "-i", "utf-8", "-l"]
        found = subprocess.run(command, input=listed, capture_output=True, text=True, encoding="utf-8", check=True)
        wrong = set(found.stdout.split("\n"))
        return {word for word, plain in asked.items() if plain in wrong}

    return unknown


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence without placeholders, addresses, commands and numbers."""
    return WORD.findall(NO_PROSE.sub(" ", PLACEHOLDER.sub(" ", sentence)))


def test_every_english_word_is_known(misspelt: Misspelt) -> None:
    where: dict[str, str] = {}
    for message in extract():
        for form in (message.id,) if isinstance(message.id, str) else message.id:
            where.update((word, message.context or "") for word in words_of(form))
    unknown = misspelt(where)

    assert not unknown, "correct them, or add them to locales/words.en.txt:\n" + "\n".join(
        sorted(f"{where[word]}: {word}" for word in unknown)
    )


@pytest.mark.parametrize("word", ["supervision", "colour", "organisation", "työnohjaus", "don't", "isn’t"])
def test_right_word_is_known(misspelt: Misspelt, word: str) -> None:
    assert misspelt([word]) == set()


@pytest.mark.parametrize("word", ["supervison", "color", "organisaton", "dont", "työnohjuas"])
def test_misspelt_or_american_word_is_not_known(misspelt: Misspelt, word: str) -> None:
    assert misspelt([word, "right"]) == {word}


def test_words_on_our_list_are_none_that_the_dictionary_knows() -> None:
    listed = [line.strip() for line in WORDS.read_text(encoding="utf-8").splitlines()]
    own = [line for line in listed if line and not line.startswith("#") and "*" not in line]
    command = [needs("english"), "-d", "en_GB", "-i", "utf-8", "-l"]
    found = subprocess.run(command, input="\n".join(own), capture_output=True, text=True, encoding="utf-8", check=True)

    assert set(own) == set(found.stdout.split()), "take out what the dictionary knows"
