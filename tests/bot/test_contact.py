"""Phone numbers and e-mail addresses as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.contact_details import Email, Fault, Phone, read_email, read_phone, read_shared_phone


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
