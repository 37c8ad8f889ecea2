"""The indicators of the record, reported in five ways, returned, corrected, accepted and undone, in both languages
(J1, J2, J3, J4)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from storage.indicators import SubmissionState
from tests.indicators.conftest import defines, stored_reports, waiting_for
from tests.indicators.test_submissions import accepts_all, opens_round_of
from tests.support.cases import one_language
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Stage
from twg.language.indicator_lines import SplitLine, StepLine, TargetLine

#: Source: the lists of joint monitoring indicators of 2006, 2008 and 2010.
INDICATORS: tuple[dict[str, Any], ...] = (
    {
        "number": "2008-3",
        "statement": "Primary promotion rate",
        "baseline": Decimal("78.6"),
        "baseline_period": "SY 2006/07",
        "targets": [TargetLine(Decimal(84), "SY 2008/09", date(2009, 8, 31))],
    },
    {
        "number": "2008-3a",
        "statement": "Incomplete schools",
        "baseline": Decimal(21),
        "baseline_period": "SY 2007/08",
        "lower_is_better": True,
        "targets": [TargetLine(Decimal(18), "SY 2008/09", date(2009, 8, 31))],
    },
    {
        "number": "2008-3b",
        "statement": "New teachers sent to under-staffed or remote schools",
        "targets": [TargetLine(Decimal(95), "SY 2008/09", date(2009, 8, 31))],
    },
    {
        "number": "2008-4",
        "statement": "Deliveries by skilled staff in the public sector",
        "baseline": Decimal(38),
        "baseline_period": "Dec 2006",
        "targets": [
            TargetLine(Decimal(45), "Dec 2007", date(2007, 12, 31)),
            TargetLine(Decimal(65), "Dec 2009", date(2009, 12, 31)),
        ],
    },
    {"number": "2006-1", "statement": "NSDP monitoring framework and annual review", "unit": ""},
    {
        "number": "2010-1",
        "statement": "NSDP mid-term review",
        "unit": "",
        "steps": [
            StepLine("Concept note", "end Sept 2010", date(2010, 9, 30)),
            StepLine("Draft report", "end Dec 2010", date(2010, 12, 31)),
            StepLine("Consultation", "end March 2011", date(2011, 3, 31)),
            StepLine("Final report", "end June 2011", date(2011, 6, 30)),
            StepLine("Review approved", "end Sept 2011", date(2011, 9, 30)),
        ],
    },
    {
        "number": "demo-c",
        "statement": "Land released a year",
        "unit": "m²",
        "targets": [
            TargetLine(Decimal(42_648_014), "2014", date(2014, 12, 31)),
            TargetLine(Decimal(43_500_974), "2015", date(2015, 12, 31)),
        ],
    },
    {
        "number": "demo-d",
        "statement": "Net enrolment",
        "splits": [SplitLine("Sex", ("girls", "boys"))],
    },
)

#: In each language: one line, several lines, a reply, pasted rows, and the period and the day as people write them.
WORDS = {
    "en": {
        "line": "/jmi 2008-4 58% (Q3 2026) district hospitals",
        "lines": "/jmi 2008-3: 79.1% for Q3 2026\n2008-3a: 19.5%\n2008-3b: 91%",
        "reply": "demo-d 91.3% (girls 89.7, boys 93.0)",
        "rows": "/jmi\ndemo-c\tLand released a year\t104,313,842\n2006-1\tNSDP monitoring framework\tendorsed in June",
        "step": "/jmi 2010-1 step 2 completed on 28 September",
        "comment": "Which hospitals?",
        "again": "58.5% all district hospitals",
    },
    "km": {
        "line": "/jmi 2008-4 ៥៨% (ត្រីមាសទី៣ ឆ្នាំ២០២៦) មន្ទីរពេទ្យស្រុក",
        "lines": "/jmi ២០០៨-៣៖ ៧៩,១% (ត្រីមាសទី៣ ឆ្នាំ២០២៦)\n២០០៨-៣a៖ ១៩,៥%\n២០០៨-៣b៖ ៩១%",
        "reply": "demo-d ៩១,៣% (ស្រី ៨៩,៧ ប្រុស ៩៣,០)",
        "rows": "/jmi\ndemo-c\tLand released a year\t១០៤.៣១៣.៨៤២\n2006-1\tNSDP monitoring framework\tបានអនុម័តក្នុងខែមិថុនា",
        "step": "/jmi 2010-1 ជំហានទី២ បានបញ្ចប់ ថ្ងៃទី២៨ ខែកញ្ញា",
        "comment": "មន្ទីរពេទ្យណាខ្លះ?",
        "again": "៥៨,៥% មន្ទីរពេទ្យស្រុកទាំងអស់",
    },
}
PERIOD = "Q3 2026"


@pytest.mark.parametrize("language", one_language("en"))
async def test_the_life_of_reports(health: Stage, language: str) -> None:
    dara = await health.member("Dara", "secretariat", "CRDB", language=language)
    sokha = await health.member("Sokha", "government", "MoH", language=language)
    words = WORDS[language]
    ids = {}
    for facts in INDICATORS:
        ids[facts["number"]] = await defines(dara, **{"target": None, "responsible": ["MoH"], **facts})
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
    assert made["demo-d"].part_values == {"Sex": {"girls": Decimal("89.7"), "boys": Decimal("93")}}
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
