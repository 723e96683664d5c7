"""Phone numbers and e-mail addresses as people write them.

What is wrong comes back as a `Fault` with a sentence that says what to do next; nothing is looked up on the
network. Phone numbers are stored as E.164; without a country code they are Finnish.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType
from rapidfuzz.distance import OSA

from flows.text import N_, Text

HOME_REGION = "FI"

FINNISH_TOO_SHORT, FINNISH_TOO_LONG = 6, 11
"""Digits without the leading zero; the library calls numbers of 4 to 12 digits possible, which helps nobody."""

WELL_KNOWN_DOMAINS = (
    "gmail.com",
    "hotmail.com",
    "hotmail.fi",
    "outlook.com",
    "icloud.com",
    "yahoo.com",
    "luukku.com",
    "elisanet.fi",
    "kolumbus.fi",
    "saunalahti.fi",
    "suomi24.fi",
    "live.com",
    "live.fi",
    "msn.com",
    "welho.com",
    "proton.me",
    "protonmail.com",
    "googlemail.com",
    "pp.inet.fi",
    "netti.fi",
    "phnet.fi",
    "surffi.fi",
    "outlook.fi",
    "yahoo.co.uk",
    "hotmail.co.uk",
    "mail.com",
    "gmx.com",
)
"""Mail providers whose misspellings are pointed out; those in this list are never doubted."""

SLIP_MIN_LENGTH = 8
"""Shorter domains differ from too many honest ones by a single letter."""

NO_PHONE = N_(
    "contact.phone.missing",
    "I could not find a phone number there. Please write it in digits, for example 040 123 4567.",
)
SHORT_PHONE = N_(
    "contact.phone.short",
    "That number looks too short. Please check it and send it again, for example 040 123 4567.",
)
LONG_PHONE = N_("contact.phone.long", "That number looks too long. Please check the digits and send it again.")
SERVICE_PHONE = N_(
    "contact.phone.service",
    "That is a service number. Please send a number where you can be reached yourself.",
)
SEVERAL_PHONES = N_("contact.phone.several", "There seem to be several numbers. Please send the one to be used.")
WRONG_PHONE = N_(
    "contact.phone.wrong",
    "That does not look like a working number. Please check the digits; "
    "start a foreign number with + and the country code.",
)
NO_EMAIL = N_(
    "contact.email.missing",
    "I could not find an e-mail address there. Please write it in full, for example name@company.fi.",
)
SEVERAL_EMAILS = N_("contact.email.several", "There seem to be several addresses. Please send the one to be used.")
NO_ENDING = N_(
    "contact.email.ending",
    "The end of the address is missing, for example .fi or .com. Please send the whole address.",
)
WRONG_EMAIL = N_(
    "contact.email.wrong",
    "That does not look like an e-mail address. Please check it and send it again, for example name@company.fi.",
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A valid number: `e164` ("+358401234567") to store, `shown` ("040 123 4567", "+46 70 123 45 67") to read."""

    e164: str
    shown: str


