"""One call of every person action."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sandbox.client_origins import from_bot, from_channel, from_group, from_hidden_user
from tests.sandbox.calls import KEYBOARD, PNG, Scene

Step = Callable[[Scene], Awaitable[object]]


async def taps(s: Scene) -> None:
    sent = await s.says(reply_markup=KEYBOARD)
    await s.sokha.taps("Yes")
    await s.bot.delete_message(**s.pair(sent))
    await s.sokha.taps_data("y", in_message=sent.message_id)


async def edits(s: Scene) -> None:
    said = await s.sokha.says("one")
    await s.sokha.edits(said, "<b>two</b>", parse_mode="HTML")
    await s.sokha.edits(said, link_preview_options={"is_disabled": True})
    await s.sokha.edits_file(await s.sokha.sends_file("a.pdf", b"%PDF"), "b.pdf", b"%PDF", caption="The second")


async def deletes(s: Scene) -> None:
    await s.sokha.deletes(await s.sokha.says("gone"))


async def forwards(s: Scene) -> None:
    await s.sokha.forwards(await s.dara.says("/look", chat=s.forum))
    await s.dara.sets(hidden_in_forwards=True)
    await s.sokha.forwards(*await s.dara.sends_album([("a.pdf", b"%PDF"), ("b.pdf", b"%PDF")], chat=s.forum))
    await s.sokha.forwards(await s.sokha.says("From us all", chat=s.forum, anonymous=True))
    for origin in (from_hidden_user("Somebody"), from_bot("gif"), from_group("Committee"), from_channel("News")):
        await s.sokha.says("Read this", forward_origin=origin)


async def writes(s: Scene) -> None:
    asked = await s.says(reply_markup=KEYBOARD)
    await s.sokha.says("/jmi 2008-4 58% @dara", reply_to=asked.message_id, quote="ភាសា")
    await s.sokha.says("😀 see here", entities=[{"type": "text_link", "offset": 3, "length": 8, "url": "https://a.kh"}])
    await s.sokha.says("<b>Paid</b> <code>x</code>", parse_mode="HTML", via_bot="gif")
    await s.sokha.says("I agree", reply_to=await s.dara.says("Shall we?", chat=s.forum), reply_in=s.forum)
    await s.sokha.says("I agree", external_reply={"origin": from_channel("News")}, quote="a part")
    await s.sokha.says("x", extra={"has_protected_content": True})
    await s.sokha.says("word " * 1000)


async def sends_contact(s: Scene) -> None:
    await s.sokha.sends_contact()
    await s.sokha.sends_contact(of=s.dara)
    await s.sokha.sends_contact("+85512345678", "Desk", last_name="Front")


async def moves_location(s: Scene) -> None:
    await s.sokha.moves_location(await s.sokha.sends_location(live_period=900), 13.3622, 103.8597)


async def posts_service(s: Scene) -> None:
    for field, content, group in SERVICE:
        await s.sokha.posts_service(field, content, chat=s.forum if group else None)


async def invites(s: Scene) -> None:
    await s.sokha.invites(await s.sandbox.person("Bopha"), s.forum)


async def removes(s: Scene) -> None:
    bopha = await s.sandbox.person("Bopha")
    await s.sokha.invites(bopha, s.forum)
    await s.sokha.removes(bopha, s.forum)


async def promotes(s: Scene) -> None:
    bopha = await s.sandbox.person("Bopha")
    await s.sokha.invites(bopha, s.forum)
    await s.sokha.promotes(bopha, s.forum)
    await s.sokha.promotes(bopha, s.forum, administrator=False)


async def unpins(s: Scene) -> None:
    message = await s.sokha.says("important")
    await s.sokha.pins(message)
    await s.sokha.unpins(message)


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


DARA = {"id": 1002, "is_bot": False, "first_name": "Dara"}
#: Service messages: field, content, and whether it is one of a group.
SERVICE: tuple[tuple[str, object, bool], ...] = (
    ("message_auto_delete_timer_changed", {"message_auto_delete_time": 86400}, False),
    ("chat_background_set", {"type": {"type": "chat_theme", "theme_name": "🏠"}}, False),
    ("write_access_allowed", {"from_request": True}, False),
    ("users_shared", {"request_id": 1, "users": [{"user_id": 1002, "first_name": "Dara"}]}, False),
    ("chat_shared", {"request_id": 2, "chat_id": -1001234567890}, False),
    ("web_app_data", {"data": "{}", "button_text": "Open"}, False),
    ("new_chat_title", "Health TWG", True),
    ("new_chat_photo", None, True),
    ("delete_chat_photo", None, True),
    ("new_chat_members", [DARA], True),
    ("left_chat_member", DARA, True),
    ("boost_added", {"boost_count": 1}, True),
    ("proximity_alert_triggered", {"traveler": DARA, "watcher": DARA, "distance": 50}, True),
    ("video_chat_started", None, True),
    ("video_chat_scheduled", {"start_date": 1_800_000_000}, True),
    ("general_forum_topic_hidden", None, True),
)

#: Steps by the name of the action, in an order in which people could do them.
STEPS: dict[str, Step] = {
    "starts": lambda s: s.sokha.starts("invite-1"),
    "says": writes,
    "sends_file": lambda s: s.sokha.sends_file("ក.pdf", b"%PDF", caption="/c"),
    "sends_photo": lambda s: s.sokha.sends_photo(PNG, caption="p"),
    "sends_sticker": lambda s: s.sokha.sends_sticker("🙏"),
    "sends_voice": lambda s: s.sokha.sends_voice(),
    "sends_video_note": lambda s: s.sokha.sends_recording("video_note"),
    "sends_video": lambda s: s.sokha.sends_recording("video", b"data", name="a.mp4", caption="v"),
    "sends_animation": lambda s: s.sokha.sends_recording("animation"),
    "sends_audio": lambda s: s.sokha.sends_recording("audio"),
    "sends_album": lambda s: s.sokha.sends_album([("a.png", PNG), ("b.mp4", b"data")], caption="c"),
    "sends_contact": sends_contact,
    "sends_location": lambda s: s.sokha.sends_location(live_period=900),
    "moves_location": moves_location,
    "sends_venue": lambda s: s.sokha.sends_venue("Ministry of Health", "Phnom Penh"),
    "sends_poll": lambda s: s.sokha.sends_poll("When?", ["Monday", "Tuesday"]),
    "sends_dice": lambda s: s.sokha.sends_dice(value=6),
    "posts_service": posts_service,
    "taps": taps,
    "edits": edits,
    "deletes": deletes,
    "forwards": forwards,
    "reacts": reacts,
    "votes": votes,
    "pins": pins,
    "unpins": unpins,
    "joins": joins,
    "invites": invites,
    "removes": removes,
    "promotes": promotes,
    "opens_topic": lambda s: s.dara.opens_topic("Nutrition", s.forum),
    "closes_topic": closes_topic,
    "upgrades": upgrades,
    "places_bot": places_bot,
    "leaves": lambda s: s.dara.leaves(s.forum),
    "sets": lambda s: s.sokha.sets(first_name="សុខា", language_code="km"),
    "blocks": lambda s: s.sokha.blocks(),
    "unblocks": lambda s: s.sokha.unblocks(),
}
