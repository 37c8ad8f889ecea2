"""A store that version 0.1.0 left is migrated at the first start and used on.

`leave_store.py` made it by playing three weeks with that version. Notices, forms and buttons have modules of their own.
"""

from storage.engine.migrate import current_revision, newest_revision
from tests.storage.upgrade.conftest import Upgraded, rows_of


async def test_the_store_is_brought_to_the_newest_revision_when_the_assistant_starts(
    as_left: None, upgraded: Upgraded
) -> None:
    assert await current_revision(upgraded.stage.assistant.database) == newest_revision()


async def test_replies_to_old_messages_act(upgraded: Upgraded) -> None:
    await upgraded.stage.settle()
    kenji, vichea = upgraded["Kenji"], upgraded["Vichea"]
    await upgraded.replies("Kenji", "The chair reads it", to="actions/given")
    await kenji.sees("actions/meant")
    await kenji.presses("actions:meant", 21, "note")
    await kenji.sees("actions/card", heading="noted")
    await upgraded.replies("Kenji", "done They were written", to="actions/given")
    await kenji.sees("actions/card", heading="ended")
    await upgraded.replies("Kenji", "Both are printed", to="actions/overdue")
    await kenji.sees("general/which")
    await upgraded.replies("Kenji", "49 with the islands", to="indicators/reviewed")
    assert (await kenji.summary())["note"] == "with the islands"
    await kenji.presses("form:save")
    await kenji.sees("indicators/recorded")
    await upgraded.replies("Vichea", "60 from the registers", to="indicators/reminder")
    await vichea.sees("general/which")
    await vichea.presses("general:about", 77)
    assert (await vichea.summary())["note"] == "from the registers"
    await upgraded.replies("Vichea", "yes", to="meetings/changed")
    await vichea.sees("meetings/card")
    assert (await upgraded.audited())[-1] == "meetings.answer"


async def test_the_store_is_searched_and_exported(upgraded: Upgraded) -> None:
    await upgraded.stage.settle()
    sokha, dara = upgraded["Sokha"], upgraded["Dara"]
    for words, subject in (
        ("midwife", "post"),
        ("midwifery", "indicator"),
        ("monday", "document"),
        ("inventory", "action"),
        ("reminded", "meeting"),
    ):
        await sokha.says(f"/search {words}")
        parts = [found for seen in await sokha.on_screen() for found in seen.contexts("search/results")]
        assert subject in {item.entry.subject_type for found in parts for item in found["found"]}, words
    await dara.says("/export")
    await dara.sees("export/made")


async def test_the_audit_is_read_by_the_names_of_today(upgraded: Upgraded) -> None:
    before = [row["action"] for row in rows_of("audit")]
    renamed = {
        "missed.remind_now": "reminders.remind_now",
        "rounds.open_round": "indicators.open_round",
        "rounds.close_round": "indicators.close_round",
    }
    assert renamed.keys() <= set(before)
    assert (await upgraded.audited())[: len(before)] == [renamed.get(action, action) for action in before]
