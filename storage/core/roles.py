"""The roles of people in a TWG.

Apart from their table, so that a process that reads a list of members does not load the database's library.
"""

from storage.engine.labels import N_, Labelled


class Role(Labelled):
    """A person's role in a TWG, in order of precedence. Source: Guideline, Part Three (a)(i)-(ix)."""

    CHAIR = "chair", N_("Chair")
    LEAD_FACILITATOR = "lead_facilitator", N_("Lead facilitator")
    SECRETARIAT = "secretariat", N_("Secretariat")
    GOVERNMENT = "government", N_("Government member")
    DEVELOPMENT_PARTNER = "development_partner", N_("Development partner")
    CRDB = "crdb", N_("CRDB/CDC")
    FOCAL_POINT = "focal_point", N_("Focal point")
    TECHNICAL_ADVISER = "technical_adviser", N_("Technical adviser")
    CIVIL_SOCIETY = "civil_society", N_("Civil society")
    PRIVATE_SECTOR = "private_sector", N_("Private sector")
