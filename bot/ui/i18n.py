"""`Text` -> one finished sentence in one language, with its dates, distances, numbers and lists.

Every language is one folder: ``locales/<language>/LC_MESSAGES/bot.po``. The ``Language:`` header of that
file names the Babel locale (``fi``, ``en_GB``) whose dates and numbers go with it, so a new language needs no
line of code. Nothing has to be compiled before a run: the first start after a change puts a .mo beside the .po. A
missing translation shows the English msgid (the catalogue check forbids it in what is released).

Placeholders are plain ``{name}`` and nothing else of str.format: no attributes, no indexes, no conversions; a
value is put in as it is and never read again, so braces in a person's own words stay braces. A placeholder
without a value raises `MissingValue` when the translator is strict (tests); otherwise a person sees "…" and
the log names the sentence's context.
"""

from __future__ import annotations

import gettext
import logging
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from datetime import date as CalendarDay
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from flows.text import N_, Apart, Distance, OneOf, Slot, Text, Value

LOCALES = Path(__file__).resolve().parents[2] / "locales"
FALLBACK = "en"
"""The language of the msgids and of everyone whose own language has no folder."""

ALWAYS_OFFERED = (FALLBACK, "fi")
"""The languages of the supervisor and of the code; another one is offered once every sentence is translated."""

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
UNFILLED = "…"

APART = " · "
"""What stands between labels that are no sentence."""

# Translators: a date and a time of day put together, as in "Tue 3 Nov 2026, 09:05".
MOMENT = N_("calendar.moment", "{date}, {time}")
# Translators: a weekday with its day and a time or two, as in "Tue 1 Dec 10:00–11:30".
SLOT = N_("calendar.slot", "{day} {time}")
OR = N_("list.or", "{others} or {last}")

log = logging.getLogger(__name__)


class MissingValue(LookupError):
    """A sentence was shown without one of its values: a programmer's error, raised by strict translators."""


