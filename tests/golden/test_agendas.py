"""The agenda in the planning form, corrected after announcing, and told in its second edition."""

from tests.golden.conftest import Golden
from tests.meetings.test_agenda import opens_agenda, replies
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine

PASTED = {
    "en": """AGENDA
Date: 17 December 2026
1. Opening remarks (Chair) 10 min
2. Adoption of the agenda - 5 min
3. Budget 2027 - MEF - 45 min
   Annex 1 has the figures.
   Action required: Members are invited to comment.
4. Statements of partners (3-5 minutes each)
5. Any other business""",
    "km": """របៀបវារៈ
ថ្ងៃទី១៧ ខែធ្នូ ឆ្នាំ២០២៦
១. មតិស្វាគមន៍ (ប្រធាន) ១០នាទី
២. អនុម័តរបៀបវារៈ ៥នាទី
៣. ថវិកាឆ្នាំ២០២៧ - MEF - ៤៥នាទី
   ឧបសម្ព័ន្ធ១ មានតួលេខ
   សំណើ៖ សូមសមាជិកផ្តល់យោបល់
៤. មតិដៃគូ (៣-៥នាទី ម្នាក់)
៥. បញ្ហាផ្សេងៗ""",
}
CORRECTED = {
    "en": "insert after 1: Minutes of the 16th meeting (Secretariat, 10 min)\n3: 40 min\n3 presenter JICA\nmove 2 last",
    "km": "បញ្ចូលក្រោយ ១៖ កំណត់ហេតុកិច្ចប្រជុំលើកទី១៦ (លេខាធិការដ្ឋាន) ១០នាទី\n៣៖ ៤០នាទី\n៣ ដោយ JICA\nផ្លាស់ទី ២ ទៅចុងក្រោយ",
}


async def test_an_agenda_in_the_planning_form(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary meeting 2026")
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "1h", "Room A")
    await dara.presses("form:choice=all")
    await golden.shows(dara, "is asked for the agenda")
    await dara.says(PASTED[golden.language])
    await golden.shows(dara, "pasted it as she has it")
    await dara.says("remove 4; 2: 10 min")
    await golden.shows(dara, "corrected it by number")
    for text in ("remove 9", "move 1 to 9", "2: 700 min", "2 minutes soon"):
        await dara.says(text)
        await golden.shows(dara, f"says {text}")
    await dara.presses("form:choice=usual")
    await golden.shows(dara, "takes the usual items")
    await dara.presses("form:undo")
    await golden.shows(dara, "takes that back")
    await dara.says("AGENDA")
    await golden.shows(dara, "types a heading only")
    await dara.presses("form:finish")
    await golden.shows(dara, "answered everything; it takes too long")


async def test_an_agenda_after_announcing(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    items = [
        AgendaLine("Adoption of the agenda", minutes=5),
        AgendaLine("Progress on JMI 2008-4", "UNFPA", 60, note="Figures of 2026", action="endorse the figures"),
        AgendaLine("Health budget 2027", "Ministry of Health", 60, theme="health financing", area="dialogue"),
    ]
    await announce_meeting(dara, agenda=items)
    await opens_agenda(sokha)
    await golden.shows(sokha, "reads the agenda")
    await opens_agenda(dara)
    await golden.shows(dara, "reads it with her buttons")
    await dara.taps("3" if golden.language == "en" else "៣")
    await golden.shows(dara, "opens an item")
    await dara.presses("meetings:agenda")
    await replies(dara, CORRECTED[golden.language])
    await golden.shows(dara, "corrected it in words")
    await everybody_looks_away(dara)
    await health.passes(minutes=2)
    await golden.shows(sokha, "hears of edition 2")
    await sokha.presses("meetings:agenda")
    await golden.shows(sokha, "reads it all")
    await sokha.presses("meetings:edition", 1, 1)
    await golden.shows(sokha, "reads edition 1")
    await opens_agenda(dara)
    await replies(dara, "please make it shorter")
    await golden.shows(dara, "is not understood")
    await opens_agenda(dara)
    old = (await dara.finds("meetings/agenda")).message
    await dara.says("remove 1", reply_to=old)
    await dara.says("remove 1", reply_to=old)
    await golden.shows(dara, "uses old numbers")
