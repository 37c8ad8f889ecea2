"""`twgbot gdcc`: the operator notes on which days the GDCC meets (G14)."""

from tests.bot.conftest import Program


async def test_a_day_is_added_moved_and_listed(migrated: Program) -> None:
    assert (await migrated("gdcc", "list")).out == "No day of the GDCC is set.\n"
    for _twice in range(2):
        ran = await migrated("gdcc", "add", "2099-01-20")
        assert (ran.code, ran.out) == (0, "The GDCC meets on 2099-01-20.\n")
    assert (await migrated("gdcc", "list")).out == "2099-01-20\n"
    moved = await migrated("gdcc", "move", "2099-01-20", "--to", "2099-01-27")
    assert moved.out == "The GDCC meets on 2099-01-27, not on 2099-01-20.\n"
    assert (await migrated("gdcc", "list")).out == "2099-01-27\n"
    assert (await migrated("gdcc", "move", "2099-01-27")).out == "The GDCC does not meet on 2099-01-27.\n"
    assert (await migrated("gdcc", "list")).out == "No day of the GDCC is set.\n"


async def test_what_cannot_be_is_refused_in_one_line(migrated: Program) -> None:
    past = await migrated("gdcc", "add", "2001-01-20")
    assert (past.code, past.err) == (1, "twgbot: 2001-01-20 is past\n")
    none = await migrated("gdcc", "move", "2099-01-20", "--to", "2099-01-21")
    assert (none.code, none.err) == (
        1,
        "twgbot: no GDCC is set on 2099-01-20; `twgbot gdcc list` shows those that are\n",
    )
    assert (await migrated("gdcc", "add", "soon")).code == 2
