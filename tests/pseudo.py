"""A language that nobody speaks, made from the template: accented, 40 % longer, in brackets.

What is shown without its accents never came from a catalogue; what no longer fits will not fit some real language.
"""

from __future__ import annotations

import gettext
import re
import string
from zoneinfo import ZoneInfo

from babel import Locale

from bot.ui.i18n import PLACEHOLDER, Translator

LANGUAGE = "xx"
OPENS, CLOSES = "⟦", "⟧"
LONGER = 0.4
PADDING = "·"

_ACCENTED = "áƀćđéƒǧĥíĵķłɱńóƥɋŕšťúṽŵẋýž"
_ACCENTS = str.maketrans(string.ascii_lowercase + string.ascii_uppercase, _ACCENTED + _ACCENTED.upper())
_PARTS = re.compile(r"(\{[a-z][a-z0-9_]*\})")


def pseudo(sentence: str) -> str:
    """Return a sentence in the pseudo-language; placeholders stay as they are."""
    parts = _PARTS.split(sentence)
    accented = "".join(part if PLACEHOLDER.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    padding = PADDING * round(LONGER * sum(len(part) for part in parts if not PLACEHOLDER.fullmatch(part)))
    return f"{OPENS}{accented}{padding}{CLOSES}"


class Pseudo(gettext.NullTranslations):
    """A catalogue that holds every sentence; `said` are the contexts of those that were shown."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()

    def pgettext(self, context: str, message: str) -> str:
        """Return the sentence."""
        self.said.add(context)
        return pseudo(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for many: the longer one."""
        self.said.add(context)
        return pseudo(msgid2)


def pseudo_translator(catalogue: Pseudo) -> Translator:
    """Return the translator; its dates and numbers are Finnish."""
    return Translator(LANGUAGE, Locale("fi"), catalogue, timezone=ZoneInfo("Europe/Helsinki"), strict=True)
