"""Units, currencies and magnitudes as people write them, in English and Khmer."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from twg.language.plain import spelled

PERCENT = "%"
#: Classifiers that count people of any kind: students, women, farmers.
CLASSIFIER = "classifier"
CURRENCIES: dict[str, str] = {
    "USD": "usd|us$|$us|$|us dollars|us dollar|dollars|dollar|ដុល្លារអាមេរិក|ដុល្លារ|ដុល្លា|dolla|dollas|dollah|dolar",
    "KHR": "khr|riels|riel|៛|រៀល",
    "EUR": "eur|euros|euro|€|អឺរ៉ូ",
    "JPY": "jpy|yen|¥|យ៉េន|យេន",
    "GBP": "gbp|pounds|£|ផោន",
    "CNY": "cny|rmb|yuan|យ័ន|យន់",
    "KRW": "krw|won|₩|វ៉ុន",
    "THB": "thb|baht|฿|បាត",
    "AUD": "aud|a$|au$|australian dollars",
}
MEASURES: dict[str, str] = {
    "km": "km|kms|kilometres|kilometre|kilometers|kilometer|គីឡូម៉ែត្រ|គ.ម.|គ.ម|គម",
    "m": "m|metres|metre|meters|meter|ម៉ែត្រ",
    "m2": "m2|m^2|sqm|sq m|sq. m|sq.m|square metres|square metre|square meters|square meter|ម៉ែត្រការ៉េ|ម៉ែត្រក្រឡា|ម២",
    "km2": "km2|km^2|sqkm|sq km|sq. km|square kilometres|square kilometre|square kilometers|គីឡូម៉ែត្រការ៉េ|គ.ម២|គម២",
    "ha": "ha|hectares|hectare|hecta|hectas|hekta|ហិកតា|ហ.ត.|ហ.ត|ហត",
    "m3": "m3|m^3|cubic metres|cubic meters|ម៉ែត្រគូប",
    "kg": "kg|kgs|kilograms|kilogram|kilos|kilo|គីឡូក្រាម|គ.ក្រ",
    "g": "g|grams|gram|ក្រាម",
    "t": "t|tons|ton|tonnes|tonne|mt|metric tons|តោន",
    "l": "l|litres|litre|liters|liter|លីត្រ",
    "MW": "mw|megawatts|megawatt|មេហ្គាវ៉ាត់",
    "kW": "kw|kilowatts|kilowatt|គីឡូវ៉ាត់",
    "kWh": "kwh|គីឡូវ៉ាត់ម៉ោង",
    "points": "points|point|scores|score|ពិន្ទុ",
    "minutes": "minutes|minute|mins|min|នាទី",
    "hours": "hours|hour|hrs|ម៉ោង",
    "days": "days|day|ថ្ងៃ|thngai|thngay|tngai|tngay",
    "weeks": "weeks|week|សប្តាហ៍",
    "months": "months|month|ខែ",
    "years": "years|year|yrs|ឆ្នាំ",
}
#: Things and people that are counted: only whole numbers of them.
THINGS: dict[str, str] = {
    "people": "people|persons|person|pers|ppl|pax|individuals|individual|ប្រជាជន|មនុស្ស|ប្រជាពលរដ្ឋ",
    CLASSIFIER: "នាក់|រូប|neak|nak",
    "schools": "schools|school|សាលារៀន|សាលា|គ្រឹះស្ថានសិក្សា",
    "households": "households|household|hhs|hh|families|family|គ្រួសារ|ខ្នងផ្ទះ|ខ្នង",
    "students": "students|student|pupils|pupil|សិស្សានុសិស្ស|សិស្ស|និស្សិត",
    "children": "children|child|កុមារា|កុមារី|កុមារ|ក្មេង",
    "women": "women|woman|females|female|girls|girl|ស្ត្រី|នារី|ស្រី|srey|srei",
    "men": "men|man|males|male|boys|boy|បុរស|ប្រុស",
    "teachers": "teachers|teacher|គ្រូបង្រៀន|លោកគ្រូអ្នកគ្រូ|គ្រូ",
    "staff": "staff|officials|official|officers|officer|civil servants|midwives|midwife|មន្ត្រី|បុគ្គលិក|ឆ្មប",
    "farmers": "farmers|farmer|កសិករ",
    "villages": "villages|village|ភូមិ",
    "communes": "communes|commune|sangkats|sangkat|ឃុំសង្កាត់|ឃុំ|សង្កាត់",
    "districts": "districts|district|ស្រុក|ខណ្ឌ",
    "provinces": "provinces|province|ខេត្ត|រាជធានី",
    "hospitals": "hospitals|hospital|មន្ទីរពេទ្យបង្អែក|មន្ទីរពេទ្យ",
    "health centres": "health centres|health centre|health centers|health center|hcs|មណ្ឌលសុខភាព",
    "facilities": "facilities|facility|មូលដ្ឋានសុខាភិបាល",
    "ministries": "ministries|ministry|ក្រសួង",
    "projects": "projects|project|គម្រោង",
    "laws": "laws|law|ច្បាប់",
    "cases": "cases|case|ករណី",
    "meetings": "meetings|meeting|កិច្ចប្រជុំ",
}
#: The unit of an indicator that counts things without naming them, as it is called.
COUNT = "number"
_COUNTS = re.compile(rf"(?:numbers?|no\.?|nr\.?|count|#|{spelled('ចំនួន')})(?:(?: of)? ?(.+))?")
_HUMAN = {"people", "students", "children", "women", "men", "teachers", "staff", "farmers"}
_PERCENTAGES = "%|percents|percent|per cent|pct|pheak roy|pheakroy|phea roy|phear roy|ភាគរយ"

#: Words for magnitudes. Letters are read only where they cannot be a unit: "m" is a metre or a million.
MAGNITUDES: dict[str, Decimal] = {
    spelled(name): Decimal(10) ** power
    for power, names in {
        2: "hundreds|hundred|រយ",
        3: "thousands|thousand|thou|ពាន់|poan|pean|puan",
        4: "ម៉ឺន|muern|meun|mern|moeun|muen",
        5: "សែន|hundred thousand|saen",
        6: "millions|million|mln|mill|mil|mn|mio|លាន|lan|lean|lien",
        7: "កោដិ",
        8: "hundred million|រយលាន",
        9: "billions|billion|bln|bn|ពាន់លាន|thousand million|milliards|milliard|poan lan",
        10: "ម៉ឺនលាន",
        11: "សែនលាន|hundred billion",
        12: "trillions|trillion|tn|លានលាន",
    }.items()
    for name in names.split("|")
}
LETTERS = {"k": Decimal(10) ** 3, "m": Decimal(10) ** 6, "b": Decimal(10) ** 9}

_FAMILIES = {PERCENT: _PERCENTAGES, **CURRENCIES, **MEASURES, **THINGS}
FAMILY_OF: dict[str, str] = {spelled(name): family for family, names in _FAMILIES.items() for name in names.split("|")}


def alternatives(names: list[str]) -> str:
    """A regular expression of names, the longest first; one that ends in a Latin letter or digit ends there."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(
        re.escape(name) + (r"(?![a-z0-9^])" if name[-1:].isascii() and name[-1:].isalnum() else "") for name in ordered
    )


