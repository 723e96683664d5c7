"""From /start to the supervisor's card, in both languages."""

from __future__ import annotations

from tests.e2e.house import House


async def test_english_prospect_walks_the_flow_and_the_card_arrives(home: House) -> None:
    anna = await home.anna("en")
    await anna.says("/start")
    await anna.taps("Let's begin")
    await anna.taps("A group")
    await anna.taps("Cooperation and tensions")
    await anna.taps("Done")
    await anna.taps("Both by turns")
    await anna.taps("On site")
    await anna.says("Kuusamo")
    await anna.taps("Longer and regular")
    await anna.sees("Combination supervision")
    await anna.taps("Leave a contact request")
    await anna.taps("5–10")
    await anna.taps("I would take part")
    await anna.taps("By phone")
    await anna.says("040 123 4567")
    await anna.sees("This is what the supervisor gets")
    await anna.taps("Agree and send")
    await anna.sees("number is 1")
    card = await home.desk.sees("040 123 4567")
    print(anna.printed())
    print(card)
