"""Sentences of the code -> locales/bot.pot -> one .po per language; and what must hold of every translation.

``update`` collects every ``N_("context", "English")`` and ``NN_("context", "one", "many")`` of flows/ and
bot/, with the ``# Translators:`` comments above them, brings every language up to date and keeps what is translated:
the context is the key, so a sentence whose English changed keeps its old translation, marked fuzzy until somebody has
looked at it. English fills itself. ``check`` says everything that is wrong at once.

Files hold no dates, versions or line numbers, so they change only when a sentence does.
Format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import takewhile
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.pofile import write_po

from bot.ops.catalogue_rules import faults_of, read_forbidden
from bot.ui.i18n import ALWAYS_OFFERED, FALLBACK, LOCALES, catalogue_path, found_languages
from bot.ui.po_files import is_complete, read_catalogue, untranslated

ROOT = LOCALES.parent
SOURCES = ("flows", "bot")
WITHOUT_SENTENCES = ("bot/local_telegram",)
"""The local Telegram's page is a developer's tool in English."""

KEYWORDS = {"N_": ((1, "c"), 2), "NN_": ((1, "c"), 2, 3)}
COMMENT_TAG = "Translators:"
USAGE = "usage: python -m bot i18n update [NEW_LANGUAGE] | check\n"

Key = tuple[str, str | tuple[str, ...]]
"""Context and English (a pair when there is a plural form)."""


def key(message: Message) -> Key:
    """Return what tells a message from every other one."""
    return message.context or "", message.id if isinstance(message.id, str) else tuple(message.id)


def messages_of(catalogue: Iterable[Message]) -> Iterator[Message]:
    """Yield the messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def source_files(root: Path) -> list[Path]:
    """Return the Python files that may hold sentences, in a stable order."""
    apart = [root / folder for folder in WITHOUT_SENTENCES]
    return [
        path
        for folder in SOURCES
        for path in sorted((root / folder).rglob("*.py"))
        if not any(path.is_relative_to(other) for other in apart)
    ]


def extract(root: Path = ROOT) -> Catalog:
    """Return the template: every marked sentence, in the order of files and lines."""
    template = Catalog()
    for path in source_files(root):
        with path.open("rb") as file:
            for _line, message, comments, context in babel_extract(
                "python", file, KEYWORDS, [COMMENT_TAG], strip_comment_tags=True
            ):
                template.add(
                    message, locations=[(path.relative_to(root).as_posix(), 0)], auto_comments=comments, context=context
                )
    return template


def unreadable(root: Path, template: Catalog) -> list[str]:
    """Return the marked sentences that the extractor did not understand, as "file:line: reason".

    Babel passes in silence over arguments in their own brackets, f-strings and variables.
    """
    known = {key(message) for message in messages_of(template)}
    faults = []
    for path in source_files(root):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            wanted = {"N_": 2, "NN_": 3}.get(node.func.id)
            if wanted is None:
                continue
            where = f"{path.relative_to(root).as_posix()}:{node.lineno}: {node.func.id}(...)"
            words = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if len(words) != wanted or len(node.args) != wanted or node.keywords:
                faults.append(f"{where} takes {wanted} plain strings")
                continue
            found: Key = (words[0], words[1] if wanted == 2 else (words[1], words[2]))
            if found not in known:
                faults.append(f"{where} is not extracted: write its strings without brackets around them")
    return faults


def updated(template: Catalog, old: Catalog | None, locale: Locale) -> Catalog:
    """Return the catalogue of one language that has the template's sentences and the old translations."""
    new = Catalog(locale=locale)
    before = {key(message): message for message in messages_of(old or ())}
    by_context = {message.context: message for message in before.values() if message.context}
    for wanted in messages_of(template):
        same = before.get(key(wanted))
        earlier = same or by_context.get(wanted.context or "")
        string = earlier.string if earlier else None
        flags = {"fuzzy"} if earlier and (not same or same.fuzzy) and string else set()
        if locale.language == FALLBACK:
            string, flags = english(wanted, new.num_plurals), set()
        elif string is not None and isinstance(string, str) == wanted.pluralizable:
            string, flags = None, set()  # the sentence gained or lost its plural form
        new.add(
            wanted.id,
            string,
            locations=wanted.locations,
            flags=flags,
            auto_comments=wanted.auto_comments,
            user_comments=_comments(earlier, flags) if earlier else (),
            previous_id=earlier.id if earlier and "fuzzy" in flags and not same else (),
            context=wanted.context,
        )
    return new


def _comments(message: Message, flags: set[str]) -> list[str]:
    """Return what translators wrote; Babel reads the English of before ("#| msgid ...") as the end of it."""
    return message.user_comments if flags else list(takewhile(lambda line: line[:1] != "|", message.user_comments))


def english(message: Message, plurals: int) -> str | tuple[str, ...]:
    """Return the English translation of a message: itself."""
    if isinstance(message.id, str):
        return message.id
    return (message.id[0], *[message.id[1]] * (plurals - 1))


