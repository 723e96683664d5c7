"""Phone numbers and e-mail addresses as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.contact_details import (
    Email,
    Fault,
    Phone,
    read_email,
    read_phone,
    read_shared_phone,
    without_address,
    without_phone,
)


@pytest.mark.parametrize(
    ("typed", "e164", "shown"),
    [
        ("040 123 4567", "+358401234567", "040 123 4567"),
        ("0401234567", "+358401234567", "040 123 4567"),
        ("040-1234567", "+358401234567", "040 123 4567"),
        ("040–123 4567", "+358401234567", "040 123 4567"),
        ("040.123.4567", "+358401234567", "040 123 4567"),
        ("+358 40 123 4567", "+358401234567", "040 123 4567"),
        ("+358401234567", "+358401234567", "040 123 4567"),
        ("+358 (0)40 123 4567", "+358401234567", "040 123 4567"),
        ("(040) 123 4567", "+358401234567", "040 123 4567"),
        ("00358401234567", "+358401234567", "040 123 4567"),
        ("358401234567", "+358401234567", "040 123 4567"),
        ("O40 1234567", "+358401234567", "040 123 4567"),
        ("Puh. 040 1234567 (iltaisin)", "+358401234567", "040 123 4567"),
        ("numeroni on 050-123 4567, kiitos!", "+358501234567", "050 123 4567"),
        ("my number is 045 123 4567", "+358451234567", "045 123 4567"),
        ("040 123 4567 / 0401234567", "+358401234567", "040 123 4567"),
        ("0400 123 456", "+358400123456", "0400 123 456"),
        ("0401234567 klo 9 jälkeen", "+358401234567", "040 123 4567"),
        ("08 123 4567", "+35881234567", "08 123 4567"),
        ("040 123\n4567", "+358401234567", "040 123 4567"),
        ("010 123 4567", "+358101234567", "010 123 4567"),
        ("+46 70 123 45 67", "+46701234567", "+46 70 123 45 67"),
        ("0046701234567", "+46701234567", "+46 70 123 45 67"),
        ("+44 20 7946 0018", "+442079460018", "+44 20 7946 0018"),
        ("+372 5123 4567", "+37251234567", "+372 5123 4567"),
    ],
)
def test_a_number_in_any_form_is_understood(typed: str, e164: str, shown: str) -> None:
    assert read_phone(typed) == Phone(e164, shown)


@pytest.mark.parametrize("number", ["040 123 4567", "0401234567", "+358 40 123 4567", "040-1234567"])
@pytest.mark.parametrize(
    "typed",
    [
        *("Soittakaa {}. 3 hengen tiimi", "{}.\n3 hengen tiimi", "{}\n12 henkeä", "{}\n\n2", "{}! 5 of us"),
        *(
            "{} 9-15",
            "{} 9–15",
            "{} klo 9-15",
            "{} 9.00-15.30",
            "{} 16:30",
            "{} 24/7",
            "{}, 24/7",
            "{} 12.1.",
            "{} 8 - 16",
        ),
        *(
            "{} 12.1.2027",
            "9-15 {}",
            "3 hlöä, {}",
            "3. {}",
            "Tiimissä on 12. {}",
            "90100 Oulu {}",
            "3-4 krt, {}",
            "1) {}",
        ),
        *("{}\t2", "{} / 2", "{} ma-pe 8-16", "{} (9-15)", "{}; 3 henkeä", "{}: 3", "{} 1/2"),
    ],
)
def test_a_number_ends_at_sentences_lines_times_ranges_and_other_numbers(typed: str, number: str) -> None:
    assert read_phone(typed.format(number)) == Phone("+358401234567", "040 123 4567")


@pytest.mark.parametrize(
    ("typed", "one", "other"),
    [
        ("040 123 4567 3 hengen tiimi", "040 123 4567", "040 1234 5673"),
        ("040 1234567 2", "040 123 4567", "040 1234 5672"),
        ("08 123 4567 3", "08 123 4567", "08 1234 5673"),
        ("040 123 456. 3 hengen tiimi", "040 123 456", "040 123 4563"),
        ("040 123 456\n3", "040 123 456", "040 123 4563"),
        ("2 08 123 4567", "08 123 4567", "020 8123 4567"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_asked_back(typed: str, one: str, other: str) -> None:
    outcome = read_phone(typed)
    assert isinstance(outcome, Fault)
    assert outcome.reason.context == "contact.phone.ambiguous"
    assert sorted(map(str, outcome.reason.values.values())) == sorted((one, other))


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("040 12 34 567", "+358401234567"),
        ("040 123 45 67", "+358401234567"),
        ("0 4 0 1 2 3 4 5 6 7", "+358401234567"),
        ("040 12345", "+3584012345"),
        ("040. 123 4567", "+358401234567"),
        ("050 10-20 300", "+358501020300"),
        ("040 12.34 567", "+358401234567"),
        ("040/123 4567", "+358401234567"),
        ("+46 8-12 34 56 78", "+46812345678"),
        ("040\u00ad123\u200b4567", "+358401234567"),
        ("045 1234 5678", "+3584512345678"),
    ],
)
def test_an_unusual_way_to_write_one_number_is_still_one_number(typed: str, e164: str) -> None:
    outcome = read_phone(typed)
    assert isinstance(outcome, Phone)
    assert outcome.e164 == e164


def test_two_numbers_without_a_sign_between_them_are_two() -> None:
    outcome = read_phone("040 123 4567 050 765 4321")
    assert isinstance(outcome, Fault)
    assert outcome.reason.context == "contact.phone.several"


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("040 123 4567", ""),
        ("+358 (0)40 123 4567", ""),
        ("0401234567 / 040 123 4567", "/"),
        ("040 123 4567 klo 9-15", "klo 9-15"),
        ("040 123 4567. 3 henkeä", ". 3 henkeä"),
        ("0046701234567, iltaisin", ", iltaisin"),
    ],
)
def test_what_stands_beside_a_number_is_told_apart(typed: str, rest: str) -> None:
    read = read_phone(typed)
    assert isinstance(read, Phone)
    assert without_phone(typed, read).strip() == rest


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "contact.phone.missing"),
        ("soita vaan", "contact.phone.missing"),
        ("112", "contact.phone.service"),
        ("116117", "contact.phone.service"),
        ("116 117", "contact.phone.service"),
        ("0600 12345", "contact.phone.service"),
        ("040 12", "contact.phone.short"),
        ("12345", "contact.phone.short"),
        ("0401234567890", "contact.phone.long"),
        ("12345678901234567890", "contact.phone.long"),
        ("040 123 4567 tai 050 765 4321", "contact.phone.several"),
        ("+210 123 456 789", "contact.phone.wrong"),
        ("+46 70 12", "contact.phone.short"),
        ("+46 70 123 45 67 89 01 23", "contact.phone.long"),
        ("099 123 4567", "contact.phone.wrong"),
    ],
)
def test_what_is_no_usable_number_is_refused_with_its_reason(typed: str, reason: str) -> None:
    outcome = read_phone(typed)
    assert isinstance(outcome, Fault)
    assert outcome.reason.context == reason


def test_the_own_contact_card_is_taken_as_telegram_sends_it() -> None:
    assert read_shared_phone("358401234567") == Phone("+358401234567", "040 123 4567")
    assert read_shared_phone("+46 70 1234567") == Phone("+46701234567", "+46 70 123 45 67")
    assert read_shared_phone("99966123") == Phone("+99966123", "+99966123")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("maija.meikalainen@firma.fi", "maija.meikalainen@firma.fi"),
        ("  maija@Firma.FI ", "maija@firma.fi"),
        ("maija(at)firma.fi", "maija@firma.fi"),
        ("maija (ät) firma.fi", "maija@firma.fi"),
        ("maija[at]firma.fi", "maija@firma.fi"),
        ("maija(a)firma.fi", "maija@firma.fi"),
        ("maija at firma.fi", "maija@firma.fi"),
        ("maija ät firma piste fi", "maija@firma.fi"),
        ("anna at company dot co dot uk", "anna@company.co.uk"),
        ("maija(at)firma(piste)fi", "maija@firma.fi"),
        ("maija @ firma.fi", "maija@firma.fi"),
        ("maija@firma.fi.", "maija@firma.fi"),
        ("maija@firma.fi, kiitos", "maija@firma.fi"),
        ("mailto:maija@firma.fi", "maija@firma.fi"),
        ("Maija <maija@firma.fi>", "maija@firma.fi"),
        ("sähköpostini on maija@firma.fi!", "maija@firma.fi"),
        ("I am at work, write to anna@company.com", "anna@company.com"),
        ("maija@firma.fi MAIJA@firma.fi", "maija@firma.fi"),
        ("maija+tyo@gmail.com", "maija+tyo@gmail.com"),
        ("maija@edu.ouka.fi", "maija@edu.ouka.fi"),
        ("anna@example.com", "anna@example.com"),
    ],
)
def test_an_address_in_any_form_is_understood(typed: str, address: str) -> None:
    assert read_email(typed) == Email(address, address)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        *(("o'brien@example.com", "o'brien@example.com"), ("O'Brien <o'brien@example.com>", "o'brien@example.com")),
        *(("_anna_@firma.fi", "_anna_@firma.fi"), ("anna_@firma.fi", "anna_@firma.fi")),
        *(("anna-maija.o'hara+työ@firma.fi".replace("ö", "o"), "anna-maija.o'hara+tyo@firma.fi"),),
        *(
            ("'anna@firma.fi'", "anna@firma.fi"),
            ("*anna@firma.fi*", "anna@firma.fi"),
            ("`anna@firma.fi`", "anna@firma.fi"),
        ),
        *(
            ("“anna@firma.fi”", "anna@firma.fi"),
            ("”anna@firma.fi”.", "anna@firma.fi"),
            ("(anna@firma.fi)", "anna@firma.fi"),
        ),
        *(("Sähköposti:anna@firma.fi", "anna@firma.fi"), ("MAILTO:anna@firma.fi", "anna@firma.fi")),
        *(("anna@firma.fi:n kautta", "anna@firma.fi"), ("anna@firma.fi:hin", "anna@firma.fi")),
        *(("anna@firma.fi; puh. 040 123 4567", "anna@firma.fi"), ("anna@firma.fi,puh", "anna@firma.fi")),
        *(("anna@firma.fi, se on paras", "anna@firma.fi"), ("anna@firma.fi,se on paras", "anna@firma.fi")),
        *(("@anna_k tai anna@firma.fi", "anna@firma.fi"), ("anna＠firma.fi", "anna@firma.fi")),
        *(("an\u200bna@fir\u00adma.fi", "anna@firma.fi"), ("anna@firma.fi\u2060", "anna@firma.fi")),
    ],
)
def test_what_may_stand_before_the_sign_belongs_to_the_address(typed: str, address: str) -> None:
    assert read_email(typed) == Email(address, address)


@pytest.mark.parametrize(
    ("typed", "address", "suggestion"),
    [
        ("Vastaa anna@example.fi-osoitteeseen", "anna@example.fi", ""),
        ("anna@example.fi-sähköposti", "anna@example.fi", ""),
        ("anna@firma.fi/yhteys", "anna@firma.fi", ""),
        ("anna@firma.fi_tai", "anna@firma.fi", ""),
        ("anna@firma.fiin", "anna@firma.fiin", "anna@firma.fi"),
        ("anna@firma.fissä", "anna@firma.fissä", "anna@firma.fi"),
        ("anna@firma.comista", "anna@firma.comista", "anna@firma.com"),
        ("anna@gmail.comiin", "anna@gmail.comiin", "anna@gmail.com"),
        ("email=anna@firma.fi", "email=anna@firma.fi", "anna@firma.fi"),
        ("0401234567/anna@firma.fi", "0401234567/anna@firma.fi", "anna@firma.fi"),
        ("anna&bo@firma.fi", "anna&bo@firma.fi", "bo@firma.fi"),
        ("anna!@firma.fi", "anna!@firma.fi", ""),
        ("'anna@firma.fi", "'anna@firma.fi", "anna@firma.fi"),
        ("-anna@firma.fi", "-anna@firma.fi", "anna@firma.fi"),
        (".anna@firma.fi", "anna@firma.fi", ""),
        ("…anna@firma.fi", "anna@firma.fi", ""),
        ("o’brien@firma.fi", "o’brien@firma.fi", "o'brien@firma.fi"),
        ("ａnna@firma.fi", "ａnna@firma.fi", "anna@firma.fi"),
        ("matti,virtanen@firma.fi", "virtanen@firma.fi", "matti.virtanen@firma.fi"),
        ("anna (työ)bo@firma.fi", "bo@firma.fi", ""),
        ("osoite maija @ firma.fi", "maija@firma.fi", ""),
        ("I am at firma.fi", "am@firma.fi", ""),
        ("matti virtanen ät firma piste fi", "virtanen@firma.fi", ""),
    ],
)
def test_where_an_address_begins_or_ends_is_asked_when_it_is_not_certain(
    typed: str, address: str, suggestion: str
) -> None:
    outcome = read_email(typed)
    assert isinstance(outcome, Email)
    assert outcome.doubtful
    assert (outcome.shown, outcome.suggestion) == (address, suggestion)


@pytest.mark.parametrize(
    "local", ["o'brien", "a", "a.b", "_x_", "1a", "a+b", "a-b", "a/b", "a=b", "a!b", "a%b", "a|b", "a~", "{a}"]
)
def test_no_part_of_a_name_before_the_sign_is_dropped_in_silence(local: str) -> None:
    for around in ("{}", "Osoitteeni on {}", "({})", "<{}>", "sähköposti: {}.", "{} kiitos", '"{}"'):
        outcome = read_email(around.format(f"{local}@example.com"))
        assert isinstance(outcome, Email)
        assert outcome.address == f"{local}@example.com"


@pytest.mark.parametrize("typed", ['"anna maija"@firma.fi', '"anna"@firma.fi', "anna(työ)@firma.fi", "anna@@firma.fi"])
def test_an_address_in_the_rarest_forms_is_refused_not_cut(typed: str) -> None:
    assert isinstance(read_email(typed), Fault)


@pytest.mark.parametrize(
    ("typed", "rest"),
    [("anna@firma.fi", ""), ("maija (ät) firma.fi iltaisin", "iltaisin"), ("@anna_k tai anna@firma.fi", "@anna_k tai")],
)
def test_what_stands_beside_an_address_is_told_apart(typed: str, rest: str) -> None:
    assert without_address(typed) == rest


def test_an_umlaut_in_the_domain_is_fine() -> None:
    assert read_email("maija@mökki.fi") == Email("maija@xn--mkki-5qa.fi", "maija@mökki.fi")


def test_an_umlaut_in_the_name_is_asked_about() -> None:
    assert read_email("maija.mäki@firma.fi") == Email(
        "maija.mäki@firma.fi", "maija.mäki@firma.fi", doubtful=True, suggestion="maija.maki@firma.fi"
    )


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("maija@gmial.com", "maija@gmail.com"),
        ("maija@gmail.con", "maija@gmail.com"),
        ("maija@gmai.com", "maija@gmail.com"),
        ("maija@hotmial.com", "maija@hotmail.com"),
        ("maija@hotmil.fi", "maija@hotmail.fi"),
        ("maija@outlok.com", "maija@outlook.com"),
    ],
)
def test_a_misspelt_domain_is_kept_but_asked_about(typed: str, suggestion: str) -> None:
    assert read_email(typed) == Email(typed, typed, doubtful=True, suggestion=suggestion)


def test_a_comma_before_the_ending_is_mended_and_asked_about() -> None:
    assert read_email("maija@firma,fi") == Email("maija@firma.fi", "maija@firma.fi", doubtful=True)


@pytest.mark.parametrize(
    ("typed", "reason", "suggestion"),
    [
        ("", "contact.email.missing", ""),
        ("ei ole", "contact.email.missing", ""),
        ("maija.firma.fi", "contact.email.missing", ""),
        ("maija@", "contact.email.wrong", ""),
        ("@firma.fi", "contact.email.wrong", ""),
        ("maija@firma", "contact.email.ending", ""),
        ("maija@hotmial", "contact.email.ending", "maija@hotmail.com"),
        ("maija@gmail", "contact.email.ending", "maija@gmail.com"),
        ("maija..m@firma.fi", "contact.email.wrong", ""),
        ("maija@firma..fi", "contact.email.wrong", ""),
        ("maija@firma.fi tai m@toinen.fi", "contact.email.several", ""),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(typed: str, reason: str, suggestion: str) -> None:
    outcome = read_email(typed)
    assert isinstance(outcome, Fault)
    assert (outcome.reason.context, outcome.suggestion) == (reason, suggestion)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert isinstance(read_phone(typed), Phone | Fault)
    assert isinstance(read_email(typed), Email | Fault)


@pytest.mark.parametrize("typed", ["аnna@example.fi", "anna@exаmple.fi", "анна@example.fi", "αnna@example.fi"])
def test_address_with_letters_of_another_script_is_asked_about(typed: str) -> None:
    outcome = read_email(typed)

    assert isinstance(outcome, Email)
    assert outcome.doubtful


@pytest.mark.parametrize("typed", ["anna@münchen.de", "anna@mökki.fi"])
def test_address_with_latin_letters_in_its_domain_is_taken(typed: str) -> None:
    outcome = read_email(typed)

    assert isinstance(outcome, Email)
    assert not outcome.doubtful