@dataclass(frozen=True, slots=True)
class Email:
    """A valid address: `address` to store (the domain in ASCII), `shown` as its owner reads it.

    `doubtful`: ask whether it is right. `suggestion` is another address that may be meant, or empty.
    """

    address: str
    shown: str
    doubtful: bool = False
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nothing was understood, and what to do; `suggestion` is an address that may be meant, or empty."""

    reason: Text
    suggestion: str = ""


# --- phone ------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"\+?[(\d](?:[\d\s().\-\u2010-\u2015\u00a0]*\d)?")
_LETTER_O = re.compile(r"(?<![^\W\d_])[oO](?=\d)|(?<=\d)[oO](?=[\d\s-])")
_SERVICE_TYPES = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.TOLL_FREE)
_SERVICE_NUMBERS = frozenset({"112", "116117", "116006", "116123", "116000", "116111", "118", "911", "999"})


def read_phone(text: str) -> Phone | Fault:
    """Read the one phone number in `text`, Finnish unless it says otherwise."""
    plain = _LETTER_O.sub("0", unicodedata.normalize("NFKC", text))
    found: dict[str, Phone] = {}
    faults: list[Text] = []
    for piece in _NUMBER.findall(plain):
        outcome = _one_phone(piece)
        if isinstance(outcome, Phone):
            found[outcome.e164] = outcome
        elif sum(map(str.isdigit, piece)) > 2:
            faults.append(outcome)
    if len(found) > 1:
        return Fault(SEVERAL_PHONES)
    if found:
        return next(iter(found.values()))
    return Fault(faults[0] if faults else NO_PHONE)


def _one_phone(piece: str) -> Phone | Text:
    if re.sub(r"\D", "", piece) in _SERVICE_NUMBERS:
        return SERVICE_PHONE
    try:
        number = phonenumbers.parse(" ".join(piece.split()), HOME_REGION)
    except NumberParseException as error:
        if error.error_type == NumberParseException.TOO_LONG:
            return LONG_PHONE
        if error.error_type in (
            NumberParseException.TOO_SHORT_NSN,
            NumberParseException.TOO_SHORT_AFTER_IDD,
        ):
            return SHORT_PHONE
        return WRONG_PHONE
    if phonenumbers.is_valid_number(number):
        if phonenumbers.number_type(number) in _SERVICE_TYPES:
            return SERVICE_PHONE
        return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), shown(number))
    digits = len(str(number.national_number))
    if number.country_code != phonenumbers.country_code_for_region(HOME_REGION):
        possible = phonenumbers.is_possible_number_with_reason(number)
        lengths = {
            phonenumbers.ValidationResult.TOO_SHORT: SHORT_PHONE,
            phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: SHORT_PHONE,
            phonenumbers.ValidationResult.TOO_LONG: LONG_PHONE,
        }
        return lengths.get(possible, WRONG_PHONE)
    if digits <= FINNISH_TOO_SHORT:
        return SHORT_PHONE
    return LONG_PHONE if digits >= FINNISH_TOO_LONG else WRONG_PHONE


def shown(number: PhoneNumber) -> str:
    """Return a number as people read it: Finnish ones "040 123 4567", others in international form."""
    if number.country_code != 358:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    area, _, rest = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL).partition(" ")
    digits = re.sub(r"\D", "", rest)
    if area in ("040", "050") and digits.startswith("0") and len(digits) == 7:
        area, digits = area + "0", digits[1:]  # the old series 0400 and 0500 are read as one prefix
    head = {5: 2, 6: 3, 7: 3, 8: 4}.get(len(digits), 0)
    return " ".join(part for part in (area, digits[:head], digits[head:]) if part)


def read_shared_phone(phone: str) -> Phone:
    """Return the number of Telegram's own contact card (digits with country code, with or without +).

    Never refused: the card is the sender's account, so what the library does not know is kept as it is.
    """
    digits = "+" + re.sub(r"\D", "", phone)
    try:
        number = phonenumbers.parse(digits, None)
    except NumberParseException:
        return Phone(digits, digits)
    return Phone(digits, shown(number) if phonenumbers.is_possible_number(number) else digits)


# --- e-mail -----------------------------------------------------------------------------------------------

_AT_SIGN = re.compile(r"\s*[(\[{<]\s*(?:at|ät|a|ä|@|miu|miukumauku)\s*[)\]}>]\s*|\s+miu(?:ku)?mauku\s+", re.I)
_AT_WORD = re.compile(r"(\S+)\s+(?:at|ät)\s+(\S+(?:\.|\s+(?:dot|piste|punkt)\s+)\S+)", re.I)
_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|piste|\.)\s*[)\]}]\s*", re.I)
_DOT_WORD = re.compile(r"(?<=\w)\s+(?:dot|piste|punkt)\s+(?=\w)", re.I)
_COMMA_ENDING = re.compile(r"(@[^\s@,]+),\s?(fi|com|net|org|eu|se|ax|edu|info)\b", re.I)
_ADDRESS = re.compile(r"[^\s<>\"'();:,@]+@[^\s<>\"'();:,@]+")


def read_email(text: str) -> Email | Fault:
    """Read the one e-mail address in `text`; (at), (ät) and the like stand for the sign."""
    plain = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("mailto:", " ")
    plain = _DOT.sub(".", _AT_SIGN.sub("@", plain))
    if "@" not in plain:
        plain = _AT_WORD.sub(r"\1@\2", plain)
    plain = re.sub(r"\s*@\s*", "@", plain)
    if "@" in plain:
        plain = _DOT_WORD.sub(".", plain)
    mended = _COMMA_ENDING.sub(r"\1.\2", plain)
    found = dict.fromkeys(address.strip(".!?*_-–") for address in _ADDRESS.findall(mended))
    if not found:
        return Fault(WRONG_EMAIL if "@" in plain else NO_EMAIL)
    if len({address.casefold() for address in found}) > 1:
        return Fault(SEVERAL_EMAILS)
    return _one_email(next(iter(found)), mended=mended != plain)


def _one_email(address: str, *, mended: bool) -> Email | Fault:
    local, _, domain = address.rpartition("@")
    better = _nearest_domain(domain.casefold())
    suggestion = f"{local}@{better}" if better else ""
    if "." not in domain:
        return Fault(NO_ENDING, suggestion)
    try:
        # Deliverability would ask the network (DNS) about a person's address.
        checked = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return Fault(WRONG_EMAIL, suggestion)
    odd_local = not checked.local_part.isascii()
    stored = f"{checked.local_part}@{checked.ascii_domain}"
    if odd_local and not suggestion:
        suggestion = f"{_without_umlauts(checked.local_part)}@{checked.domain}"
    return Email(stored, checked.normalized, odd_local or mended or bool(suggestion), suggestion)


def _without_umlauts(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _nearest_domain(domain: str) -> str:
    """Return the well-known domain that `domain` misspells, or an empty string."""
    if domain in WELL_KNOWN_DOMAINS:
        return ""
    if "." not in domain:
        names = {known.partition(".")[0]: known for known in reversed(WELL_KNOWN_DOMAINS)}
        near = [known for name, known in names.items() if len(name) >= 5 and OSA.distance(domain, name) <= 1]
        return near[0] if len(near) == 1 else ""
    if len(domain) < SLIP_MIN_LENGTH:
        return ""
    far = 2 if len(domain) >= 10 else 1
    ranked = sorted((OSA.distance(domain, known), known) for known in WELL_KNOWN_DOMAINS if len(known) >= 8)
    best, known = ranked[0]
    return known if best <= far and ranked[1][0] > best else ""
