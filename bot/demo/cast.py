"""Who plays: invented members of the Health TWG, and its indicators.

Number, statement and target of 2008-4 are as published, its date is moved to the present; `demo-` ones are made up.
"""

from dataclasses import dataclass

from storage.members import Role

TWG = {"code": "HLT", "name": "Health", "name_km": "សុខាភិបាល", "host": "Ministry of Health"}


@dataclass(frozen=True)
class Player:
    """A person with Telegram, and what they answer when they register."""

    first_name: str
    last_name: str
    role: Role
    position: str
    institution: str
    language: str = "English"
    theme: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


SECRETARIAT = Player("Dara", "Chan", Role.SECRETARIAT, "Deputy Director of Planning", "MoH")
CHAIR = Player("Sovann", "Kim", Role.CHAIR, "Secretary of State", "MoH")
LEAD = Player("Maria", "Lopez", Role.LEAD_FACILITATOR, "Team Leader, Health Systems", "WHO")
REPORTER = Player("Sokha", "Sok", Role.DEVELOPMENT_PARTNER, "Reproductive Health Adviser", "UNFPA")
PARTNER = Player("Kenji", "Sato", Role.DEVELOPMENT_PARTNER, "Health Programme Officer", "JICA")
OFFICIAL = Player("Bopha", "Nhem", Role.GOVERNMENT, "ប្រធាននាយកដ្ឋាន", "MEF", language="ខ្មែរ")

CAST = (
    CHAIR,
    LEAD,
    Player("Vichea", "Prak", Role.GOVERNMENT, "Director of Preventive Medicine", "MoH"),
    OFFICIAL,
    REPORTER,
    PARTNER,
    Player("Rithy", "Meas", Role.CRDB, "Aid Coordination Officer", "CRDB/CDC"),
    Player("Sreymom", "Ly", Role.FOCAL_POINT, "Gender Focal Point", "MoWA", theme="gender"),
    Player("Anna", "Weber", Role.TECHNICAL_ADVISER, "Health Financing Adviser", "MoH"),
    Player("Channary", "Tep", Role.CIVIL_SOCIETY, "Executive Director", "MEDiCAM"),
)

#: number, statement, unit, target, by when, institutions that report.
INDICATORS = (
    ("2008-4", "Deliveries by skilled staff in the public sector", "%", "65", "Dec 2026", "MoH, UNFPA"),
    ("demo-1", "Health centres with a trained midwife", "%", "100", "Dec 2026", "WHO"),
    ("demo-2", "Children fully immunised before their first birthday", "%", "95", "Dec 2026", "JICA"),
)
