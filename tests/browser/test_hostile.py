"""Names, texts and files with scripts in them are shown as text and never run."""

import pytest
from playwright.async_api import expect

from sandbox.client import SandboxClient
from tests.browser.screen import Screen
from tests.sandbox.conftest import Api

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "\"'><script>alert(2)</script>"
#: A selector for elements and attributes that could load something or run a script, and that the page never uses.
FOREIGN = "img, iframe, object, embed, [onerror], [onload], body script, a[href^='javascript:' i], a[href^='data:' i]"


async def test_names_and_texts_inject_nothing(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    mallory = await sandbox.person(IMAGE, last_name=SCRIPT)
    dara = await sandbox.person("Dara")
    await mallory.starts()
    await dara.starts()
    await bare("setMyCommands", commands=[{"command": "help", "description": IMAGE}])
    group = await sandbox.group(f"{IMAGE} {SCRIPT}", [dara, mallory], forum=True)
    await mallory.opens_topic(SCRIPT, group)
    said = await mallory.says(f"{IMAGE} {SCRIPT} javascript:alert(3) https://a.example/{SCRIPT}", chat=group)
    await mallory.sends_file(f"{IMAGE}.pdf", b"%PDF", caption=SCRIPT, chat=group)
    await mallory.sends_contact("+85512345678", SCRIPT, chat=group)
    await dara.says("An answer", reply_to=said, chat=group)
    await dara.forwards((await dara.messages(chat=group))[-3])
    markup = {"inline_keyboard": [[{"text": IMAGE, "callback_data": "x"}]], "input_field_placeholder": IMAGE}
    links = f'<a href="javascript:alert(4)">{"one"}</a> <a href="data:text/html,x">two</a> <code>&lt;b&gt;</code>'
    await bare("sendMessage", chat_id=dara.id, text=links, parse_mode="HTML", reply_markup=markup)
    await bare("sendPoll", chat_id=dara.id, question=IMAGE, options=[{"text": SCRIPT}, {"text": IMAGE}])
    keys = {"keyboard": [[IMAGE, SCRIPT]], "input_field_placeholder": SCRIPT}
    await bare("sendMessage", chat_id=dara.id, text=IMAGE, reply_markup=keys)
    await sandbox.fault("500", method=f"[{IMAGE}]*", chat_id=mallory.id)

    await view.shows(dara.id, f"{mallory.id}/{group.id}")
    await view.opens_tools()
    await view.taps("Dara", IMAGE)
    tap = next(iter(bare.server.world.taps))
    await bare("answerCallbackQuery", callback_query_id=tap, text=IMAGE)
    await expect(view.pane("Dara").get_by_role("status")).to_have_text(IMAGE)
    await view.taps("Dara", IMAGE)
    tap = list(bare.server.world.taps)[-1]
    await bare("answerCallbackQuery", callback_query_id=tap, text=SCRIPT, show_alert=True)
    await expect(view.page.get_by_role("dialog")).to_contain_text(SCRIPT)
    await view.page.keyboard.press("Escape")
    await view.opens_menu("Dara", IMAGE, "Reply")
    await view.page.get_by_role("button", name="Menu of commands").first.click()
    await view.page.get_by_role("button", name="New group").click()
    await expect(view.page.get_by_role("dialog").get_by_label(IMAGE)).to_be_visible()
    assert await view.page.locator(FOREIGN).count() == 0


async def test_a_message_that_cannot_be_drawn_takes_no_other_with_it(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha = await sandbox.person("Sokha")
    await sokha.starts()
    world = bare.server.world
    deep = [{"type": "bold", "offset": 0, "length": 9} for _ in range(20_000)]
    world.post(world.chats[sokha.id], world.bot_id, {"text": "Too deep.", "entities": deep})
    await view.shows(sokha.id)
    await view.sees("Sokha", "/start", "Too deep.")
    await expect(view.message("Sokha", "Too deep.")).to_contain_text("could not be drawn")
    await bare("sendMessage", chat_id=sokha.id, text="Afterwards")
    await view.sees("Sokha", "Afterwards")
    assert view.complaints
    assert all("call stack" in complaint for complaint in view.complaints)
    view.complaints.clear()


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.xhtml"])
async def test_a_file_that_holds_a_script_is_saved_and_not_run(
    bare: Api, sandbox: SandboxClient, view: Screen, name: str
) -> None:
    mallory = await sandbox.person("Mallory")
    await mallory.starts()
    await mallory.sends_file(name, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    await view.shows(mallory.id)
    async with view.page.expect_download() as saving:
        await view.message("Mallory", name).get_by_role("link").click()
    assert (await saving.value).suggested_filename == name
    assert len(view.page.context.pages) == 1


async def test_a_script_that_got_in_would_be_noticed(bare: Api, view: Screen) -> None:
    await view.shows()
    async with (
        view.page.expect_event("console", lambda said: "event handler" in said.text),
        view.page.expect_event("console", lambda said: "404" in said.text),
    ):
        await view.page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", IMAGE)
    assert len(view.complaints) == 2
    assert await view.page.locator(FOREIGN).count() == 1
    view.complaints.clear()
