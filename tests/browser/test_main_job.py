"""The main tasks of a TWG, played on the chat page by one user who acts as all people."""

import pytest
from playwright.async_api import expect

from tests.browser.screen import Screen
from tests.indicators.conftest import defines
from tests.support.setup_steps import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_newcomer_registers_through_the_link_that_the_secretariat_was_shown(
    screen: Screen, dara: Player
) -> None:
    await screen.shows(dara.person.id)
    await screen.says("Dara", "/invite")
    await screen.taps("Dara", "Development partner")
    await screen.says("Dara", "1")
    await screen.taps("Dara", "Make the link")
    await screen.message("Dara", "?start=").get_by_role("link").click()
    await screen.page.get_by_role("menuitem", name="Open as a new person…").click()
    await screen.page.get_by_label("First name").fill("Kenji")
    await screen.page.get_by_role("button", name="Add", exact=True).click()
    await expect(screen.pane("Kenji").get_by_role("textbox")).to_be_focused()
    for label in ("English", "Skip"):
        await screen.taps("Kenji", label)
    await screen.says("Kenji", "Kenji Sato", "Programme Officer", "JICA", "012 345 678")
    await screen.taps("Kenji", "Skip", "Save")
    await screen.sees("Kenji", "You are registered")
    await screen.sees("Dara", "Kenji Sato")


async def test_an_announced_meeting_is_answered_beside_the_secretariat(
    screen: Screen, dara: Player, sokha: Player
) -> None:
    await plan_meeting(dara)
    await screen.shows(dara.person.id, sokha.person.id)
    await screen.says("Dara", "/announce")
    await screen.taps("Dara", "Announce to 2 people")
    await screen.sees("Sokha", "Tuesday 15 December 2026, 09:00")
    await screen.taps("Sokha", "I will come")
    await expect(screen.message("Sokha", "Second plenary")).to_contain_text("edited")
    await screen.taps("Dara", "Who is coming", "Coming (1)")
    await screen.sees("Dara", "Sokha")


async def test_an_uploaded_document_is_circulated_and_opened(screen: Screen, dara: Player, sokha: Player) -> None:
    paper = b"Part 2 has the figures."
    await screen.shows(dara.person.id, sokha.person.id)
    chosen = {"name": "health-budget-2027.txt", "mimeType": "text/plain", "buffer": paper}
    await screen.pane("Dara").locator("input[type=file]").set_input_files(chosen)
    await screen.taps("Dara", "Circulate it as a document", "Health budget 2027", "Meeting paper", "All members")
    await screen.taps("Dara", "Skip", "Skip", "Circulate to 1 person")
    file = screen.message("Sokha", "health-budget-2027.txt").get_by_role("link")
    await expect(file).to_contain_text("23 B")
    async with screen.page.context.expect_page() as opening:
        await file.click()
    await expect((await opening.value).locator("body")).to_have_text(paper.decode())
    await screen.taps("Sokha", "I have received it")
    await screen.sees("Sokha", "You acknowledged it.")


async def test_a_report_is_made_by_replying_to_its_request(
    screen: Screen, health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, responsible=["UNFPA"])
    await screen.shows(dara.person.id, sokha.person.id)
    await screen.says("Dara", "/round", "JMI report for the GDCC", "21/12/2026")
    await screen.taps("Dara", "Open the round")
    await screen.opens_menu("Sokha", "Please report", "Reply")
    await expect(screen.pane("Sokha").locator(".about")).to_contain_text("Reply to TWG assistant")
    await screen.says("Sokha", "58% district hospitals fully staffed")
    await expect(screen.message("Sokha", "58% district").locator(".quote")).to_contain_text("Please report")
    await screen.taps("Sokha", "Save")
    await screen.sees("Sokha", "Your report is recorded.")
    await screen.sees("Dara", "58 %")


async def test_the_clock_is_moved_and_the_reminder_comes(
    screen: Screen, health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    await screen.shows(sokha.person.id)
    tools = await screen.opens_tools()
    await expect(tools).to_contain_text("Monday, 23 November 2026")
    for step in ("+1 week", "+1 week", "+2 days", "+2 days", "+1 day"):
        await tools.get_by_role("button", name=step).click()
    await expect(tools).to_contain_text("Saturday, 12 December 2026")
    await expect(screen.page.get_by_role("navigation")).to_contain_text("12 December 2026")
    await health.settle()
    await screen.sees("Sokha", "Reminder: in 3 days")
    await expect(screen.pane("Sokha").locator(".day").filter(has_text="Saturday, 12 December")).to_be_attached()
