"""Phone numbers and e-mail addresses as people write them.

What is wrong comes back as a `Fault` with a sentence that says what to do next; nothing is looked up on the
network. Phone numbers are stored as E.164; without a country code they are Finnish. The libraries are imported by
what asks them: most people tap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.dataclass import dataclass
from flows.text import N_, Text

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

HOME_REGION, HOME_CODE = "FI", 358

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
    "I couldn't find a phone number there. Please write it in digits, for example 040 123 4567.",
)
SHORT_PHONE = N_(
    "contact.phone.short", "That number looks too short. Please check it and send it again, for example 040 123 4567."
)
LONG_PHONE = N_("contact.phone.long", "That number looks too long. Please check the digits and send it again.")
SERVICE_PHONE = N_("contact.phone.service", "That is a service number. Please send a number you answer yourself.")
TWO_READINGS = N_(
    "contact.phone.ambiguous", "That can be read as two numbers: {one} or {other}. Please send just the number itself."
)
SEVERAL_PHONES = N_("contact.phone.several", "There seem to be several numbers. Please send just one.")
WRONG_PHONE = N_(
    "contact.phone.wrong",
    "That doesn't look like a valid number. Please check the digits; start a foreign number with + and the "
    "country code.",
)
NO_EMAIL = N_(
    "contact.email.missing",
    "I couldn't find an email address there. Please write it in full, for example name@company.fi.",
)
SEVERAL_EMAILS = N_("contact.email.several", "There seem to be several addresses. Please send just one.")
NO_ENDING = N_(
    "contact.email.ending", "The end of the address is missing, for example .fi or .com. Please send the whole address."
)
WRONG_EMAIL = N_(
    "contact.email.wrong",
    "That doesn't look like an email address. Please check it and send it again, for example name@company.fi.",
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

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u034f\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"))
"""Signs without a width that come with copied text: they are no part of a number or an address."""

_DASHES = r"\-\u2010-\u2015\u2212"
_NUMBER = re.compile(rf"\+?\(?\d(?:[\d\s().{_DASHES}]*\d)?")
_GROUP = re.compile(r"\+?\d+")
_LETTER_O = re.compile(r"(?<![^\W\d_])[oO](?=\d)|(?<=\d)[oO](?=[\d\s-])")
_ENDING = re.compile(
    rf"""
      [\n\t] | [.!?:;]\s | (?<=\s)\d{{1,2}}[.)]\s                                     # lines, sentences, "1)"
    | (?<![\d+.:])\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{4}})?(?!\d)                     # 12.1.2027
    | (?<![\d+.:])(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.:])                           # 9.30
    | (?<![\d+])(?<!\d[{_DASHES}])\d{{1,2}}\s?[{_DASHES}]\s?\d{{1,2}}(?![{_DASHES}.]?\d) # 9-15
    | (?<![\d+])\d{{1,2}}/\d{{1,2}}(?!\d)                                          # 24/7
    """,
    re.VERBOSE,
)
"""Where a number ends although digits follow, and digits that are no part of one: times, ranges, dates."""

_MOST_RUNS, _MOST_GROUPS, _MOST_BESIDE = 20, 12, 4
"""What is looked at of a long message; how many digits beside a number may be a number of something else."""

_USUAL_MOBILE, _USUAL = (9,), (7, 8, 9)
"""Digits of a Finnish number without its zero, as nearly all have them; the library allows many more."""

_SERVICE_NUMBERS = frozenset({"112", "116117", "116006", "116123", "116000", "116111", "118", "911", "999"})


def read_phone(text: str) -> Phone | Fault:
    """Read the one phone number in `text`, Finnish unless it says otherwise.

    A number ends where a sentence, a line, a time or a range does; what can still be read in two ways is a `Fault`.
    """
    plain = _LETTER_O.sub("0", unicodedata.normalize("NFKC", text).translate(_UNSEEN))
    apart = [run for run in _runs(_ENDING.sub("|", plain)) if _begins_as_number(run)]
    numbers, several = _numbers(apart)
    if several or (numbers and all(usual for _, usual in numbers.values())):
        return _settled(numbers, several)
    runs = _runs(plain.replace("/", " "))
    others, several = _numbers(runs)  # "040. 123 4567" is one number all the same
    numbers |= others
    if numbers:
        return _settled(numbers, several)
    faults = [
        fault for run in runs if sum(map(str.isdigit, run)) > 2 and not isinstance(fault := _one_phone(run), Phone)
    ]
    return Fault(faults[0] if faults else NO_PHONE)


def without_phone(text: str, phone: Phone) -> str:
    """Return the words with a number that was read in them left out, however often it is there."""
    import phonenumbers

    number = phonenumbers.parse(phone.e164, None)
    between = rf"[\s()./{_DASHES}]{{0,4}}"
    digits = between.join(
        "[0oO]" if digit == "0" else digit for digit in phonenumbers.national_significant_number(number)
    )
    country = between.join(str(number.country_code))
    return re.sub(rf"(?:(?:\+|00)?{between}{country}{between})?\(?[0oO]?{between}{digits}", "", text.translate(_UNSEEN))


def _runs(plain: str) -> list[str]:
    return _NUMBER.findall(plain)[:_MOST_RUNS]


def _begins_as_number(run: str) -> bool:
    return run.lstrip("(").startswith(("0", "+", "358"))


def _settled(numbers: Mapping[str, tuple[Phone, bool]], several: bool) -> Phone | Fault:
    read = [phone for phone, _ in numbers.values()]
    if several:
        return Fault(SEVERAL_PHONES)
    return read[0] if len(read) == 1 else Fault(TWO_READINGS.filled(one=read[0].shown, other=read[1].shown))


def _numbers(runs: list[str]) -> tuple[dict[str, tuple[Phone, bool]], bool]:
    """Return what numbers runs of digits may be, each with whether it has the usual form; and whether two are meant."""
    found: dict[str, tuple[Phone, bool]] = {}
    for run in runs:
        readings, several = _readings(run)
        if several or (found and readings and found.keys() != readings.keys()):
            return found | readings, True
        found |= readings
    return found, False


def _readings(run: str) -> tuple[dict[str, tuple[Phone, bool]], bool]:
    """Return what a run of digits may be: the whole, or, where that has an unusual form, what it may consist of."""
    groups = list(_GROUP.finditer(run))
    whole = _one_phone(run)
    found: dict[str, tuple[Phone, bool]] = {}
    if isinstance(whole, Phone):
        usual = _is_usual(whole, groups)
        found[whole.e164] = (whole, usual)
        if usual:
            return found, False
    if not 1 < len(groups) <= _MOST_GROUPS:
        return found, False
    spans: list[tuple[int, int]] = []
    for first, start in enumerate(groups):
        for last in range(first, len(groups)):
            part = groups[first : last + 1]
            piece = run[start.start() : groups[last].end()]
            if part == groups or not _begins_as_number(piece):
                continue
            phone = _one_phone(piece)
            if isinstance(phone, Phone) and _is_usual(phone, part):
                spans.append((first, last))
                beside = sum(len(group[0]) for group in groups) - sum(len(group[0]) for group in part)
                if beside <= _MOST_BESIDE:
                    found[phone.e164] = (phone, True)
    return found, any(one[1] < other[0] for one in spans for other in spans)


def _is_usual(phone: Phone, groups: list[re.Match[str]]) -> bool:
    """Tell whether a number has the length that nearly all have, and does not end in a digit that stands alone."""
    if len(groups) > 1 and len(groups[-1][0]) == 1:
        return False
    if not phone.e164.startswith("+358"):
        return True
    digits = phone.e164.removeprefix("+358")
    return len(digits) in (_USUAL_MOBILE if digits.startswith(("4", "50")) else _USUAL)


def _one_phone(piece: str) -> Phone | Text:
    import phonenumbers
    from phonenumbers import NumberParseException, PhoneNumberType

    if re.sub(r"\D", "", piece) in _SERVICE_NUMBERS:
        return SERVICE_PHONE
    try:
        number = phonenumbers.parse(" ".join(piece.split()), HOME_REGION)
    except NumberParseException as error:
        short = (NumberParseException.TOO_SHORT_NSN, NumberParseException.TOO_SHORT_AFTER_IDD)
        if error.error_type == NumberParseException.TOO_LONG:
            return LONG_PHONE
        return SHORT_PHONE if error.error_type in short else WRONG_PHONE
    if phonenumbers.is_valid_number(number):
        service = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.TOLL_FREE)
        if phonenumbers.number_type(number) in service:
            return SERVICE_PHONE
        return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), shown(number))
    return _of_wrong_length(number)


def _of_wrong_length(number: PhoneNumber) -> Text:
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    if number.country_code == HOME_CODE:
        digits = len(str(number.national_number))
        if digits <= FINNISH_TOO_SHORT:
            return SHORT_PHONE
        return LONG_PHONE if digits >= FINNISH_TOO_LONG else WRONG_PHONE
    match is_possible_number_with_reason(number):
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return SHORT_PHONE
        case ValidationResult.TOO_LONG:
            return LONG_PHONE
    return WRONG_PHONE


def shown(number: PhoneNumber) -> str:
    """Return a number as people read it: Finnish ones "040 123 4567", others in international form."""
    from phonenumbers import PhoneNumberFormat, format_number

    if number.country_code != HOME_CODE:
        return format_number(number, PhoneNumberFormat.INTERNATIONAL)
    area, _, rest = format_number(number, PhoneNumberFormat.NATIONAL).partition(" ")
    digits = re.sub(r"\D", "", rest)
    if area in ("040", "050") and digits.startswith("0") and len(digits) == 7:
        area, digits = area + "0", digits[1:]  # the old series 0400 and 0500 are read as one prefix
    head = {5: 2, 6: 3, 7: 3, 8: 4}.get(len(digits), 0)
    return " ".join(part for part in (area, digits[:head], digits[head:]) if part)


def dialled(phone: str) -> str:
    """Return a number in the form that any phone dials ("+358401234567"), "" for what is none, such as +888."""
    if not phone:
        return ""
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse

    try:
        number = parse(phone, HOME_REGION)
    except NumberParseException:
        return ""
    return format_number(number, PhoneNumberFormat.E164) if is_valid_number(number) else ""


def read_shared_phone(phone: str) -> Phone:
    """Return the number of Telegram's own contact card (digits with country code, with or without +).

    Never refused: the card is the sender's account, so what the library does not know is kept as it is.
    """
    from phonenumbers import NumberParseException, is_possible_number, parse

    digits = "+" + re.sub(r"\D", "", phone)
    try:
        number = parse(digits, None)
    except NumberParseException:
        return Phone(digits, digits)
    return Phone(digits, shown(number) if is_possible_number(number) else digits)


# --- e-mail -----------------------------------------------------------------------------------------------

_SIGNS = str.maketrans({"＠": "@", "﹫": "@", "．": ".", "。": "."})
_AT_SIGN = re.compile(r" ?[(\[{<] ?(?:at|ät|a|ä|@|miu|miukumauku) ?[)\]}>](?!@) ?| miu(?:ku)?mauku ", re.I)
_AT_WORD = re.compile(r" (?:at|ät) (?=[^ ]*[^ ]\.[^ ]|[^ ]+ (?:dot|piste|punkt) [^ ])", re.I)
_DOT = re.compile(r" ?[(\[{] ?(?:dot|piste|\.) ?[)\]}] ?", re.I)
_DOT_WORD = re.compile(r"(?<=\w) (?:dot|piste|punkt) (?=\w)", re.I)
_ENDINGS = "fi|com|net|org|eu|se|ax|edu|info"
_COMMA_ENDING = re.compile(rf"(@(?:[^\s@,.]+, ?|[^\s@,]+\.(?!(?:{_ENDINGS}),)[^\s@,.]+,))(?=(?:{_ENDINGS})\b)", re.I)

_PIECE = re.compile(r'[^<>()\[\]:;,"\\“”„«»…]+')
"""What is left between the signs that no address holds outside quotation marks (RFC 5322, "specials")."""
_PAIRS = "'\"*_`~|’"
_HOST = re.compile(r"(?:[^\W_]|[\u0300-\u036f.-])*")
_ODD = re.compile(r"[!#$%&*/=?^`{|}~]|^['\-]")
"""Signs that an address may hold before the @, and hardly any does: perhaps they are from what stands before it."""
_CASE_ENDING = re.compile(
    r"(?:h?[aeiou])?n(?:kin)?|(?:t|i?ss|i?st|i?ll|i?lt|i)?[aä](?:kin)?|i?lle(?:kin)?|ksi|iin|ien", re.IGNORECASE
)
_LONGEST_ADDRESS = 320


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may be an address: both its sides, whether it was cut out of more, what stood before a comma."""

    local: str
    domain: str
    unsure: bool = False
    before_comma: str = ""


