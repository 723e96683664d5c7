"""The supervisor's own profile: the words in which prospects read who it is, what it costs and how it goes on.

Only the supervisor writes them (`bot.desk.profile`); nothing is added, nothing translated. They are public, so they are
kept in clear: one setting, which a backup holds like everything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Literal

from bot.codec import from_json, to_json
from bot.nlu.text import cleaned, one_line
from bot.storage import Tx
from bot.ui.render import JOINER
from flows.dataclass import dataclass
from flows.text import N_, NN_, Text

KEY = "profile"
"""The setting that keeps it."""

LANGUAGES = ("fi", "en")
"""The languages that a field may be written in, the supervisor's own first."""

ANY = "any"
"""Stands for a language in fields that read the same in all: a name, an address."""

PHOTO = "photo"
"""The key of the picture; it is no field of words."""

MOST_LINES = 6
"""Lines of a field; what has more of them is put on one, so that no screen gets long."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its permanent key, what it is called and asks for, and how many characters it takes.

    `form`: "line" is put on one line, "lines" keeps line breaks, "links" is addresses. `named`: its label stands before
    its words where several fields answer one question. `plain`: written once, for all languages.
    """

    key: str
    label: Text
    hint: Text
    longest: int
    form: Literal["line", "lines", "links"] = "line"
    named: bool = False
    plain: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it may be written in."""
        return (ANY,) if self.plain else LANGUAGES


FIELDS: Mapping[str, Field] = {
    each.key: each
    for each in (
        Field(
            "name",
            N_("profile.name", "Name"),
            N_("profile.name.hint", "Your name as clients should see it, with a title after a comma if you like."),
            80,
            plain=True,
        ),
        Field(
            "background",
            N_("profile.background", "Background"),
            N_("profile.background.hint", "Two sentences: where you come from, and whom you have worked with."),
            240,
            form="lines",
        ),
        Field(
            "education",
            N_("profile.education", "Education"),
            N_("profile.education.hint", "Your training as a supervisor, and what you are a member of."),
            160,
            form="lines",
            named=True,
        ),
        Field(
            "price",
            N_("profile.price", "Price"),
            N_("profile.price.hint", "One line, as clients should read it."),
            160,
        ),
        Field(
            "travel",
            N_("profile.travel", "Travel"),
            N_("profile.travel.hint", "How far you travel, and what it costs. One line."),
            160,
            named=True,
        ),
        Field(
            "answers",
            N_("profile.answers", "Answer time"),
            N_("profile.answers.hint", "How soon you usually answer, for example: within two working days."),
            80,
            named=True,
        ),
        Field(
            "course",
            N_("profile.course", "How it goes on"),
            N_("profile.course.hint", "What follows a request: the first talk, the contract, the evaluation."),
            300,
            form="lines",
        ),
        Field(
            "orders",
            N_("profile.orders", "Who pays"),
            N_("profile.orders.hint", "Who can order supervision from you, and who pays for it."),
            200,
            form="lines",
        ),
        Field(
            "languages",
            N_("profile.languages", "Languages"),
            N_("profile.languages.hint", "In which languages you hold the meetings."),
            80,
            named=True,
        ),
        Field(
            "links",
            N_("profile.links", "Links"),
            N_("profile.links.hint", "Your pages, each address on its own line."),
            200,
            form="links",
            plain=True,
        ),
    )
}
"""Every field of words by its key, in the order they are listed and asked for."""

EVERY: Mapping[str, Field] = {
    **FIELDS,
    PHOTO: Field(
        PHOTO,
        N_("profile.photo", "Photo"),
        N_("profile.photo.hint", "Send one picture as a photo, not as a file. It becomes the bot's profile photo."),
        0,
        plain=True,
    ),
}
"""The picture as well, which stands behind them."""

IN: Mapping[str, Text] = {
    "fi": N_("profile.in.fi", "{words} (in Finnish)"),
    "en": N_("profile.in.en", "{words} (in English)"),
}
"""How words are marked that are not in the reader's language."""

NAMED = N_("profile.named", "{field}: {words}")

EMPTY = N_("profile.fault.empty", "I couldn't see any text in that.")
TOO_LONG = NN_(
    "profile.fault.long",
    "That is {n} character; there is room for {limit} here. Please shorten it.",
    "That is {n} characters; there is room for {limit} here. Please shorten it.",
)
NO_LINK = N_(
    "profile.fault.link", "Every line needs to be a web address, such as www.example.fi. This one is not: {line}"
)

_LINK = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)

_PER = re.compile(r"(?<=[^\s\w/<>:])/(?=\w)")
"""The stroke of a price, "80 €/h", of which Telegram would make a command to tap."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The words by field and language, and the id by which Telegram knows the picture, "" for none."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    photo: str = ""

    def written(self, key: str, language: str) -> str:
        """Return what is written in this very language (or ANY), of the photo its id; "" for nothing."""
        return self.photo if key == PHOTO else self.words.get(key, {}).get(language, "")

    def has(self, key: str) -> bool:
        """Tell whether anything is written in a field, in whatever language; of the photo, whether there is one."""
        return any(self.written(key, each) for each in (*LANGUAGES, ANY))

    def said(self, key: str, language: str) -> Text | str | None:
        """Return a field as a reader of this language reads it: marked when it is in another one; None for nothing."""
        if own := self.written(key, language) or self.written(key, ANY):
            return _PER.sub(f"/{JOINER}", own)
        other = next((each for each in reversed(LANGUAGES) if self.written(key, each)), "")
        return IN[other].filled(words=_PER.sub(f"/{JOINER}", self.written(key, other))) if other else None

    def saying(self, key: str, language: str, words: str) -> Profile:
        """Return it with these words in a field, "" for none."""
        rest = {each: said for each, said in self.words.get(key, {}).items() if each != language}
        ours = {**rest, language: words} if words else rest
        others = {each: said for each, said in self.words.items() if each != key}
        return replace(self, words={**others, key: ours} if ours else others)


NO_PROFILE = Profile()


def checked(of: Field, typed: str) -> str | Text:
    """Return typed words as the field keeps them, or why it does not take them."""
    words = re.sub(r"\n\s*\n+", "\n", cleaned(typed))
    if of.form == "line" or (of.form == "lines" and words.count("\n") >= MOST_LINES):
        words = one_line(words)
    if not words:
        return EMPTY
    if len(words) > of.longest:
        return TOO_LONG.filled(n=len(words), limit=of.longest)
    links = words.splitlines() if of.form == "links" else ()
    wrong = next((line for line in links if not _LINK.fullmatch(line.strip())), None)
    return words if wrong is None else NO_LINK.filled(line=wrong)


def read(tx: Tx) -> Profile:
    """Return the profile as it stands now; fields that no longer exist are left out."""
    kept = from_json(Profile, tx.settings.get(KEY))
    return replace(kept, words={key: kept.words[key] for key in FIELDS if key in kept.words})


def keep(tx: Tx, profile: Profile) -> None:
    """Keep the profile in place of the one before."""
    tx.settings.put(KEY, to_json(profile))