def as_po(catalogue: Catalog) -> str:
    """Return the text of a .pot (no locale) or .po file; equal catalogues give equal bytes."""
    header = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    title = "# The sentences of the bot. How to write them: locales/README.md"
    if catalogue.locale is not None:
        header = [f"Language: {catalogue.locale}", *header, f"Plural-Forms: {catalogue.plural_forms}"]
    else:
        title += "\n# Made by `python -m bot i18n update`; edit the sentences in the code."
    body = BytesIO()
    write_po(
        body, catalogue, omit_header=True, include_lineno=False, include_previous=True, ignore_obsolete=True, width=0
    )
    lines = "\n".join(f'"{line}\\n"' for line in header)
    return f'{title}\nmsgid ""\nmsgstr ""\n{lines}\n\n{body.getvalue().decode()}'.rstrip("\n") + "\n"


def update(root: Path, languages: Iterable[str]) -> list[str]:
    """Write locales/bot.pot and every language's .po; return one line of what stands for each file."""
    folder = root / "locales"
    template = extract(root)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bot.pot").write_text(as_po(template), encoding="utf-8")
    said = [f"locales/bot.pot: {len(template)} sentences"]
    for language in languages:
        path = catalogue_path(folder, language)
        old = read_catalogue(path) if path.exists() else None
        new = updated(template, old, (old.locale if old else None) or locale_of(language))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_po(new), encoding="utf-8")
        fuzzy = sum(message.fuzzy for message in messages_of(new))
        empty = sum(not is_complete(message) for message in messages_of(new))
        said.append(f"{path.relative_to(root)}: {len(new)} sentences, {empty} to translate, {fuzzy} to look at")
    return said


def locale_of(language: str) -> Locale:
    """Return the locale of a new language's folder name; English is British. Raises ValueError."""
    try:
        return Locale("en", "GB") if language == FALLBACK else Locale.parse(language)
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"{language!r} is no language that Babel knows; example: sv") from error


def checked(root: Path = ROOT) -> tuple[list[str], list[str]]:
    """Return what stands for each language, and everything that is wrong with the template and what is offered."""
    folder, template = root / "locales", extract(root)
    faults = unreadable(root, template)
    pot = folder / "bot.pot"
    if not pot.exists() or pot.read_text(encoding="utf-8") != as_po(template):
        faults.append("locales/bot.pot is not what the code says: run python -m bot i18n update")
    contexts: dict[str, Key] = {}
    for message in messages_of(template):
        if contexts.setdefault(message.context or "", key(message)) != key(message):
            faults.append(f"{message.context}: this context stands for two different sentences")
    said, complete = [], []
    for language in found_languages(folder):
        if n := to_translate(folder, language, template):
            said.append(f"{language}: {n} of {len(template)} sentences to translate; offered when all are")
        else:
            complete.append(language)
            faults += [f"{language}: {fault}" for fault in check_language(folder, language, template)]
    if not faults:
        said.insert(0, f"{len(template)} sentences, complete in {', '.join(complete)}")
    return said, faults


def summed(faults: Sequence[str]) -> str:
    """Return how many faults there are, in words."""
    return "1 fault" if len(faults) == 1 else f"{len(faults)} faults"


def to_translate(folder: Path, language: str, template: Catalog) -> int:
    """Return how many sentences a language lacks before it is offered, 0 for one that is offered whatever it lacks."""
    if language in ALWAYS_OFFERED:
        return 0
    try:
        return untranslated(read_catalogue(catalogue_path(folder, language)), template)
    except ValueError:
        return 0  # told as a fault


def check_language(folder: Path, language: str, template: Catalog) -> list[str]:
    """Return what is wrong with one language's catalogue, one line each."""
    try:
        catalogue = read_catalogue(catalogue_path(folder, language))
    except ValueError as error:
        return [str(error)]
    faults = [f"{message.context}: obsolete, delete it" for message in catalogue.obsolete.values()]
    own = {key(message): message for message in messages_of(catalogue)}
    wanted = {key(message) for message in messages_of(template)}
    faults += [f"{context}: no such sentence in the code" for context, _ in own.keys() - wanted]
    faults += [f"{context}: not in the catalogue" for context, _ in wanted - own.keys()]
    if faults:
        faults.append("run python -m bot i18n update")
    for entry in catalogue_path(folder, language).read_text(encoding="utf-8").split("\n\n"):
        if "\n#|" in entry and "fuzzy" not in entry:
            faults.append("an earlier English stands there still (#|): run python -m bot i18n update")
    forbidden = read_forbidden(folder / f"forbidden.{language}.txt")
    for message in own.values():
        context = message.context or ""
        if message.fuzzy:
            faults.append(f"{context}: fuzzy: look at it, then take the word fuzzy away")
        if not is_complete(message) or not message.string:
            faults.append(f"{context}: not translated")
            continue
        if language == FALLBACK and message.string != english(message, catalogue.num_plurals):
            faults.append(f"{context}: differs from the code; change English in the code, then update")
        faults += [f"{context}: {fault}" for fault in faults_of(message, language, catalogue, forbidden)]
    return sorted(faults)


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Run ``update [NEW_LANGUAGE]`` or ``check``; return 0, 1 for faults, 2 for wrong usage."""
    match list(arguments):
        case ["update", *new] if len(new) <= 1:
            try:
                languages = sorted({*found_languages(root / "locales"), FALLBACK, *new})
                said, faults = update(root, languages), unreadable(root, extract(root))
            except ValueError as error:
                said, faults = [], [str(error)]
        case ["check"]:
            said, faults = checked(root)
            faults += [summed(faults)] if faults else []
        case _:
            sys.stderr.write(USAGE)
            return 2
    for line in said:
        sys.stdout.write(f"{line}\n")
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0
