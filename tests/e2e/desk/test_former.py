"""A chat that was the desk before: from there nothing is passed on any more, and anyone who tries is told so."""

from __future__ import annotations

from bot.desk.pairing import link, new_code
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone


async def back_to(office: Office, private: Phone) -> None:
    """Make a private chat the desk again."""
    code = await office.home.app.store.transaction(new_code)
    await private.says("/start " + link("any", code).partition("start=")[2])
    await office.home.quiet()
    office.desk = office.home.desk = private


async def test_reply_or_tap_in_the_private_chat_that_was_the_desk_is_told_so(office: Office) -> None:
    old = office.desk
    anna = await office.request()
    card = await office.card()
    await old.picks("button.lead.reply")
    question = await old.reads("desk.reply", name="Anna", number="1")
    await office.shared_with("Liisa")
    for message in (card, question):
        await old.says("Shall we talk?", reply_to=message)
        await office.home.quiet()
        assert old.screen.text == old.words("desk.former")
    await old.taps(old.words("button.lead.take"), on=card)
    assert (await old.sees_notice(old.words("desk.former"))).alert
    await old.says("Shall we talk at last?")
    await old.reads("first.ask")
    assert "Shall we talk" not in anna.printed() + office.desk.printed()
    assert (await office.lead()).status == "new"


async def test_after_a_trial_that_was_sent_a_reply_in_the_old_chat_goes_to_nobody_and_gets_no_mark(
    office: Office,
) -> None:
    old = office.desk
    await old.says("/kokeile")
    await old.reaches_review()
    await old.picks("review.send")
    await old.reads("try.sent")
    trial = await office.card(-1)
    anna = await office.request(number=1)
    card = await office.card(1)
    await office.shared_with("Liisa")
    for message in (card, trial):
        await old.says("Shall we talk?", reply_to=message)
        await office.home.quiet()
        assert old.screen.text == old.words("desk.former")
    assert "Shall we talk?" not in anna.printed() + office.desk.printed()
    assert not office.home.calls("setMessageReaction", old.chat_id)


async def test_reply_or_tap_in_the_group_that_was_the_desk_is_told_so_and_all_else_is_silence(office: Office) -> None:
    private = office.desk
    liisa = await office.shared_with("Liisa")
    group = office.desk
    anna = await office.request()
    card = await office.card()
    await back_to(office, private)
    await liisa.says("Shall we talk?", reply_to=card)
    await liisa.reads("desk.former")
    before = len(liisa.screens)
    await liisa.says("Among ourselves")
    await office.home.quiet()
    assert len(liisa.screens) == before
    await group.taps(group.words("button.lead.take"), on=card)
    assert (await group.sees_notice(group.words("desk.former"))).alert
    assert "Shall we talk?" not in anna.printed() + office.desk.printed()
    assert (await office.lead()).status == "new"


async def test_desk_that_comes_back_works_as_before(office: Office) -> None:
    private = office.desk
    anna = await office.request()
    card = await office.card()
    await office.shared_with("Liisa")
    await back_to(office, private)
    await private.says("Shall we talk?", reply_to=card)
    await anna.reads_words("Shall we talk?")


async def test_who_was_the_supervisor_can_be_a_prospect_afterwards(office: Office) -> None:
    old = office.desk
    await office.request()
    await office.shared_with("Liisa")
    await old.leaves_request(2)
    await office.replies("Shall we talk?", 2)
    await old.says("Gladly.", reply_to=await old.reads_words("Shall we talk?"))
    await office.desk.reads_words("Gladly.")


async def test_command_of_the_desk_in_the_private_chat_that_was_it_is_told_so_and_begins_nothing(
    office: Office,
) -> None:
    old = office.desk
    await office.shared_with("Liisa")
    for command in ("/kokeile", "/try", "/liidit", "/lead 1", "/poissa 15.8."):
        await old.says(command)
        await office.home.quiet()
        assert old.screen.text == old.words("desk.former")
    # What is a prospect's command as well is a prospect's there.
    await old.says("/apua")
    await office.home.quiet()
    assert old.screen.text != old.words("desk.former")
