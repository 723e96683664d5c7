"""How somebody can be answered, from typed words: a number, an address, and what is said beside it."""

from __future__ import annotations

import re

from bot.nlu.contact_details import TWO_READINGS, Fault, read_email, read_phone, without_address, without_phone
from bot.nlu.personal_identity_code import without_codes
from bot.nlu.understand import Match, Option, is_listed, understand
from bot.prospect.apply import give, put_aside
from bot.prospect.decision import Context
from bot.prospect.handlers.text_choice import understood
from bot.prospect.handlers.text_topics import added
from bot.prospect.state import Conversation
from bot.prospect.views import notices
from flows.engine import Answer
from flows.intake import WAY

FEWEST_DIGITS = 6
"""Fewer digits are no phone number but perhaps the number of a choice."""

_LOOSE = re.compile(r"[ \t]+(?=[,.;:!?\s])")
"""Spaces around what was taken out of a sentence."""

_AT = re.compile(r"@|\((?:at|ät)\)", re.IGNORECASE)


def holds_contact(words: str) -> bool:
    """Tell whether the words hold an address or a number that can be used; a personal identity code is none."""
    words = without_codes(words)
    return _holds_address(words) or _holds_number(words)


def is_contact_only(words: str) -> bool:
    """Tell whether the words hold a number or an address, and beside it no more than that it is to be used."""
    return holds_contact(words) and not _told_beside(without_contact(words))


def without_contact(words: str) -> str:
    """Return what stands beside a number or an address."""
    return _without_number(without_address(without_codes(words)))


def reached_by(conversation: Conversation, words: str, context: Context) -> Conversation | None:
    """Take a number or an address typed where none or another was asked for; None when the words hold neither."""
    words = without_codes(words)  # a personal identity code is digits too
    if _holds_address(words):
        by_email = give(conversation, WAY.key, Answer(("email",)), context)
        return _with_the_rest(_email(by_email, words, context), without_address(words), context)
    if _holds_number(words):
        by_phone = give(conversation, WAY.key, Answer(("phone",)), context)
        return _with_the_rest(_phone(by_phone, words, context), _without_number(words), context)
    return None


def _without_number(words: str) -> str:
    read = read_phone(words)
    return words if isinstance(read, Fault) else without_phone(words, read)


def _holds_address(words: str) -> bool:
    return _AT.search(words) is not None and not isinstance(read_email(words), Fault)


def _holds_number(words: str) -> bool:
    if sum(c.isdigit() for c in words) < FEWEST_DIGITS:
        return False
    read = read_phone(words)
    return not isinstance(read, Fault) or read.reason.context == TWO_READINGS.context  # which is asked


def phone(conversation: Conversation, words: str, context: Context) -> Conversation:
    """Take what was typed where a number was asked for; another way of being answered is taken as well."""
    words = without_codes(words)
    if isinstance(read_phone(words), Fault):
        return _other_way(conversation, "phone", words, context) or _phone(conversation, words, context)
    return _with_the_rest(_phone(conversation, words, context), _without_number(words), context)


def email(conversation: Conversation, words: str, context: Context) -> Conversation:
    """Take what was typed where an address was asked for; another way of being answered is taken as well."""
    words = without_codes(words)
    settled = _of_the_two(conversation, words)
    if settled:
        return give(conversation, "email", Answer(words=settled), context)
    if isinstance(read_email(words), Fault):
        return _other_way(conversation, "email", words, context) or _email(conversation, words, context)
    return _with_the_rest(_email(conversation, words, context), without_address(words), context)


def _other_way(conversation: Conversation, asked: str, words: str, context: Context) -> Conversation | None:
    """Change the way where the words name another one: "let it be e-mail after all", or an address instead."""
    straight = reached_by(conversation, words, context)
    if straight is not None:
        return straight
    # Their buttons are not on show, so no number and no place among them means them.
    match understand(words, WAY.key, [Option(choice.key) for choice in WAY.choices]):
        case Match((way,)) if way != asked:
            return give(conversation, WAY.key, Answer((way,)), context, understood(WAY, (way,)))
    return None


def _of_the_two(conversation: Conversation, words: str) -> str:
    """Return the address that is agreed to where "did you mean ...?" is asked, "" for none."""
    asked = conversation.answers.get("email", Answer())
    if not (asked.open and asked.words):
        return ""
    as_typed = asked.chosen[:1]
    options = [Option("meant", asked.words, ("choice.yes",)), *(Option("as_typed", each) for each in as_typed)]
    found = understand(words, "email", options)
    if not isinstance(found, Match):
        return ""
    return asked.words if found.keys == ("meant",) else as_typed[0]


def _with_the_rest(after: Conversation, rest: str, context: Context) -> Conversation:
    """Keep what was said beside the number or address ("after four o'clock") as a message to the supervisor."""
    # A notice asks to check what was typed: nothing is settled.
    if after.notice is not None or not _told_beside(rest):
        return after
    return added(after, "message", _LOOSE.sub("", rest).strip(" ,:;"), context, notices.MESSAGE_ADDED)


def _told_beside(rest: str) -> bool:
    """Tell whether what is left beside a number or an address tells anything, "9-15" too."""
    return not all(is_listed(word, "talk.reach") for word in re.findall(r"[^\W\d_]+|\d+", rest.casefold()))


def _phone(conversation: Conversation, words: str, context: Context) -> Conversation:
    read = read_phone(words)
    if isinstance(read, Fault):
        return conversation.at(context.now, notice=read.reason)
    return give(conversation, "phone", Answer(words=read.e164), context)


def _email(conversation: Conversation, words: str, context: Context) -> Conversation:
    read = read_email(words)
    if isinstance(read, Fault):
        return conversation.at(context.now, notice=read.reason)
    if read.suggestion:
        notice = notices.EMAIL_MEANT.filled(address=read.suggestion)
        meant = Answer((read.address,), words=read.suggestion)
        return put_aside(conversation, "email", meant, context, notice)
    if read.doubtful:
        notice = notices.EMAIL_DOUBTFUL.filled(address=read.shown)
        return put_aside(conversation, "email", Answer(words=read.address), context, notice)
    return give(conversation, "email", Answer(words=read.address), context)