@dataclass(frozen=True)
class Unit:
    """The unit of an indicator.

    Attributes:
        name: as it was typed when the indicator was defined.
        family: a key of the vocabulary above, or the unit itself where it is none of these.
        factor: for "million USD", 1,000,000; 1 otherwise.
        own: names that only this unit has, such as "per 100,000 live births".
    """

    name: str
    family: str
    factor: Decimal = Decimal(1)
    own: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether only whole numbers are possible."""
        return self.family in THINGS or self.family == COUNT

    @property
    def is_money(self) -> bool:
        return self.family in CURRENCIES

    def is_called(self, family: str) -> bool:
        """Whether a quantity in this family is one in this unit: 45 នាក់ may be students."""
        if self.family == COUNT:
            return family in THINGS
        return family == self.family or (family == CLASSIFIER and self.family in _HUMAN)


@lru_cache(maxsize=256)
def unit_of(name: str) -> Unit:
    """The unit that an indicator's unit names: "%", "m²", "USD", "million riel", "schools", "number of schools"."""
    text = " ".join(spelled(name).split())
    counted = _COUNTS.fullmatch(text)
    if counted is not None:
        return Unit(name, COUNT) if not counted[1] else replace(unit_of(counted[1]), name=name)
    magnitudes = alternatives(list(MAGNITUDES))
    scaled = re.fullmatch(rf"({magnitudes}) ?(.*)|(.+?) ?\(?({magnitudes})\)?|'?000 (.+)", text)
    if text not in FAMILY_OF and scaled is not None:
        rest = scaled[2] or scaled[3] or scaled[5] or ""
        factor = MAGNITUDES[scaled[1] or scaled[4]] if scaled[1] or scaled[4] else Decimal(1000)
        return Unit(name, FAMILY_OF.get(rest, rest), factor, (rest,) if rest and rest not in FAMILY_OF else ())
    if text in FAMILY_OF or not text:
        return Unit(name, FAMILY_OF.get(text, ""))
    singular = text.removesuffix("s")
    plural = (singular, f"{singular}s") if singular.isascii() and singular.isalpha() else ()
    rate = (text[text.index("per ") :],) if " per " in text else ()
    return Unit(name, text, own=(text, *plural, *rate))
