"""What leaves the store: its cover, documents and evidence, tokens for programs (R4)."""

from io import BytesIO

from openpyxl import load_workbook

from storage.members import Role
from tests.export.conftest import belongs_to
from tests.export.conftest import served as served
from tests.golden.conftest import Golden
from tests.support.stage import Player, Stage
from tests.visibility.conftest import make_document
from twg.core.audiences import Audience


async def test_the_cover_of_an_export(golden: Golden, health: Stage, dara: Player) -> None:
    crdb = await health.member("Bopha", Role.CRDB, "CRDB", language=golden.language)
    await crdb.says("/export 2026")
    book = load_workbook(BytesIO(await crdb.person.downloads(await crdb.person.last())))
    lines = ["\t".join(str(cell) for cell in row if cell is not None) for row in book.worksheets[0].values]
    golden.says("the cover for CRDB/CDC", text="\n".join(lines))
    await dara.says("/export soon")
    await golden.shows(dara, "names no period")


async def test_documents_and_evidence(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/export files")
    await golden.shows(dara, "asks where there are none")
    await make_document(dara, Audience.ALL)
    await health.passes(minutes=2)
    await make_document(dara, Audience.ALL)  # not fetched from Telegram yet
    await dara.says("/export files 2026")
    await golden.shows(dara, "asks for those of a year")


async def test_several_stores(golden: Golden, health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    await belongs_to(health, dara, "EDU", Role.SECRETARIAT)
    await dara.says("/export all")
    await golden.shows(dara, "exports all of their TWGs")


async def test_tokens_for_programs(golden: Golden, served: Stage, dara: Player) -> None:
    await dara.says("/feed")
    await golden.shows(dara, "has made none")
    await dara.presses("export:new_token")
    await golden.shows(dara, "is asked what it is for")
    await dara.says("Power BI")
    await golden.shows(dara, "has answered")
    await dara.presses("form:save")
    await golden.shows(dara, "has made one")
    await dara.says("/feed")
    await golden.shows(dara, "looks at their tokens")
    await dara.presses("export:revoke", 1)
    await golden.shows(dara, "has revoked it")
