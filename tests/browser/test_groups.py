"""Actions on the page: in groups, on topics, on accounts, and sending places and voice messages."""

import pytest
from playwright.async_api import Locator, expect

from sandbox.client import SandboxClient, SandboxPerson
from tests.browser.screen import Screen
from tests.sandbox.conftest import Api

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def two(sandbox: SandboxClient) -> tuple[SandboxPerson, SandboxPerson]:
    """Sokha and Dara, who have started the bot."""
    people = await sandbox.person("Sokha"), await sandbox.person("Dara")
    for person in people:
        await person.starts()
    return people


async def chooses(view: Screen, name: str, entry: str) -> None:
    """Choose an entry of the menu of a person's pane."""
    await view.pane(name).get_by_role("button", name="Person and chat").click()
    await view.page.get_by_role("menuitem", name=entry).click()


async def attaches(view: Screen, name: str, entry: str) -> None:
    """Choose an entry of the menu of the paper clip."""
    await view.pane(name).get_by_role("button", name="Attach").click()
    await view.page.get_by_role("menuitem", name=entry).click()


def asked(view: Screen) -> Locator:
    return view.page.get_by_role("dialog")


async def test_a_group_is_joined_from_the_menu_and_left(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await two(sandbox)
    group = await sandbox.group("Health TWG", [sokha])
    await view.shows(dara.id)
    await chooses(view, "Dara", "Join a group…")
    await asked(view).get_by_label("Group").select_option("Health TWG")
    await asked(view).get_by_role("button", name="Join").click()
    await expect(view.page.get_by_role("region", name="Dara: Health TWG")).to_be_visible()
    await view.says("Dara", "Good morning")
    assert (await sokha.messages(chat=group))[-1].text == "Good morning"
    await chooses(view, "Dara", "Leave Health TWG")
    await expect(view.page.get_by_role("region", name="Dara: TWG assistant")).to_be_visible()


async def test_an_invitation_in_a_message_is_followed(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await two(sandbox)
    group = await sandbox.group("Health TWG", [sokha], bot="administrator")
    for asks in (True, False):
        link = await bare("createChatInviteLink", chat_id=group.id, creates_join_request=asks)
        await bare("sendMessage", chat_id=dara.id, text=f"{'Ask' if asks else 'Come'}: {link['invite_link']}")
    await view.shows(dara.id)
    await view.message("Dara", "Ask:").get_by_role("link").click()
    await expect(view.page.get_by_text("Dara asked to be let in.")).to_be_visible()
    await view.message("Dara", "Come:").get_by_role("link").click()
    await expect(view.page.get_by_role("region", name="Dara: Health TWG")).to_be_visible()
    assert len(view.page.context.pages) == 1


async def test_the_bot_is_promoted_and_removed(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await two(sandbox)
    group = await sandbox.group("Health TWG", [sokha, dara])
    await view.shows(f"{sokha.id}/{group.id}", f"{dara.id}/{group.id}")
    for status, label in (("administrator", "Administrator"), ("kicked", "Removed for good"), ("member", "Member")):
        await chooses(view, "Sokha", "The bot in this group…")
        await asked(view).get_by_label("The bot is").select_option(label)
        await asked(view).get_by_role("button", name="Save").click()
        await expect(asked(view)).to_have_count(0)
        assert bare.server.world.chats[group.id].members[bare.server.world.bot_id] == status
    await view.pane("Dara").get_by_role("button", name="Person and chat").click()
    await expect(view.page.get_by_role("menuitem", name="Leave Health TWG")).to_be_visible()
    await expect(view.page.get_by_role("menuitem", name="The bot in this group…")).to_have_count(0)


async def test_a_topic_is_closed_and_opened_again(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    forum = await sandbox.group("Health TWG", [sokha], forum=True)
    topic = await sokha.opens_topic("Budget", forum)
    await view.shows(f"{sokha.id}/{forum.id}/{topic}")
    async with view.page.expect_response("**/state"):  # a menu opened before it would still offer to close
        await chooses(view, "Sokha", "Close # Budget")
    await expect(view.pane("Sokha").get_by_text("Sokha closed the topic")).to_be_visible()
    await chooses(view, "Sokha", "Reopen # Budget")
    await expect(view.pane("Sokha").get_by_text("Sokha reopened the topic")).to_be_visible()
    await view.says("Sokha", "And now?")


async def test_a_group_becomes_a_supergroup_and_is_looked_at_on(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha, _ = await two(sandbox)
    await sandbox.group("Health TWG", [sokha], supergroup=False)
    await view.shows()
    await view.page.get_by_role("button", name="Health TWG").first.click()
    await chooses(view, "Sokha", "Turn into a supergroup")
    await expect(view.pane("Sokha").get_by_text("the group became a supergroup")).to_be_visible()
    await view.says("Sokha", "Here we are")
    [new] = [chat for chat in bare.server.world.chats.values() if chat.type == "supergroup"]
    assert new.messages[new.last_id].text == "Here we are"


async def test_a_message_is_forwarded_to_a_group(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await two(sandbox)
    group = await sandbox.group("Health TWG", [dara, sokha])
    await bare("sendMessage", chat_id=sokha.id, text="The agenda")
    await view.shows(sokha.id, f"{dara.id}/{group.id}")
    await view.opens_menu("Sokha", "The agenda", "Forward…")
    await asked(view).get_by_role("combobox", name="To").select_option("Health TWG")
    await asked(view).get_by_role("button", name="Forward").click()
    await view.sees("Dara", "The agenda")
    await expect(view.message("Dara", "The agenda")).to_contain_text("Forwarded from TWG assistant")


async def test_who_has_no_right_to_is_not_offered_to_pin_or_delete(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha, dara = await two(sandbox)
    group = await sandbox.group("Health TWG", [sokha, dara])
    await sokha.says("From Sokha", chat=group)
    await view.shows(f"{sokha.id}/{group.id}", f"{dara.id}/{group.id}")
    for name, offered in (("Sokha", 1), ("Dara", 0)):
        await view.message(name, "From Sokha").click(button="right")
        await expect(view.page.get_by_role("menuitem", name="Reply")).to_be_visible()
        for entry in ("Pin", "Delete"):
            await expect(view.page.get_by_role("menuitem", name=entry)).to_have_count(offered)
        await view.page.keyboard.press("Escape")


async def test_voices_and_places_are_sent_from_the_menu(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    await attaches(view, "Sokha", "Voice message")
    await view.sees("Sokha", "Voice message")
    await attaches(view, "Sokha", "Place…")
    await asked(view).get_by_label("Latitude").fill("13.3622")
    await asked(view).get_by_label("Longitude").fill("103.8597")
    await asked(view).get_by_role("button", name="Send").click()
    await view.sees("Sokha", "13.3622, 103.8597")


async def test_an_account_is_deleted_and_restored(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, _ = await two(sandbox)
    await view.shows(sokha.id)
    await chooses(view, "Sokha", "Delete the account")
    await expect(view.pane("Sokha").get_by_role("button", name="This account is deleted")).to_be_visible()
    assert await bare.refusal("sendMessage", chat_id=sokha.id, text="x") == "Forbidden: user is deactivated"
    await chooses(view, "Sokha", "Restore the account")
    await view.says("Sokha", "Back again")
