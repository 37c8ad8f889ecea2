"""The indicators of the record, entered by workbook, reported in five ways, returned, corrected, accepted, undone and
charted, in both languages (J1, J2, J3, J4, J5)."""

from datetime import date
from decimal import Decimal

import pytest

from messages.rendering.charts import Chart
from storage.indicators import SubmissionState
from tests.indicators.conftest import stored_reports, waiting_for
from tests.indicators.sheets import OF_THE_RECORD
from tests.indicators.test_describing import changes
from tests.indicators.test_submissions import accepts_all, opens_round_of
from tests.indicators.test_workbooks import sends, stored
from tests.rosters.files import workbook
from tests.support.cases import one_language
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Stage

#: In each language: one line, several lines, a reply, pasted rows, and the period and the day as people write them.
WORDS = {
    "en": {
        "line": "/jmi 2008-4 58% (Q3 2026) district hospitals",
        "lines": "/jmi 2008-3: 79.1% for Q3 2026\n2008-3a: 19.5%\n2008-3b: 91%",
        "split": "Sex: girls, boys",
        "reply": "demo-d 91.3% (girls 89.7, boys 93.0)",
        "rows": "/jmi\ndemo-c\tLand released a year\t104,313,842\n2006-1\tNSDP monitoring framework\tendorsed in June",
        "step": "/jmi 2010-1 step 2 completed on 28 September",
        "comment": "Which hospitals?",
        "again": "58.5% all district hospitals",
    },
    "km": {
        "line": "/jmi 2008-4 ៥៨% (ត្រីមាសទី៣ ឆ្នាំ២០២៦) មន្ទីរពេទ្យស្រុក",
        "lines": "/jmi ២០០៨-៣៖ ៧៩,១% (ត្រីមាសទី៣ ឆ្នាំ២០២៦)\n២០០៨-៣a៖ ១៩,៥%\n២០០៨-៣b៖ ៩១%",
        "split": "ភេទ៖ ស្រី, ប្រុស",
        "reply": "demo-d ៩១,៣% (ស្រី ៨៩,៧ ប្រុស ៩៣,០)",
        "rows": "/jmi\ndemo-c\tLand released a year\t១០៤.៣១៣.៨៤២\n2006-1\tNSDP monitoring framework\tបានអនុម័តក្នុងខែមិថុនា",
        "step": "/jmi 2010-1 ជំហានទី២ បានបញ្ចប់ ថ្ងៃទី២៨ ខែកញ្ញា",
        "comment": "មន្ទីរពេទ្យណាខ្លះ?",
        "again": "៥៨,៥% មន្ទីរពេទ្យស្រុកទាំងអស់",
    },
}
PERIOD = "Q3 2026"


@pytest.mark.parametrize("language", one_language("en"))
async def test_the_life_of_reports(health: Stage, drawn: list[Chart], language: str) -> None:
    dara = await health.member("Dara", "secretariat", "CRDB", language=language)
    sokha = await health.member("Sokha", "government", "MoH", language=language)
    words = WORDS[language]
    await sends(dara, workbook(OF_THE_RECORD))
    await dara.presses("indicators:look")
    await dara.presses("indicators:apply")
    entered = await stored(health)
    assert [len(entered[number].steps) for number in ("2010-1", "2006-1")] == [5, 0]
    assert [one.value for one in entered["2008-4"].targets_in_force] == [45, 65]
    assert entered["2008-3a"].baseline == 21
    await dara.forges(f"indicators/correct:{entered['demo-d'].id}")
    await changes(dara, "splits", words["split"], done=True)
    await dara.presses("form:save")
    await opens_round_of(dara, PERIOD)
    for key in ("line", "lines", "rows", "step"):
        await sokha.says(words[key])
        await sokha.presses("form:save")
    request = await sokha.finds("indicators/requests")
    await sokha.says(words["reply"], reply_to=request.message)
    await sokha.presses("form:save")
    assert await waiting_for(health) == set()
    made = {one.indicator.number: one for one in await stored_reports(health)}
    assert {number: (one.value, one.period != "") for number, one in made.items()} == {
        "2008-3": (Decimal("79.1"), True),
        "2008-3a": (Decimal("19.5"), True),
        "2008-3b": (91, True),
        "2008-4": (58, True),
        "2006-1": (None, True),
        "2010-1": (None, True),
        "demo-c": (104_313_842, True),
        "demo-d": (Decimal("91.3"), True),
    }
    [parts] = made["demo-d"].part_values.values()
    assert list(parts.values()) == [Decimal("89.7"), 93]
    assert (made["2010-1"].step, made["2010-1"].reached_on) == ("Draft report", date(2026, 9, 28))

    await dara.says("/review 2008-4")
    await dara.presses("indicators:return")
    await dara.says(words["comment"])
    await dara.presses("form:save")
    assert await waiting_for(health) == {"Sokha"}
    returned = await sokha.finds("indicators/submission", heading="reviewed")
    await sokha.says(words["again"], reply_to=returned.message)
    await sokha.presses("form:save")
    *_others, corrected = await stored_reports(health)
    assert (corrected.value, corrected.version, corrected.period) == (Decimal("58.5"), 2, made["2008-4"].period)

    await everybody_looks_away(sokha)
    await dara.says("/review 2008-4")
    await dara.presses("indicators:accept")
    await sokha.is_told_only("indicator_reviewed")
    await sokha.looks_away()
    await dara.presses("general:undo")
    await sokha.is_told_only("review_taken_back")
    assert (await stored_reports(health))[-1].state is SubmissionState.SUBMITTED
    await accepts_all(dara)
    await sokha.says("/jmi demo-c")
    await sokha.sees("indicators/indicator", standing__accepted__value=104_313_842)
    await sokha.says("/jmi demo-c 146,051,269 (2026)")
    await sokha.does_not_see("indicators#implausible")
    await sokha.presses("form:choice=told")
    await sokha.presses("form:save")
    for number in ("2008-4", "2010-1", "demo-c", "demo-d"):
        await sokha.says(f"/jmi {number}")
        await sokha.presses("indicators:chart")
        await sokha.sees("indicators/chart")
    assert [chart.locale for chart in drawn] == 5 * [language]  # that with parts has two
