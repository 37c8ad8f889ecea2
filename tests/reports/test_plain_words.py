"""What people ask of reports, exports and tokens in plain words leads to it, or names who does it (J6, R3, R4, U2)."""

from messages.rendering.charts import Chart
from storage.members import Role
from tests.reports.conftest import round_with_reports
from tests.support.cases import Case, all_cases
from tests.support.stage import Player, Stage

S, C, B, G = Role.SECRETARIAT, Role.CHAIR, Role.CRDB, Role.GOVERNMENT
EVERYBODY = {S, C, B, G}

#: Texts that a person types, the first button that the assistant offers, and the roles to which it offers it. All other
#: roles read whose role may do it.
_WISHES: dict[tuple[str, ...], tuple[str, set[Role]]] = {
    (
        "JMI report please",
        "make the report",
        "សុំរបាយការណ៍ JMI",
    ): ("reports:make_as", EVERYBODY),
    (
        "sign the report",
        "please sign the JMI report",
        "I want to sign",
        "i sign",
        "is the JMI report ready for me to sign?",
        "is there a report to sign?",
        "សូមចុះហត្ថលេខាលើរបាយការណ៍",
    ): ("reports:sign:1", {C}),
    (
        "ask the Chair to sign",
        "put the report to the Chair",
        "lock the report",
        "make a snapshot",
        "សុំប្រធានចុះហត្ថលេខា",
    ): ("reports:show:1", {S}),  # it waits already
    (
        "remind the secretariats",
        "chase the TWGs",
        "រំលឹកលេខាធិការដ្ឋាន",
    ): ("reports:chase:1", {B}),
    (
        "consolidated report please",
        "consolidate the reports",
        "របាយការណ៍បូកសរុប",
        "តើក្រុមណាបានរាយការណ៍ហើយ?",
        "តើ\u200bក្រុម\u200bណា\u200bបាន\u200bរាយការណ៍\u200bហើយ?",
    ): ("general:only:tracker", {B}),
    ("export", "export everything", "need an export of the health stuff pls", "នាំចេញទិន្នន័យ"): (
        "general:only:export",
        {S, C, B},
    ),
    ("export q4 please", "pls send me the excel of everything since october"): (
        "export:make:xlsx:20261001-20261231",
        {S, C, B},
    ),
    ("export as CSV", "send me everything as CSV", "នាំចេញជា CSV"): ("export:make:csv:all", {S, C, B}),
    (
        "evidence zip",
        "send me the evidence as a zip",
        "all documents as zip",
        "ឯកសារបញ្ជាក់ជា zip",
    ): ("export:make:files:all", {S, C, B}),
    ("feed token", "I need a token for Power BI", "បង្កើតលេខកូដ"): ("general:only:feed", {S, B}),
    ("revoke the token", "cancel my token", "ដកលេខកូដវិញ"): ("general:only:feed", {S, B}),
}
#: Of a report that was signed.
_OF_SIGNED: dict[tuple[str, ...], tuple[str, set[Role]]] = {
    ("amend the report", "correct the signed report", "កែរបាយការណ៍ដែលបានចុះហត្ថលេខា"): ("reports:amend:1", {S}),
    (
        "show me the signed report",
        "what was sent to the GDCC?",
        "សុំរបាយការណ៍ដែលបានចុះហត្ថលេខា",
    ): ("reports:show:1", EVERYBODY),
}
#: What is asked, and what answers it.
_ASKED: dict[tuple[str, ...], dict[Role, str]] = {
    (
        "who has not signed?",
        "which TWGs have not signed?",
        "has the Chair signed?",
        "has HLT signed?",
        "នរណាមិនទាន់ចុះហត្ថលេខា?",
    ): {S: "reports/how_far", C: "reports/how_far", G: "reports/how_far", B: "reports/tracker"},
    (
        "who has not reported yet?",
        "which ministries reported?",
        "នរណាមិនទាន់រាយការណ៍?",
    ): {S: "indicators/round", C: "indicators/round", B: "indicators/round", G: "general/done_by"},
}


async def first_button(player: Player, template: str) -> str:
    [seen] = [each for each in await player.on_screen() if template in each.keys]
    first = seen.buttons[0]
    return ":".join([first.name, *first.args])


async def leads_there(
    players: dict[Role, Player], table: dict[tuple[str, ...], tuple[str, set[Role]]], case: Case
) -> None:
    for texts, (offered, whose) in table.items():
        for text in texts:
            for role, player in players.items():
                await player.says(text)
                with case(role, text):
                    expected = (
                        ("general/wished", offered) if role in whose else ("general/done_by", "general:otherwise")
                    )
                    assert (expected[0], await first_button(player, expected[0])) == expected


async def test_each_act_is_reached_by_its_words(health: Stage, dara: Player, sokha: Player, drawn: list[Chart]) -> None:
    players = {
        S: dara,
        C: await health.member("Sovann", C, "MoH"),
        B: await health.member("Kunthea", B, "CRDB"),
        G: await health.member("Vanna", G, "MoH"),
    }
    await dara.says("who has not reported yet?")  # before the first round
    await dara.sees_only("indicators/no_round")
    await dara.offers("indicators:begin_round")
    for words in ("sign", "សុំចុះហត្ថលេខា", "khnhom chong sign"):
        await players[C].says(words)
        await players[C].sees("reports/nothing_to_sign")
    await round_with_reports(dara, sokha)
    await dara.says("ask the Chair to sign")
    assert await first_button(dara, "general/wished") == "reports:ask_sign_off:1"
    await dara.presses("reports:ask_sign_off", 1)
    await health.settle()
    with all_cases() as case:
        await leads_there(players, _WISHES, case)
        for texts, answers in _ASKED.items():
            for text in texts:
                for role, template in answers.items():
                    await players[role].says(text)
                    with case(role, text):
                        await players[role].sees_only(template)
    # What waits for the Chair is not for those who do not follow the rounds.
    await players[G].says("has the report been signed?")
    assert (await players[G].shown("reports/how_far"))["waiting"] is None
    await players[C].says("has the report been signed?")
    await players[C].presses("reports:sign", 1)
    await players[C].presses("reports:sign_now", 1)
    await dara.says("amend the signed report")
    await dara.is_refused("reports#nothing_to_amend")
    await dara.forges("indicators/accept:2")
    with all_cases() as case:
        await leads_there(players, _OF_SIGNED, case)
    await players[G].says("is the report signed?")
    assert (await players[G].shown("reports/how_far"))["signed"].edition == 1


async def test_words_of_something_else_are_left_alone(
    health: Stage, dara: Player, sokha: Player, drawn: list[Chart]
) -> None:
    await round_with_reports(dara, sokha)
    for text in (
        "The minister will sign the agreement with UNICEF tomorrow",
        "the annual report is on the website",
        "we export rice to the region",
        "please remind the secretariat that our report is late",
    ):
        await sokha.says(text)
        await sokha.does_not_see("general/done_by")
