"""The supervisor's profile, written in the chat: one field, all in a row, the photo, and what is not taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.local_telegram.shapes import Json
from bot.ops.profile_file import profile_from, profile_to
from bot.requests.profile import ANY, FIELDS, Profile, keep, read
from tests.driver import Screen
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone

PLAIN = [key for key, field in FIELDS.items() if field.plain]


async def profile(office: Office) -> Profile:
    """The profile as it is kept."""
    await office.home.quiet()
    return await office.home.app.store.transaction(read)


async def opens(office: Office, key: str) -> None:
    """Open one field."""
    await office.desk.says("/esittely")
    await office.desk.reads("profile.title")
    await office.desk.picks(f"profile.{key}")


async def asked(desk: Phone, key: str) -> Screen:
    """The newest message that asks for a field."""
    return await desk.reads(f"profile.{key}.hint")


async def replies(desk: Phone, key: str, words: str) -> Json:
    """Reply to the question for a field."""
    return await desk.says(words, reply_to=await asked(desk, key))


async def test_list_shows_every_field_and_what_is_set(office: Office) -> None:
    await office.desk.says("/profile")
    shown = await office.desk.reads("profile.title")
    for key in FIELDS:
        assert office.desk.words(f"profile.{key}") in shown.buttons

    await office.desk.picks("profile.price")
    await replies(office.desk, "price", "Sata euroa")
    await office.desk.picks("button.profile.all")

    shown = await office.desk.reads("profile.title")
    assert "Hinta Sata euroa" in shown.text
    assert f"✓ {office.desk.words('profile.price')}" in shown.buttons


async def test_field_is_shown_as_a_client_reads_it_in_both_languages(office: Office) -> None:
    await opens(office, "price")
    await office.desk.reads("ask.nothing_said")
    await replies(office.desk, "price", "Sata euroa")

    shown = await office.desk.reads("profile.seen", language="Suomi")
    assert "Mitä se maksaa?\nSata euroa" in shown.text
    assert "What does it cost?\nSata euroa (in Finnish)" in shown.text

    await office.desk.picks("button.profile.write.en")
    await replies(office.desk, "price", "A hundred euros")
    shown = await office.desk.reads("profile.seen", language="English")
    assert "What does it cost?\nA hundred euros" in shown.text

    await office.desk.picks("button.profile.empty.fi")
    shown = await office.desk.reads("profile.seen", language="Suomi")
    assert "Mitä se maksaa?\nA hundred euros (englanniksi)" in shown.text
    await office.desk.picks("button.profile.empty.en")
    await office.desk.reads("profile.unwritten")
    assert not (await profile(office)).has("price")


async def test_tap_on_a_field_opens_the_reply_field_and_what_is_typed_is_shown_with_the_next_empty_one(
    office: Office,
) -> None:
    await office.request("Anna")
    await opens(office, "price")
    await asked(office.desk, "price")
    assert office.field["force_reply"]
    assert office.field["input_field_placeholder"] == office.desk.words("profile.price")
    await replies(office.desk, "price", "Sata euroa")
    shown = await office.desk.reads("profile.seen", language="Suomi")
    assert "Sata euroa" in shown.text

    await office.desk.picks("button.profile.next")
    await asked(office.desk, "travel")  # the one below it, not the first of all
    await opens(office, "photo")
    await office.desk.picks("button.profile.next")
    await asked(office.desk, "name")


async def test_field_with_words_is_asked_for_with_what_it_says_to_be_copied(office: Office) -> None:
    await office.home.app.store.transaction(lambda tx: keep(tx, Profile({"price": {"fi": "Sata <euroa>"}})))
    await opens(office, "price")
    question = await asked(office.desk, "price")
    assert [each["type"] for each in question.message["entities"]].count("code") == 1
    assert "Sata <euroa>" in question.text


@pytest.mark.parametrize("leaves", ["button.profile.all", "button.profile.next", "/esittely"])
async def test_question_that_is_left_is_taken_away_and_takes_no_words_meant_for_a_client(
    office: Office, leaves: str
) -> None:
    await office.request("Anna")
    await opens(office, "price")
    question = await asked(office.desk, "price")
    await (office.desk.says(leaves) if leaves.startswith("/") else office.desk.picks(leaves))
    await office.home.quiet()
    assert question.message_id not in [each.message_id for each in office.desk.screens]
    open_for = (office.desk.chat.keyboard or {}).get("input_field_placeholder")
    assert open_for == (office.desk.words("profile.travel") if leaves.endswith("next") else None)
    await office.desk.says("Hei Anna, soitan huomenna.")
    await office.desk.reads("desk.whom", n=1)
    assert await profile(office) == Profile()


async def test_question_that_nobody_answers_goes_within_the_hour(office: Office) -> None:
    await opens(office, "price")
    question = await asked(office.desk, "price")
    await office.home.passes(3600)
    await office.home.quiet()
    assert question.message_id not in [each.message_id for each in office.desk.screens]


async def test_whole_profile_takes_one_tap_and_a_message_for_each_field(office: Office) -> None:
    desk = office.desk
    await desk.says("/esittely")
    await desk.picks("button.profile.fill.fi")
    for key in FIELDS:
        words = "www.example.fi" if key == "links" else f"Sanat: {key}"
        await replies(desk, key, words)
        shown = await desk.reads("profile.saved", field=desk.words(f"profile.{key}"))
        assert f"\n{words}\n" in shown.text
    await desk.sends(photo=True, reply_to_message_id=(await asked(desk, "photo")).message_id)
    await desk.reads("profile.photo.shown")

    kept = await profile(office)
    assert all(kept.has(key) for key in (*FIELDS, "photo"))

    await desk.says("/esittely")
    await desk.picks("button.profile.fill.en")
    for key in FIELDS:
        if key not in PLAIN:
            await replies(desk, key, f"Words: {key}")
    await desk.reads("profile.title")
    kept = await profile(office)
    assert all(kept.written(key, "en") for key in FIELDS if key not in PLAIN)
    assert not (await desk.reads("profile.title")).button(desk.words("button.profile.fill.en"))


async def test_field_that_is_skipped_stays_empty_and_the_next_one_is_asked(office: Office) -> None:
    await office.desk.says("/esittely")
    await office.desk.picks("button.profile.fill.fi")
    await replies(office.desk, "name", "–")
    await asked(office.desk, "background")
    assert not (await profile(office)).has("name")


@pytest.mark.parametrize(
    ("words", "why"),
    [("\u2060", "profile.fault.empty"), ("a" * 4096, "profile.fault.long"), ("sivu", "profile.fault.link")],
)
async def test_words_that_are_not_taken_are_answered_with_what_to_do_and_asked_again(
    office: Office, words: str, why: str
) -> None:
    await opens(office, "links")
    await replies(office.desk, "links", words)

    values = {"n": 4096, "limit": FIELDS["links"].longest} if why.endswith("long") else {"line": words}
    again = await office.desk.reads(why, **values)
    assert not (await profile(office)).has("links")
    await office.desk.says("www.example.fi", reply_to=again)
    assert (await profile(office)).has("links")


async def test_picture_for_words_and_words_for_the_photo_are_not_taken(office: Office) -> None:
    await opens(office, "name")
    await office.desk.sends(photo=True, reply_to_message_id=(await asked(office.desk, "name")).message_id)
    await office.desk.reads("profile.fault.words")

    await opens(office, "photo")
    for content in ({"document": True}, {"voice": True}, {"sticker": True}, {"text": "tässä"}):
        question = await asked(office.desk, "photo")
        await office.desk.sends(**content, reply_to_message_id=question.message_id)
        again = await office.desk.reads("profile.fault.photo")
        assert again.message_id > question.message_id
    assert await profile(office) == Profile()
    assert office.home.calls("setMyProfilePhoto") == []


async def test_album_is_refused_once(office: Office) -> None:
    await opens(office, "photo")
    question = (await asked(office.desk, "photo")).message_id
    await office.desk.sends_album(*({"photo": True, "reply_to_message_id": question} for _ in range(3)))
    await office.desk.reads("profile.fault.album")
    refused = [each for each in office.desk.screens if office.desk.words("profile.fault.album") in each.text]
    assert len(refused) == 1


async def test_photo_becomes_the_bots_and_goes_again(office: Office) -> None:
    await opens(office, "photo")
    await office.desk.reads("profile.photo.none")
    await office.desk.picks("button.profile.photo")
    await office.desk.sends(photo=True, reply_to_message_id=(await asked(office.desk, "photo")).message_id)
    await office.desk.reads("profile.photo.shown")
    assert office.home.telegram.model.photo

    await office.desk.picks("button.profile.photo.remove")
    await office.home.quiet()
    assert not office.home.telegram.model.photo
    assert not (await profile(office)).photo


async def test_photo_that_is_there_is_asked_for_without_its_id(office: Office) -> None:
    await office.home.app.store.transaction(lambda tx: keep(tx, Profile({}, "photo-id")))
    await opens(office, "photo")
    assert "photo-id" not in (await asked(office.desk, "photo")).text


async def test_photo_that_telegram_refuses_is_told_and_not_kept(office: Office) -> None:
    office.home.telegram.fails(
        "400", times=1, method="setMyProfilePhoto", description="Bad Request: PHOTO_CROP_SIZE_SMALL"
    )
    await opens(office, "photo")
    await office.desk.sends(photo=True, reply_to_message_id=(await asked(office.desk, "photo")).message_id)
    await office.desk.reads("profile.photo.refused")
    assert not (await profile(office)).photo


async def test_text_without_a_reply_is_asked_for_whom_and_never_becomes_public(office: Office) -> None:
    await office.request("Anna")
    await opens(office, "price")
    await asked(office.desk, "price")
    await office.desk.says("Hei Anna, soitan huomenna.")
    await office.desk.reads("desk.whom", n=1)
    assert await profile(office) == Profile()


async def test_next_text_without_a_reply_is_taken_while_nobody_waits_and_only_once(office: Office) -> None:
    await opens(office, "price")
    await asked(office.desk, "price")
    await office.desk.says("Sata euroa")
    assert (await profile(office)).written("price", "fi") == "Sata euroa"
    await office.desk.says("Hei")
    await office.desk.reads("desk.hint")
    assert (await profile(office)).written("price", "fi") == "Sata euroa"


async def test_text_long_after_the_question_is_not_taken(office: Office) -> None:
    await opens(office, "price")
    await asked(office.desk, "price")
    await office.home.passes(3600)
    await office.desk.says("Hei")
    await office.desk.reads("desk.hint")
    assert await profile(office) == Profile()


async def test_rest_of_a_text_that_is_too_long_is_not_taken(office: Office) -> None:
    await opens(office, "price")
    await replies(office.desk, "price", "a" * 4096)
    await office.desk.reads("profile.fault.long", n=4096, limit=FIELDS["price"].longest)
    await office.desk.says("aaaa")
    await office.desk.reads("desk.hint")
    assert await profile(office) == Profile()


async def test_colleague_in_a_group_is_asked_by_name_and_the_reply_is_taken(office: Office) -> None:
    colleague = await office.shared_with("Kollega")
    await colleague.says("/esittely")
    await colleague.picks("profile.price")
    question = await asked(colleague, "price")
    assert "Kollega" in question.text
    assert colleague.chat.keyboard is not None
    assert colleague.chat.keyboard["selective"]
    await colleague.says("Soitan Annalle.")
    await colleague.says("Sata euroa", reply_to=question)
    assert (await profile(office)).written("price", "fi") == "Sata euroa"


async def test_photo_that_comes_during_an_outage_is_set_after_it(office: Office) -> None:
    await opens(office, "photo")
    question = await asked(office.desk, "photo")
    office.home.telegram.fails("500", times=3, method="setMyProfilePhoto")
    await office.desk.sends(photo=True, reply_to_message_id=question.message_id)
    for _ in range(4):
        await office.home.passes(600)
    await office.desk.reads("profile.photo.shown")
    assert (await profile(office)).photo


async def test_reply_to_a_card_goes_to_its_writer_while_a_field_is_asked_for(office: Office) -> None:
    anna = await office.request("Anna")
    await opens(office, "price")
    await office.replies("Hei Anna")
    await anna.reads_words("Hei Anna")
    assert await profile(office) == Profile()


async def test_command_as_a_reply_is_a_command_and_changes_nothing(office: Office) -> None:
    await opens(office, "price")
    await replies(office.desk, "price", "/hinta 100")
    await office.desk.reads("desk.unknown_command")
    assert await profile(office) == Profile()


async def test_reply_that_is_edited_changes_the_field(office: Office) -> None:
    await opens(office, "price")
    message = await replies(office.desk, "price", "Sta")
    await office.desk.reads("profile.seen", language="Suomi")
    await office.desk.edits(message, "Sata")
    assert (await profile(office)).written("price", "fi") == "Sata"


async def test_profile_is_changed_while_the_supervisor_plays_a_client(office: Office) -> None:
    await office.desk.says("/kokeile")
    await opens(office, "price")
    await replies(office.desk, "price", "Sata euroa")
    assert (await profile(office)).has("price")


async def test_profile_survives_a_restart_between_question_and_reply(office: Office) -> None:
    await opens(office, "price")
    await asked(office.desk, "price")
    await office.home.restarts()
    await replies(office.desk, "price", "Sata euroa")
    assert (await profile(office)).has("price")


async def test_words_with_markup_are_shown_as_they_were_written(office: Office) -> None:
    words = "<b>x</b> & {name} *y* https://example.fi <script>"
    await opens(office, "background")
    await replies(office.desk, "background", words)
    shown = await office.desk.reads("profile.seen", language="Suomi")
    assert words in shown.text


async def test_profile_goes_to_a_file_and_comes_from_one_beside_the_running_bot(office: Office, tmp_path: Path) -> None:
    home, file = office.home, tmp_path / "profile.json"
    before = Profile({"name": {ANY: "Maija Ä"}, "price": {"fi": "Sata", "en": "A hundred"}}, "photo-id")
    await home.app.store.transaction(lambda tx: keep(tx, before))
    await profile_to(home.settings, file)
    await home.app.store.transaction(lambda tx: keep(tx, Profile({}, "another-photo")))

    assert await profile_from(home.settings, file) == 2
    assert await profile(office) == Profile(before.words, "another-photo")
    await opens(office, "price")
    assert "Sata" in (await office.desk.reads("profile.seen", language="Suomi")).text


async def test_file_with_a_fault_changes_nothing(office: Office, tmp_path: Path) -> None:
    before = Profile({"name": {ANY: "Maija"}})
    await office.home.app.store.transaction(lambda tx: keep(tx, before))
    file = tmp_path / "profile.json"
    file.write_text('{"name": "Liisa", "price": {"fi": ""}}')
    with pytest.raises(ValueError, match="Nothing was changed"):
        await profile_from(office.home.settings, file)
    assert await profile(office) == before