_LAST_LATIN = "\u024f"


def read_email(text: str) -> Email | Fault:
    """Read the one e-mail address in `text`; (at), (ät) and the like stand for the sign.

    What is not certain to be the whole address, or more than it, comes back doubtful.
    """
    plain, joined = _written_out(text)
    mended = _COMMA_ENDING.sub(lambda found: found[0].rstrip(", ") + ".", plain)
    found: dict[str, _Candidate] = {}
    broken = False
    words = mended.split(" ")
    for at, word in enumerate(words):
        for candidate in _candidates(word) if "@" in word else ():
            if candidate is None:
                broken = broken or not joined or len(words) == 1
                continue
            if joined and at and not words[at - 1].endswith(":"):
                candidate = replace(candidate, unsure=True)
            found.setdefault(f"{candidate.local}@{candidate.domain}".casefold(), candidate)
        if len(found) > 1:
            return Fault(SEVERAL_EMAILS)
    if not found:
        return Fault(WRONG_EMAIL if "@" in mended else NO_EMAIL)
    only = next(iter(found.values()))
    return _one_email(replace(only, unsure=only.unsure or mended != plain))


def without_address(text: str) -> str:
    """Return the words without those that hold an address."""
    words = _written_out(text)[0].split(" ")
    return " ".join(word for word in words if "@" not in word.strip("@"))


