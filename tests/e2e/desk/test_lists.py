"""Lists and commands: by status, found by a word, a card again; whatever else is typed is answered with its use."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk.away import away_until
from bot.hours import HOUR
from tests.e2e.desk.office import Office
from tests.e2e.phone import languages

HOSTILE = ("", "zzz" * 1000, "<b>x</b> & {n}", "'; DROP TABLE leads; --", "-1", "99999999999999999999", "²", "١٢", "%s")


async def test_open_requests_are_listed_the_overdue_one_first(office: Office) -> None:
    await office.request("Anna", number=1)
    await office.is_at(office.hours.after(office.home.clock(), 25))
    await office.request("Bea", number=2)
    await office.request("Cia", number=3)
    await office.desk.says("/leads")
    listed = await office.desk.reads("desk.list.title", name=office.desk.words("desk.list.open"), count=3)
    assert sorted(("Anna", "Bea", "Cia"), key=listed.text.index) == ["Anna", "Bea", "Cia"]
    assert listed.text.count(office.desk.words("desk.list.overdue", waits="")) == 1


async def test_crisis_that_waits_is_listed_first_and_marked(office: Office) -> None:
    await office.request("Anna", number=1)
    bea = await office.home.anna("en", first_name="Bea")
    await bea.answers("who.employee", "challenge.crisis", until="sent")
    await office.desk.says("/leads")
    listed = await office.desk.reads("desk.list.title", name=office.desk.words("desk.list.open"), count=2)
    assert listed.text.index(office.desk.words("desk.list.crisis")) < listed.text.index("Bea")
    assert listed.text.index("Bea") < listed.text.index("Anna")


async def test_list_has_pages_and_leads_to_the_card(office: Office) -> None:
    for number in range(1, 8):
        await office.request(f"Person{number}", number=number)
    await office.desk.says("/pyynnot")
    first = await office.desk.reads("desk.list.page", page="1", pages="2")
    await office.desk.taps_words("→")
    second = await office.desk.reads("desk.list.page", page="2", pages="2")
    assert second.message_id == first.message_id
    assert "Person7" in second.text
    before = await office.card(7)
    await office.desk.taps_words(office.desk.words("button.list.card", number="7", name="Person7"))
    after = await office.card(7)
    assert after.message_id > before.message_id
    old = next(screen for screen in office.desk.screens if screen.message_id == before.message_id)
    assert not old.buttons


async def test_button_of_a_request_says_whose_it_is_on_one_short_line(office: Office) -> None:
    await office.request("Maria-Margareta von Hohenzollern")
    await office.desk.says("/leads")
    await office.home.quiet()
    (button,) = [label for label in office.desk.screen.buttons if "Maria" in label]
    assert button.startswith(office.desk.words("button.list.card", number="1", name="Maria"))
    assert len(button) <= 24


async def test_chosen_list_stays_marked_through_its_pages_and_others_are_not(office: Office) -> None:
    for number in range(1, 8):
        await office.request(f"Person{number}", number=number)
    await office.desk.says("/leads")
    await office.desk.picks("status.new")
    for page, turn in (("1", "→"), ("2", "←"), ("1", "")):
        shown = await office.desk.reads("desk.list.page", page=page, pages="2")
        marked = [label for label in shown.buttons if label.startswith("✓")]
        assert marked == ["✓ " + office.desk.words("status.new")]
        assert office.desk.words("desk.list.open") in shown.buttons
        if turn:
            await office.desk.taps_words(turn)
    await office.desk.says(f"/leads {office.desk.words('button.lead.not_fit')}")
    await office.home.quiet()
    assert "✓ " + office.desk.words("status.not_fit") in office.desk.screen.buttons


async def test_lists_by_status_in_either_language(office: Office) -> None:
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    await office.acts("button.lead.take", number=1)
    for word in ("taken", office.desk.words("status.taken").upper()):
        await office.desk.says(f"/leads {word}")
        listed = await office.desk.reads("desk.list.title", name=office.desk.words("status.taken"), count=1)
        assert "Anna" in listed.text
        assert "Bea" not in listed.text


@pytest.mark.parametrize(("word", "number"), [("anna", 1), ("BEA", 2), ("2", 2)])
async def test_requests_are_found_by_name_and_number(office: Office, word: str, number: int) -> None:
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    await office.desk.says(f"/haku {word}")
    found = await office.desk.reads("desk.found", word=word, count=1)
    names = {1: "Anna", 2: "Bea"}
    assert found.buttons == [office.desk.words("button.list.card", number=str(number), name=names[number])]


async def test_every_search_and_list_is_answered_though_telegram_puts_them_off(office: Office) -> None:
    await office.request("Anna", number=1)
    office.home.telegram.fails("429", method="sendMessage", chat_id=office.desk.chat_id, retry_after=10)
    for asked in ("/liidit", "/haku anna", "/haku bea", "/liidit"):
        await office.desk.says(asked)
    await office.home.quiet()
    await office.home.passes(20)
    shown = office.desk.printed()
    assert [shown.count(word) for word in ("anna”", "bea”")] == [1, 1]
    name = office.desk.words("desk.list.open")
    assert shown.count(office.desk.words("desk.list.title", name=name, count=1)) == 2


async def test_of_pages_turned_while_telegram_puts_them_off_only_the_last_is_shown(office: Office) -> None:
    await office.request("Anna", number=1)
    await office.desk.says("/liidit")
    await office.home.quiet()
    listed = await office.desk.reads("desk.list.title", name=office.desk.words("desk.list.open"), count=1)
    office.home.telegram.fails("429", method="editMessageText", chat_id=office.desk.chat_id, retry_after=10)
    before = len(office.home.calls("editMessageText", office.desk.chat_id))
    for name in ("status.new", "status.taken", "status.answered"):
        await office.desk.taps(office.desk.words(name), on=listed)
        await office.home.quiet()
    await office.home.passes(20)
    assert len(office.home.calls("editMessageText", office.desk.chat_id)) == before + 2
    await office.desk.reads("desk.list.title", name=office.desk.words("status.answered"), count=0)


async def test_card_comes_again_and_replies_to_the_old_one_still_arrive(office: Office) -> None:
    anna = await office.request()
    old = await office.card()
    await office.desk.says("/lead 1")
    new = await office.card()
    assert new.message_id > old.message_id
    await office.desk.says("Hello from the old card.", reply_to=old)
    await anna.reads_words("Hello from the old card.")
    assert office.desk.words("status.answered") in (await office.card()).text


@pytest.mark.parametrize(
    ("command", "use"),
    [
        ("/lead", "desk.which"),
        ("/find", "desk.use.find"),
        ("/away", "desk.use.away"),
        ("/leads x", "desk.list.none"),
    ],
)
async def test_whatever_is_no_use_of_a_command_is_answered_with_its_use(office: Office, command: str, use: str) -> None:
    for argument in HOSTILE:
        if command == "/find" and argument not in ("", HOSTILE[1]):
            continue  # a word to look for, whatever it looks like
        written = await office.desk.says(f"{command} {argument}".strip()[:4000])
        answered = await office.desk.reads(use)
        assert answered.message["reply_to_message"]["message_id"] == written["message_id"], argument


@pytest.mark.parametrize(
    ("command", "use", "answer", "reads"),
    [
        ("/poissa", "desk.use.away", "31.12.", "desk.away"),
        ("/haku", "desk.use.find", "Anna", "desk.found"),
    ],
)
async def test_command_without_what_it_needs_opens_the_reply_field_and_takes_the_reply(
    office: Office, command: str, use: str, answer: str, reads: str
) -> None:
    await office.request("Anna")
    await office.desk.says(command)
    asked = await office.desk.reads(use)
    assert office.field["force_reply"]
    await office.desk.says("x", reply_to=asked)  # no use: asked again
    again = await office.desk.reads(use)
    assert again.message_id > asked.message_id
    await office.desk.says(answer, reply_to=again)
    day = languages()["fi"].day(date(office.hours.local(office.home.clock()).year, 12, 31))
    await office.desk.reads(reads, **({"day": day} if reads == "desk.away" else {"word": "Anna", "count": 1}))


async def test_reply_field_of_a_command_takes_no_words_meant_for_a_client(office: Office) -> None:
    anna = await office.request("Anna")
    await office.desk.says("/poissa")
    await office.desk.reads("desk.use.away")
    await office.replies("31.12.")
    await anna.reads_words("31.12.")
    await office.desk.says("31.12.")
    await office.desk.reads("desk.whom", n=1)
    assert await office.home.app.store.transaction(lambda tx: away_until(tx, office.hours)) is None


async def test_next_text_is_taken_by_a_command_that_asked_while_nobody_waits(office: Office) -> None:
    await office.desk.says("/poissa")
    await office.desk.reads("desk.use.away")
    await office.desk.says("31.12.")
    await office.home.quiet()
    assert await office.home.app.store.transaction(lambda tx: away_until(tx, office.hours)) is not None


@pytest.mark.parametrize(
    ("command", "reads"),
    [("/poista", "desk.erase"), ("/pyynto", "card.new"), ("/tulosta", "export.print.caption")],
)
async def test_command_without_a_number_offers_the_open_requests(office: Office, command: str, reads: str) -> None:
    await office.desk.says(command)
    assert (await office.desk.reads("desk.which")).buttons == [office.desk.words("button.desk.which.none")]
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    await office.acts("button.lead.take", "button.lead.handled", number=1)
    await office.desk.says(command)
    asked = await office.desk.reads("desk.which")
    assert asked.buttons == ["Bea, nro 2", office.desk.words("button.desk.which.none")]
    before = asked.message_id
    await office.desk.taps("Bea, nro 2", on=asked)
    assert (await office.desk.reads(reads, number="2")).message_id > before
    for reply_to in (0, asked):  # another one, by its number
        await office.desk.says(command)
        before = (await office.desk.reads("desk.which")).message_id
        await office.desk.says("1", reply_to=reply_to)
        title = "card.numbered" if reads == "card.new" else reads
        assert (await office.desk.reads(title, number="1")).message_id > before


@pytest.mark.parametrize("command", ["/poista", "/pyynto", "/tulosta"])
async def test_erasure_takes_the_name_on_the_button_along(office: Office, command: str) -> None:
    await office.request("Anna")
    await office.desk.says(command)
    assert "Anna" in str((await office.desk.reads("desk.which")).buttons)
    await office.desk.says("/poista 1")
    await office.desk.picks("button.desk.erase")
    await office.home.quiet()
    assert "Anna" not in office.desk.printed()


async def test_help_is_short_grouped_and_known_by_its_finnish_names(office: Office) -> None:
    for command, language in (("/help", "en"), ("/ohje", "fi"), ("/apua", "fi")):
        await office.desk.says(f"/kieli {language}")
        await office.desk.says(command)
        office.desk.language = language
        told = await office.desk.reads("desk.help", commands="")
        assert len(told.text) <= 650
        assert told.text.count("\n\n") == 3


async def test_hostile_words_are_looked_for_like_any_other(office: Office) -> None:
    await office.request()
    for word in HOSTILE[2:]:
        if len(word) > 1:
            await office.desk.says(f"/find {word}")
            await office.desk.reads("desk.found.none", word=word)


async def test_number_that_no_request_has_is_said(office: Office) -> None:
    await office.desk.says("/lead 77")
    await office.desk.reads("desk.no_such_lead", number="77")


async def test_unknown_command_is_answered_and_the_menu_is_only_here(office: Office) -> None:
    await office.desk.says("/jotain")
    await office.desk.reads("desk.unknown_command")
    names = [
        call["parameters"]["commands"]
        for call in office.home.calls("setMyCommands")
        if str(office.desk.chat_id) in str(call["parameters"].get("scope", ""))
    ]
    assert {"pyynnot", "pyynto"} <= {each["command"] for each in names[-1]}
    others = [call for call in office.home.calls("setMyCommands") if not call["parameters"].get("scope")]
    assert "pyynnot" not in str(others)


async def test_requests_of_one_town_near_in_time_are_pointed_out(office: Office) -> None:
    for number, name in enumerate(("Anna", "Bea"), start=1):
        one = await office.home.anna("fi", first_name=name)
        await one.answers("who.employee", "challenge.coping", "place.on_site", until="town")
        await one.says("Kajaani")
        await one.answers(until="sent")
        await one.is_at("sent.title", number=str(number))
        await office.home.passes(HOUR)
    assert office.desk.words("card.near", town="Kajaani", numbers="1") in (await office.card(2)).text
    await office.desk.says("/leads")
    await office.desk.reads("desk.list.near", town="Kajaani", numbers="1, 2")


async def test_earlier_requests_of_the_same_person_stand_on_the_card(office: Office) -> None:
    anna = await office.request()
    await anna.picks("button.new")
    await anna.answers("who.employee", "challenge.coping", until="sent")
    assert office.desk.words("card.earlier", numbers="1") in (await office.card(2)).text


async def test_erasure_takes_a_person_out_of_lists_that_were_shown(office: Office) -> None:
    anna = await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    await office.desk.says("/leads")
    await office.desk.says("/find Anna")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    assert "Anna" not in "".join(map(str, office.desk.screens))
    assert "Bea" in office.desk.printed()


@pytest.mark.parametrize("word", ["nro 2", "#2", "Nro 2.", "no 2"])
async def test_requests_are_found_by_number_however_it_is_written(office: Office, word: str) -> None:
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    await office.desk.says(f"/haku {word}")
    found = await office.desk.reads("desk.found", word=word, count=1)
    assert "Bea" in found.text


@pytest.mark.parametrize(
    ("word", "name", "count"),
    [
        ("uudet", "status.new", 1),
        ("vastatut", "status.answered", 1),
        ("käsitellyt", "status.handled", 1),
        ("avoimet", "desk.list.open", 2),
        ("kaikki", "desk.list.all", 3),
    ],
)
async def test_lists_are_known_by_the_words_people_use(office: Office, word: str, name: str, count: int) -> None:
    for number, first_name in enumerate(("Anna", "Bea", "Cia"), start=1):
        await office.request(first_name, number=number)
    await office.replies("Hello.", 2)
    await office.acts("button.lead.handled", number=3)
    await office.desk.says(f"/liidit {word}")
    await office.desk.reads("desk.list.title", name=office.desk.words(name), count=count)


async def test_statistics_are_known_by_the_singular_too(office: Office) -> None:
    await office.desk.says("/tilasto")
    await office.home.quiet()
    assert office.desk.words("desk.unknown_command") not in office.desk.printed()


async def test_list_says_how_long_each_has_waited_and_how_to_answer(office: Office) -> None:
    await office.request("Anna", number=1)
    await office.home.passes(12 * 60)
    bea = await office.home.anna("en", first_name="Bea")
    await bea.reaches_way()
    await bea.answers("way.email", until="email")
    await bea.says("bea@example.fi")
    await bea.picks("review.send")
    await bea.is_at("sent.title", number="2")
    await office.acts("button.lead.mailed", number=2)
    await office.desk.says("/pyynnot")
    listed = await office.desk.reads("desk.list.waits.minutes", n=12)
    anna, other = (line for line in listed.text.split("\n") if line.startswith(office.desk.words("format.individual")))
    assert office.desk.words("desk.list.way.telegram") in anna
    assert office.desk.words("desk.list.way.email") in other
    assert other.endswith(office.desk.words("status.answered"))
    await office.home.passes(2 * HOUR)
    await office.desk.says("/leads")
    await office.desk.reads("desk.list.waits.hours", n=2)


async def test_request_is_brought_by_its_finnish_command(office: Office) -> None:
    await office.request("Anna", number=1)
    before = await office.card()
    await office.desk.says("/pyynto 1")
    assert (await office.card()).message_id > before.message_id


@pytest.mark.parametrize(("typed", "key"), [("/pyynnöt", "desk.list.open"), ("/Pyyntö 1", "card.new"), ("/käsi", "")])
async def test_command_in_full_finnish_is_understood_and_another_word_asks_for_whom(
    office: Office, typed: str, key: str
) -> None:
    await office.request()
    seen = len(office.desk.screens)
    await office.desk.says(typed)
    await office.home.quiet()
    new = [screen.text for screen in office.desk.screens[seen:]]
    wanted = office.desk.words(key, number="1") if key else office.desk.words("desk.whom", n=1)
    assert any(wanted in text for text in new), new
