"""The invented members of the Health TWG that the demonstration and the sandbox start with."""

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
NGO = Player("Channary", "Tep", Role.CIVIL_SOCIETY, "Executive Director", "MEDiCAM")

#: Everybody but the secretariat, in the order in which they are invited.
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
    NGO,
)
