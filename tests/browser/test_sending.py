"""What people send on the page beside plain texts: albums, formatting, quotes, forwards, contacts, service messages."""

from typing import Any, cast

import pytest
from playwright.async_api import Locator, expect

from sandbox.client import SandboxClient
from tests.browser.screen import TELEPHONE, Screen
from tests.browser.test_groups import asked, attaches, chooses, two
from tests.sandbox.calls import PNG
from tests.sandbox.conftest import Api
from tests.sandbox.test_albums import received

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def picks_files(view: Screen, name: str, *files: tuple[str, str, bytes]) -> None:
    """Choose files on the telephone: name, media type and data of each."""
    chosen = [{"name": file, "mimeType": kind, "buffer": data} for file, kind, data in files]
    await view.pane(name).locator("input[type=file]").set_input_files(cast(Any, chosen))


async def newest(bare: Api, count: int = 1) -> list[dict[str, Any]]:
    return (await received(bare))[-count:]


def field(view: Screen, name: str) -> Locator:
    return view.pane(name).get_by_role("textbox")


async def selects(box: Locator, start: int, end: int) -> None:
    """Select a part of the text in a field."""
    await box.evaluate("(box, [start, end]) => { box.focus(); box.setSelectionRange(start, end); }", [start, end])


async def test_several_files_go_out_as_albums(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    await field(view, "Sokha").fill("Our papers")
    await picks_files(
        view,
        "Sokha",
        ("office.png", "image/png", PNG),
        ("clip.mp4", "video/mp4", b"data"),
        ("minutes.pdf", "application/pdf", b"%PDF"),
        ("budget.pdf", "application/pdf", b"%PDF"),
    )
    await expect(asked(view).get_by_label("office.png")).to_have_value("Our papers")
    await asked(view).get_by_label("budget.pdf").fill("For Monday")
    await asked(view).get_by_role("button", name="Send").click()
    await view.sees("Sokha", "For Monday")
    photo, video, minutes, budget = await newest(bare, 4)
    assert photo["media_group_id"] == video["media_group_id"] != minutes["media_group_id"]
    assert minutes["media_group_id"] == budget["media_group_id"]
    assert [one.get("caption") for one in (photo, video, minutes, budget)] == ["Our papers", None, None, "For Monday"]
    assert (video["video"]["file_name"], minutes["document"]["file_name"]) == ("clip.mp4", "minutes.pdf")
    await expect(field(view, "Sokha")).to_have_value("")


async def test_files_go_out_one_by_one_and_photos_as_files(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    await picks_files(view, "Sokha", ("a.png", "image/png", PNG), ("b.png", "image/png", PNG))
    await asked(view).get_by_role("combobox", name="Send").select_option("One by one")
    await asked(view).get_by_label("Photos and videos").select_option("As files")
    await asked(view).get_by_role("button", name="Send").click()
    await view.sees("Sokha", "b.png")
    for message in await newest(bare, 2):
        assert "media_group_id" not in message
        assert message["document"]["mime_type"] == "image/png"


async def test_eleven_files_are_an_album_and_one_more(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    await picks_files(view, "Sokha", *((f"{number}.pdf", "application/pdf", b"%PDF") for number in range(11)))
    await asked(view).get_by_role("button", name="Send").click()
    await view.sees("Sokha", "10.pdf")
    sent = await newest(bare, 11)
    assert len({message.get("media_group_id") for message in sent[:10]}) == 1
    assert "media_group_id" not in sent[10]


@pytest.mark.parametrize("window", [{}, {"viewport": TELEPHONE, "has_touch": True}], ids=["desk", "telephone"])
async def test_selected_words_are_formatted(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    box, bar = field(view, "Sokha"), view.pane("Sokha").get_by_role("toolbar")
    await expect(bar).to_be_hidden()
    await box.fill(" 😀 See the guideline today ")
    await selects(box, 12, 21)
    await bar.get_by_role("button", name="Link").click()
    await asked(view).get_by_label("Where “guideline” leads").fill("https://crdb.gov.kh/")
    await asked(view).get_by_role("button", name="Set").click()
    await expect(bar.get_by_role("button", name="Link")).to_be_enabled()
    await selects(box, 4, 7)
    await view.page.keyboard.press("Control+b")
    preview = view.pane("Sokha").get_by_label("How the text will look")
    await expect(preview.locator("strong")).to_have_text("See")
    await selects(box, 4, 4)
    await view.page.keyboard.type("Please ")
    await expect(preview.locator("strong")).to_have_text("See")
    await view.page.keyboard.press("Enter")
    await expect(view.message("Sokha", "Please See the guideline").get_by_role("link")).to_have_text("guideline")
    [message] = await newest(bare)
    assert message["text"] == "😀 Please See the guideline today"
    assert message["entities"] == [
        {"type": "bold", "offset": 10, "length": 3},
        {"type": "text_link", "offset": 18, "length": 9, "url": "https://crdb.gov.kh/"},
    ]
    await expect(bar).to_be_hidden()


async def test_an_edit_keeps_the_formatting_and_an_edit_of_the_preview_the_words(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha, _ = await two(sandbox)
    await sokha.says("See <b>crdb.gov.kh</b>", parse_mode="HTML")
    await view.shows(sokha.id)
    await view.opens_menu("Sokha", "See crdb.gov.kh", "Remove the link preview")
    await expect(view.message("Sokha", "See crdb.gov.kh")).to_contain_text("edited")
    await view.opens_menu("Sokha", "See crdb.gov.kh", "Edit")
    await field(view, "Sokha").press_sequentially(" now")
    await view.page.keyboard.press("Enter")
    await expect(view.message("Sokha", "See crdb.gov.kh now")).to_be_visible()
    without_preview, changed = await received(bare, "edited_message")
    assert (without_preview["text"], without_preview["link_preview_options"]) == (
        "See crdb.gov.kh",
        {"is_disabled": True},
    )
    assert [entity["type"] for entity in changed["entities"]] == ["url", "bold"]


async def test_a_part_of_a_message_is_quoted(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await bare(
        "sendMessage", chat_id=sokha.id, text="Please send the <b>progress</b> and the budget", parse_mode="HTML"
    )
    await view.shows(sokha.id)
    await view.opens_menu("Sokha", "Please send", "Quote a part…")
    await selects(asked(view).get_by_label("The message"), 33, 39)
    await asked(view).get_by_role("button", name="Quote").click()
    await expect(view.pane("Sokha").locator(".about")).to_contain_text("“budget”")
    await field(view, "Sokha").fill("Here it is")
    await view.page.keyboard.press("Enter")
    await expect(view.message("Sokha", "Here it is")).to_contain_text("“budget”")
    [first] = await newest(bare)
    assert first["quote"] == {"text": "budget", "position": 33, "is_manual": True}
    await view.message("Sokha", "Please send").locator("strong").dblclick()
    await view.message("Sokha", "Please send").locator("strong").click(button="right")
    await view.page.get_by_role("menuitem", name="Quote the selection").click()
    await field(view, "Sokha").fill("58 %")
    await view.page.keyboard.press("Enter")
    await expect(view.message("Sokha", "58 %")).to_contain_text("“progress”")
    [second] = await newest(bare)
    assert (second["quote"]["text"], second["quote"]["position"]) == ("progress", 16)


async def test_an_album_is_forwarded_without_its_sender(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await two(sandbox)
    group = await sandbox.group("Health TWG", [dara, sokha])
    await dara.sends_album([("a.pdf", b"%PDF"), ("b.pdf", b"%PDF")], chat=group)
    await view.shows(f"{sokha.id}/{group.id}")
    await view.opens_menu("Sokha", "b.pdf", "Forward…")
    await expect(asked(view).get_by_label("What")).to_have_value("album")
    await asked(view).get_by_role("combobox", name="To").select_option("The bot")
    await asked(view).get_by_role("combobox", name="Sender").select_option("Hidden, as one's own")
    await asked(view).get_by_role("button", name="Forward").click()
    await expect(asked(view)).to_have_count(0)
    for message in await newest(bare, 2):
        assert message["media_group_id"]
        assert message["chat"]["id"] == sokha.id
        assert "forward_origin" not in message


@pytest.mark.parametrize(
    ("kind", "origin"),
    [
        ("A person", "user"),
        ("A person who hides the account", "hidden_user"),
        ("Another bot", "user"),
        ("A channel", "channel"),
        ("A group", "chat"),
    ],
)
async def test_a_text_is_forwarded_from_elsewhere(
    bare: Api, sandbox: SandboxClient, view: Screen, kind: str, origin: str
) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    await attaches(view, "Sokha", "Forward from elsewhere…")
    await asked(view).get_by_label("Written by").select_option(kind)
    await asked(view).get_by_label("Text").fill("The plan is approved")
    await asked(view).get_by_role("button", name="Forward").click()
    await expect(view.message("Sokha", "The plan is approved")).to_contain_text("Forwarded from Ministry of Health")
    [message] = await newest(bare)
    assert message["forward_origin"]["type"] == origin


async def test_contacts_are_sent_from_the_menu(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await two(sandbox)
    await view.shows(sokha.id)
    await attaches(view, "Sokha", "Own contact")
    await view.sees("Sokha", f"+855{sokha.id:08d}")
    await attaches(view, "Sokha", "Contact of another…")
    await expect(asked(view).get_by_label("Telephone")).to_be_hidden()
    await asked(view).get_by_role("button", name="Send").click()
    await view.sees("Sokha", f"+855{dara.id:08d}")
    await attaches(view, "Sokha", "Contact of another…")
    await asked(view).get_by_label("Whose").select_option("Somebody without Telegram")
    await asked(view).get_by_label("First name").fill("Front desk")
    await asked(view).get_by_label("Telephone").fill("+855 12 345 678")
    await asked(view).get_by_role("button", name="Send").click()
    await view.sees("Sokha", "Front desk")
    own, other, desk = [message["contact"] for message in await newest(bare, 3)]
    assert [own["user_id"], other["user_id"]] == [sokha.id, dara.id]
    assert "user_id" not in desk


async def test_polls_dice_and_recordings_are_sent_from_the_menu(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    await attaches(view, "Sokha", "Poll…")
    await asked(view).get_by_label("Question").fill("When?")
    await asked(view).get_by_label("Answers").fill("Monday\nTuesday\n")
    await asked(view).get_by_role("button", name="Send").click()
    await view.sees("Sokha", "When?")
    await attaches(view, "Sokha", "Dice")
    await view.sees("Sokha", "Thrown")
    await attaches(view, "Sokha", "Video message")
    await view.sees("Sokha", "Video message")
    poll, dice, note = await newest(bare, 3)
    assert [option["text"] for option in poll["poll"]["options"]] == ["Monday", "Tuesday"]
    assert 1 <= dice["dice"]["value"] <= 6
    assert note["video_note"]


async def test_a_key_of_a_reply_keyboard_shares_a_person(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await two(sandbox)
    keys = {"keyboard": [[{"text": "Whom?", "request_users": {"request_id": 3}}]]}
    await bare("sendMessage", chat_id=sokha.id, text="Choose", reply_markup=keys)
    await view.shows(sokha.id)
    await view.pane("Sokha").get_by_role("button", name="Whom?").click()
    await asked(view).get_by_label("Whom or what to share").select_option("Dara")
    await asked(view).get_by_role("button", name="Share").click()
    await expect(view.pane("Sokha").get_by_text("Sokha shared people with the bot")).to_be_visible()
    [message] = await newest(bare)
    assert message["users_shared"]["users"] == [{"user_id": dara.id}]


async def test_a_message_is_unpinned(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await sokha.says("Important")
    await view.shows(sokha.id)
    await view.opens_menu("Sokha", "Important", "Pin")
    await expect(view.message("Sokha", "Important")).to_contain_text("📌")
    await view.opens_menu("Sokha", "Important", "Unpin")
    await expect(view.message("Sokha", "Important")).not_to_contain_text("📌")
    assert not bare.server.world.chats[sokha.id].pinned


async def test_a_service_message_is_posted_and_a_wrong_one_refused(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha, _ = await two(sandbox)
    group = await sandbox.group("Health", [sokha])
    await view.shows(f"{sokha.id}/{group.id}")
    await chooses(view, "Sokha", "Service message…")
    await asked(view).get_by_label("What happened").select_option("New name of the group")
    await asked(view).get_by_label("Content").fill('{"title": 1}')
    await asked(view).get_by_role("button", name="Post").click()
    await expect(asked(view).get_by_role("alert")).to_contain_text("new_chat_title is no String")
    await asked(view).get_by_label("Content").fill("Health TWG")
    await asked(view).get_by_role("button", name="Post").click()
    await expect(view.pane("Sokha").get_by_text("Sokha renamed the group to “Health TWG”")).to_be_visible()
    [message] = await newest(bare)
    assert message["new_chat_title"] == "Health TWG"
    assert view.complaints == ["Failed to load resource: the server responded with a status of 409 (Conflict)"]
    view.complaints.clear()


async def test_the_private_chat_gets_topics(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    tools = await view.opens_tools()
    await view.switches(tools.get_by_role("switch", name="Has topics in private chats"), "**/sandbox/bot")
    await expect(tools.get_by_role("switch", name="Has topics in private chats")).to_be_checked()
    await chooses(view, "Sokha", "New topic…")
    await asked(view).get_by_label("Name").fill("Budget")
    await asked(view).get_by_role("button", name="Open").click()
    await expect(view.pane("Sokha").get_by_label("Sokha's chats").get_by_role("option")).to_have_count(2)
    await view.pane("Sokha").get_by_label("Sokha's chats").select_option(label="  # Budget")
    await view.says("Sokha", "In the topic")
    [message] = await newest(bare)
    assert message["is_topic_message"]