class Translator:
    """One language: call it with a `Text` to get plain text (not escaped).

    `timezone` is where moments are shown; `strict` raises `MissingValue` instead of showing "…".
    """

    def __init__(
        self,
        language: str,
        locale: Locale,
        catalogue: gettext.NullTranslations,
        *,
        timezone: tzinfo = UTC,
        strict: bool = False,
    ) -> None:
        self.language = language
        self.locale = locale
        self._catalogue = catalogue
        self.timezone = timezone
        self._strict = strict

    def __repr__(self) -> str:
        return f"Translator({self.language!r})"

    def __call__(self, text: Text) -> str:
        """Return the sentence in this language, with its values filled in.

        A `Text` with a plural form needs the value ``n`` (int); without it the form for many is shown.
        """
        if text.plural:
            n = text.values.get("n")
            if not isinstance(n, int):
                self._complain(text, "n")
                n = 2
            sentence = self._catalogue.npgettext(text.context, text.message, text.plural, n)
        else:
            sentence = self._catalogue.pgettext(text.context, text.message)
        return PLACEHOLDER.sub(lambda found: self._filling(text, found[1]), sentence)

    def _filling(self, text: Text, name: str) -> str:
        if name in text.values:
            return self._shown(text.values[name])
        self._complain(text, name)
        return UNFILLED

    def _complain(self, text: Text, name: str) -> None:
        if self._strict:
            raise MissingValue(f"{text.context} ({self.language}): no value for {{{name}}}")
        log.error("placeholder without a value", extra={"context": text.context, "placeholder": name})

    def _shown(self, value: Value) -> str:
        match value:
            case str():
                return value
            case int():
                return self.number(value)
            case Text():
                return self(value)
            case Distance():
                return self.distance(value.km)
            case Slot():
                return self.slot(value)
            case datetime():
                return self.moment(value)
            case tuple():
                return self.items(value)
            case OneOf():
                return self._asked(value.items)
            case Apart():
                return APART.join(map(self._shown, value.items))

    @property
    def own_name(self) -> str:
        """What its speakers call this language, for a button: "Suomi", "English"."""
        name: str = self.locale.languages.get(self.locale.language, self.language)
        return name[:1].upper() + name[1:]

    def number(self, n: int) -> str:
        """Return a count with the language's separators ("12 345"); numbers that name things go in as str."""
        return format_decimal(n, locale=self.locale)

    def distance(self, km: float) -> str:
        """Return kilometres rounded to whole ones: "201 km", with a no-break space."""
        said = format_unit(round(km), "length-kilometer", "short", locale=self.locale)
        return said.replace(" ", "\u00a0")

    def items(self, values: Iterable[Text | str]) -> str:
        """Return a list as the language says it: "a, b ja c", "a, b and c"."""
        return format_list([self._shown(value) for value in values], style="standard", locale=self.locale)

    def _asked(self, values: Iterable[Text | str]) -> str:
        # CLDR has one "or" for each language, and in Finnish that of a statement ("tai"), not of a question ("vai").
        *others, last = map(self._shown, values)
        return self(OR.filled(others=", ".join(others), last=last)) if others else last

    def date(self, day: CalendarDay) -> str:
        """Return the day, in the configured zone that of a moment: "3.11.2026", "3 Nov 2026"; for documents, tables."""
        return format_date(self._local(day) if isinstance(day, datetime) else day, "medium", locale=self.locale)

    def day(self, day: CalendarDay) -> str:
        """Return the same with its weekday, as everyone plans by it: "ti 3.11.2026", "Tue 3 Nov 2026"."""
        local = self._local(day).date() if isinstance(day, datetime) else day
        return format_skeleton("yMMMEd", local, locale=self.locale).replace(",", "")

    def time(self, moment: datetime) -> str:
        """Return the time of day in the configured time zone: "9.05", "09:05". `moment` must be aware."""
        return format_time(self._local(moment), "short", tzinfo=self.timezone, locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """Return day and time of day: "ti 3.11.2026 klo 9.05", "Tue 3 Nov 2026, 09:05". `moment` must be aware."""
        return self(MOMENT.filled(date=self.day(moment), time=self.time(moment)))

    def slot(self, slot: Slot) -> str:
        """Return a time to meet, without its year: "ti 1.12. klo 14.00", "Tue 1 Dec 10:00–11:30"."""
        ends = (slot.ends_at,) if slot.ends_at else ()
        first, *others = (self._local(datetime.fromtimestamp(each, UTC)) for each in (slot.starts_at, *ends))
        day = format_skeleton("MMMEd", first.date(), locale=self.locale)
        return self(SLOT.filled(day=day, time="–".join(map(self.time, (first, *others)))))

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone: datetime.fromtimestamp(seconds, tz=UTC)")
        return moment.astimezone(self.timezone)


def catalogue_path(folder: Path, language: str) -> Path:
    """Return where the sentences of `language` stand below the folder of all languages."""
    return folder / language / "LC_MESSAGES" / "bot.po"


def found_languages(folder: Path = LOCALES) -> Sequence[str]:
    """Return the languages that have a catalogue below `folder`, sorted: ("en", "fi")."""
    return tuple(sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/bot.po")))


class _Languages(dict[str, Translator]):
    """Translators by language; English for one that is offered no more, or that damage has made of another."""

    def __missing__(self, language: str) -> Translator:
        return self[FALLBACK]


@cache
def load_translators(
    folder: Path = LOCALES, *, timezone: tzinfo = UTC, strict: bool = False
) -> Mapping[str, Translator]:
    """Return one translator per language that is offered, keyed by language ("fi", "en").

    English is always among them, from the msgids alone: its folder says the same, for translators.
    """
    english = Translator(FALLBACK, Locale("en", "GB"), gettext.NullTranslations(), timezone=timezone, strict=strict)
    translators = _Languages({FALLBACK: english})
    for language in found_languages(folder):
        if language != FALLBACK and _is_offered(folder, language):
            sentences = _sentences(catalogue_path(folder, language))
            locale = Locale.parse(sentences.info()["language"])
            translators[language] = Translator(language, locale, sentences, timezone=timezone, strict=strict)
    for each in translators.values():
        each.locale.months  # noqa: B018 (read from Babel's files now, not while somebody waits)
    return MappingProxyType(translators)


def _is_offered(folder: Path, language: str) -> bool:
    if language in ALWAYS_OFFERED:
        return True
    from bot.ui.po_files import is_whole

    return is_whole(catalogue_path(folder, language), catalogue_path(folder, FALLBACK))


def _sentences(path: Path) -> gettext.GNUTranslations:
    """Return what a catalogue says, as a start before compiled it: to read the .po takes forty times as long."""
    made_of = blake2b(path.read_bytes()).digest()
    beside = path.with_suffix(".mo")
    content = beside.read_bytes() if beside.is_file() else b""
    if not content.endswith(made_of):
        from bot.ui.po_files import compiled

        content = compiled(path) + made_of
        half = beside.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):  # where nothing may be written, each start compiles it
            half.write_bytes(content)
            half.replace(beside)
        with suppress(OSError):
            half.unlink()
    return gettext.GNUTranslations(BytesIO(content))


def guess_language(language_code: str, languages: Iterable[str]) -> str:
    """Return which of `languages` fits Telegram's `language_code` ("fi", "en-GB", ""); otherwise English."""
    primary = re.split(r"[-_]", language_code.strip().lower(), maxsplit=1)[0]
    return primary if primary in languages else FALLBACK
