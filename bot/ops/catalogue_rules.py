"""What must hold of every translation: placeholders, plural forms, spaces, punctuation, forbidden words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from bot.ui.i18n import PLACEHOLDER
from flows.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that must not occur in a sentence, and what to write instead."""

    pattern: re.Pattern[str]
    instead: str


def _rules(*table: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(Rule(re.compile(pattern), instead) for pattern, instead in table)


EVERYWHERE = _rules(
    (r"  ", "one space, not two"),
    (r"[ \t]\n|\n[ \t]", "no space beside a line break"),
    (r"[ \u00a0][,.;:!?](?:\s|$)", "no space before a punctuation mark"),
    (r"\t", "no tab"),
    (r"\.\.\.", "… instead of three dots"),
    (r" - ", "– (en dash) between words"),
    (r'"', "typographic quotation marks"),
    (r"[\u200b-\u200f\u202a-\u202e\ufeff]", "no invisible characters"),
    (r"</?[a-zA-Z]+>|&[a-z]+;", "no markup: sentences are plain text"),
)

TYPOGRAPHY: Mapping[str, tuple[Rule, ...]] = {
    "fi": _rules(
        (r"[“„«»]", "” on both sides of a quotation"),
        (r"—", "– (en dash) in Finnish"),
        (r"'", "’ instead of a straight apostrophe"),
        (r"\d%", "a space before %"),
        (r"\b\d{1,2}:\d{2}\b", "a full stop in times of day: 9.05"),
        (r"[a-zåäö,] (?:Sinä|Sinu[nta]|Sinulla|Sinulle|Te|Teidän|Teitä|Teillä|Teille)\b", "sinä and te are lower case"),
    ),
    "en": _rules((r"[„«»]", "“ ” or ‘ ’ around a quotation"), (r" — |—", "– with spaces in British English")),
}
"""Per language (its folder's name); a language without a row has only what holds everywhere."""


def read_forbidden(path: Path) -> tuple[Rule, ...]:
    """Read a table of forbidden words: ``word | what to write instead``, ``*`` for any ending, ``#`` a comment.

    Case does not matter; a word after "/" (a command such as /liidit) is not meant. Without the file nothing
    is forbidden.
    """
    if not path.exists():
        return ()
    rules = []
    for line in path.read_text(encoding="utf-8").splitlines():
        word, bar, instead = line.partition("|")
        if not word.strip() or word.startswith("#"):
            continue
        if not bar or not instead.strip():
            raise ValueError(f"{path.name}: write 'word | what to write instead', not {line!r}")
        pattern = re.escape(word.strip()).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        rules.append(Rule(re.compile(rf"(?<![\w/]){pattern}(?!\w)", re.IGNORECASE), instead.strip()))
    return tuple(rules)


def placeholders(sentence: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(sentence))


FREE_CALL = "care.emergency"
NO_PRICES = "(prices are not known)"
"""A call to 112 costs nothing, and that may be said; of what the supervisor charges nothing may."""


def faults_of(message: Message, language: str, catalogue: Catalog, forbidden: Sequence[Rule]) -> Iterator[str]:
    """Yield what is wrong with one translated message, each as a few words."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.pluralizable and len(forms) != catalogue.num_plurals:
        yield f"{len(forms)} plural forms, {language} has {catalogue.num_plurals}"
    wanted = placeholders(sources[-1])
    if message.pluralizable and "n" not in wanted:
        yield "the number of a plural is called {n}, in the code too: filled(n=...)"
    for index, form in enumerate(forms):
        # "one day" may leave the number out, "{n} days" may not
        optional = frozenset("n") if message.pluralizable and index < len(forms) - 1 else frozenset()
        if placeholders(form) - wanted or wanted - placeholders(form) - optional:
            yield f"placeholders {_listed(placeholders(form))} instead of {_listed(wanted)}"
        if re.search(r"[{}]", PLACEHOLDER.sub("", form)):
            yield "a brace that belongs to no placeholder"
        if form != form.strip():
            yield "a space or line break at its beginning or end"
        if form.count("\n\n") != sources[-1].count("\n\n"):
            yield "other paragraphs than the English sentence"
        for rule in (*EVERYWHERE, *TYPOGRAPHY.get(language, ()), *forbidden):
            found = rule.pattern.search(PLACEHOLDER.sub("…", form))
            if found and not (message.context == FREE_CALL and rule.instead == NO_PRICES):
                yield f"{found[0]!r}: {rule.instead}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"