def _written_out(text: str) -> tuple[str, bool]:
    """Return the text with single spaces and the signs for what stands for them; and whether words were joined."""
    plain = " ".join(unicodedata.normalize("NFC", text).translate(_SIGNS).translate(_UNSEEN).split())
    signed = _DOT.sub(".", _AT_SIGN.sub(lambda found: " @ " if found[0][0] == " " else "@", plain))
    if "@" not in signed:
        signed = _AT_WORD.sub(" @ ", signed)
    joined = False
    if not any("@" in word.strip("@") for word in signed.split(" ")):  # else "@anna_k" is a name in Telegram
        together = re.sub(" ?@ ?", "@", signed)
        signed, joined = together, " @" in signed
    return (_DOT_WORD.sub(".", signed) if "@" in signed else plain), joined


def _candidates(word: str) -> Iterator[_Candidate | None]:
    """Yield what may be addresses in one word with an @ in it; None for what can be none."""
    word = word.rstrip(".,;:!?…")
    if len(word) > 2 and word[0] == word[-1] and word[0] in _PAIRS:
        word = word[1:-1]
    for piece in _PIECE.finditer(word):
        if "@" not in piece[0]:
            continue
        *locals_, rest = piece[0].split("@")
        if len(locals_) > 1 and "" not in locals_ and rest:  # a@b.fi/c@d.fi
            yield from (_Candidate(local, rest) for local in locals_)
            return
        local, begins = locals_[0], word[: piece.start()]
        host = _HOST.match(rest)
        domain = host[0].rstrip(".-") if host else ""
        if len(locals_) > 1 or not local or not domain or len(piece[0]) > _LONGEST_ADDRESS or begins.endswith('"'):
            yield None
            continue
        over = rest[len(domain) :].strip(".-!?'*_~`’…–")
        unsure = bool(over) or begins[-1:] in tuple(",)]\\…") or local.startswith(".")
        before = begins[:-1].rpartition(",")[2] if begins.endswith(",") else ""
        yield _Candidate(local.lstrip("."), domain, unsure, before if before.isalpha() else "")


