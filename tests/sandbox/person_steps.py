"""One call of every person action."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.sandbox.calls import KEYBOARD, PNG, Scene

Step = Callable[[Scene], Awaitable[object]]


async def taps(s: Scene) -> None:
    sent = await s.says(reply_markup=KEYBOARD)
    await s.sokha.taps("Yes")
    await s.bot.delete_message(**s.pair(sent))
    await s.sokha.taps_data("y", in_message=sent.message_id)


async def edits(s: Scene) -> None:
    await s.sokha.edits(await s.sokha.says("one"), "two")


async def deletes(s: Scene) -> None:
    await s.sokha.deletes(await s.sokha.says("gone"))


async def forwards(s: Scene) -> None:
    await s.sokha.forwards(await s.dara.says("/look", chat=s.forum))


async def replies(s: Scene) -> None:
    await s.sokha.says("/jmi 2008-4 58% @dara", reply_to=(await s.says(reply_markup=KEYBOARD)).message_id)


async def joins(s: Scene) -> None:
    chea = await s.sandbox.person("Chea", language_code=None)
    await chea.joins(s.forum)
    await s.asks_to_join()


async def upgrades(s: Scene) -> None:
    await s.sokha.upgrades(await s.sandbox.group("Old", [s.sokha, s.dara], supergroup=False))


async def places_bot(s: Scene) -> None:
    group = await s.sandbox.group("Another", [s.sokha])
    for status in ("administrator", "member", "left", "member", "kicked"):
        await s.sokha.places_bot(status, group)


async def closes_topic(s: Scene) -> None:
    thread_id = await s.sokha.opens_topic("Budget", s.forum)
    await s.sokha.says("/budget", chat=s.forum, thread_id=thread_id)
    await s.sokha.closes_topic(thread_id, s.forum)
    await s.sokha.closes_topic(thread_id, s.forum, closed=False)


async def reacts(s: Scene) -> None:
    message = await s.sokha.says("good")
    await s.sokha.reacts("👍", message)
    await s.sokha.reacts("", message)


async def votes(s: Scene) -> None:
    for anonymous in (True, False):
        await s.poll(is_anonymous=anonymous)
        await s.sokha.votes([1], await s.sokha.last())


async def pins(s: Scene) -> None:
    await s.sokha.pins(await s.sokha.says("important"))


#: Steps by the name of the action, in an order in which people could do them.
STEPS: dict[str, Step] = {
    "starts": lambda s: s.sokha.starts("invite-1"),
    "says": replies,
    "sends_file": lambda s: s.sokha.sends_file("ក.pdf", b"%PDF", caption="/c"),
    "sends_photo": lambda s: s.sokha.sends_photo(PNG, caption="p"),
    "sends_sticker": lambda s: s.sokha.sends_sticker("🙏"),
    "sends_voice": lambda s: s.sokha.sends_voice(),
    "sends_contact": lambda s: s.sokha.sends_contact(),
    "sends_location": lambda s: s.sokha.sends_location(),
    "taps": taps,
    "edits": edits,
    "deletes": deletes,
    "forwards": forwards,
    "reacts": reacts,
    "votes": votes,
    "pins": pins,
    "joins": joins,
    "opens_topic": lambda s: s.dara.opens_topic("Nutrition", s.forum),
    "closes_topic": closes_topic,
    "upgrades": upgrades,
    "places_bot": places_bot,
    "leaves": lambda s: s.dara.leaves(s.forum),
    "sets": lambda s: s.sokha.sets(first_name="សុខា", language_code="km"),
    "blocks": lambda s: s.sokha.blocks(),
    "unblocks": lambda s: s.sokha.unblocks(),
}