def _one_email(read: _Candidate) -> Email | Fault:
    from email_validator import EmailNotValidError, validate_email

    local, domain, unsure = read.local, read.domain, read.unsure
    head, dot, ending = domain.rpartition(".")
    if "-" in ending and not ending.startswith("xn--"):  # no such ending exists: "...fi-osoitteeseen"
        domain, unsure = f"{head}{dot}{ending.partition('-')[0]}", True
    better = _better_domain(domain)
    suggestion = f"{local}@{better}" if better else ""
    if "." not in domain:
        return Fault(NO_ENDING, suggestion)
    try:
        # Deliverability would ask the network (DNS) about a person's address.
        checked = validate_email(f"{local}@{domain}", check_deliverability=False)
    except EmailNotValidError:
        return Fault(WRONG_EMAIL, suggestion)
    stored = f"{checked.local_part}@{checked.ascii_domain}"
    plainer = _plainer(checked.local_part)
    if read.before_comma:
        plainer = f"{read.before_comma}.{plainer}"
    if plainer != checked.local_part:
        suggestion = suggestion or (f"{plainer}@{checked.domain}" if plainer else "")
        unsure = True
    unsure = unsure or domain.casefold() != checked.domain.casefold()
    # A letter of another script looks like a Latin one and leads elsewhere.
    unsure = unsure or any(sign.isalpha() and sign > _LAST_LATIN for sign in checked.normalized)
    return Email(stored, checked.normalized, unsure or bool(suggestion), suggestion)


def _plainer(local: str) -> str:
    """Return what stands before the @ as most addresses have it, "" where that leaves nothing."""
    *_, last = _ODD.split(_without_umlauts(local))
    return last.lstrip(".'-")


def _better_domain(domain: str) -> str:
    """Return the domain that may be meant where it is misspelt or a Finnish case ending hangs on it, or ""."""
    better = _nearest_domain(domain.casefold())
    if better:
        return better
    head, _, last = domain.rpartition(".")
    for ending in _ENDINGS.split("|"):
        tail = last.casefold().removeprefix(ending)
        if head and tail != last.casefold() and _CASE_ENDING.fullmatch(tail):
            return f"{head}.{ending}"
    return ""


def _without_umlauts(word: str) -> str:
    apostrophes = word.translate(str.maketrans("’‘´ʼ", "''''"))
    return "".join(c for c in unicodedata.normalize("NFKD", apostrophes) if not unicodedata.combining(c))


def _nearest_domain(domain: str) -> str:
    """Return the well-known domain that `domain` misspells, or an empty string."""
    if domain in WELL_KNOWN_DOMAINS:
        return ""
    from rapidfuzz.distance import OSA

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
