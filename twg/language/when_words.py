"""Words of days and times as officials write them, in English, Khmer and romanised Khmer, by the kind of token.

A phrase is written in lower case, with ASCII digits, "-" and "'", and in any of the spellings that `fold` makes one. A
space in a Khmer phrase may be missing in the text.
"""

from typing import Any

#: Kinds of token, a letter each: grammars are regular expressions over these letters.
#:   numbers    n 1–2 digits or a word   o ordinal   y 4 digits   d date in figures   s 18/12   p 18.12   r 9-11
#:              t 9:30
#:   days       w weekday   E «អាទិត្យ», Sunday or week   m month   k tomorrow …   T «ទី»   G end, middle, start of
#:   units      D day   W working day   V week   M month   Y year   v the week after next
#:   relations  q this, next, last   K «ក្រោយ», «មុន»: q after a word, R before one   R after, before
#:              I in   J within   N from now
#:   times      g at   h o'clock   a half of the day   b noon   j half past   e «កន្លះ»   u «ខ្វះ», short of   i minutes
#:              L vague: after lunch
#:   periods    x quarter   Q Q1
#:   festivals  B holiday, Pchum Ben, weekend   A a few
#:   between    z dash   l to, until   c and   H hedge: or, not, about   F filler   U unknown
Words = dict[str, Any]


def _all(value: Any, phrases: str) -> Words:
    return dict.fromkeys(phrases.split("|"), value)


_WEEKDAYS: Words = {
    **_all(0, "monday|mon|mondays|ច័ន្ទ|ចន្ទ|ច័ន្ត|ចន្ត"),
    **_all(1, "tuesday|tues|tue|អង្គារ|អង្គា"),
    **_all(2, "wednesday|wed|weds|wednsday|wensday|wendsday|wenesday|wedensday|ពុធ|ពុទ្ធ"),
    **_all(3, "thursday|thurs|thur|thu|ព្រហស្បតិ៍|ព្រហស្បត្តិ៍|ព្រហស្បត៍|ព្រហស្បតិ|ព្រហស្បត្ត៍"),
    **_all(4, "friday|fri|សុក្រ"),
    **_all(5, "saturday|sat|សៅរ៍|សៅរ|សៅ"),
    **_all(6, "sunday|sun"),
}
#: "Day" in romanised Khmer.
_THNGAI = ("thngai", "thngay", "tngai", "tngay", "thgnai")
_ROMAN_WEEKDAYS: Words = {
    f"{thngai} {name}": weekday
    for weekday, names in enumerate(
        ("chan|chann", "angkea|angkear", "put|puth|pout", "prohoas|prohas|prohos", "sok|sukr", "sao|sav", "atit|atith")
    )
    for name in names.split("|")
    for thngai in _THNGAI
}
_MONTHS: Words = {
    **_all(1, "january|jan|មករា"),
    **_all(2, "february|feb|febuary|កុម្ភៈ|កុម្ភះ|កុម្ភ"),
    **_all(3, "march|mar|មីនា|មិនា"),
    **_all(4, "april|apr|មេសា"),
    **_all(5, "may|ឧសភា|ឩសភា"),
    **_all(6, "june|jun|មិថុនា|មិថុនា"),
    **_all(7, "july|jul|កក្កដា"),
    **_all(8, "august|aug|សីហា"),
    **_all(9, "september|sept|sep|កញ្ញា"),
    **_all(10, "october|oct|តុលា"),
    **_all(11, "november|nov|វិច្ឆិកា|វិច្ឆិការ"),
    **_all(12, "december|dec|ធ្នូ|ធ្នូរ"),
}
#: Romanised months; those that are names of people too, only after "khae".
_ROMAN_MONTHS: Words = {
    **_all(1, "makara|meakara|khae makara"),
    **_all(2, "kompheak|kumpheak|khae kompheak"),
    **_all(3, "khae mina|khae mineak"),
    **_all(4, "khae mesa"),
    **_all(5, "osaphea|usaphea|khae osaphea"),
    **_all(6, "mithona|mithuna|khae mithona"),
    **_all(7, "kakkada|kakada|khae kakkada"),
    **_all(8, "seyha|khae seyha|khae siha"),
    **_all(9, "khae kanha"),
    **_all(10, "khae tola|khae tula"),
    **_all(11, "vichheka|vicheka|khae vichheka"),
    **_all(12, "thnou|tnou|thnoo|thnu|khae thnou|khae thnu"),
}
_NEAR: Words = {
    **_all(0, "today|ថ្ងៃ នេះ|" + "|".join(f"{thngai} nis" for thngai in _THNGAI)),
    **_all(1, "tomorrow|tmr|tmrw|tmw|tomorow|tommorow|tommorrow|tomorrrow|2moro|ថ្ងៃ ស្អែក នេះ|ស្អែក នេះ|ថ្ងៃ ស្អែក|ស្អែក"),
    **_all(1, "sa-ek|s'aek|sa ek|saek|sa'ek|thngai sa-ek|thngay sa-ek|thngai saek|thngay saek|tngai sa-ek|tngai saek"),
    **_all(2, "day after tomorrow|after tomorrow|day after tmr|ថ្ងៃ ខាន ស្អែក|ខាន ស្អែក|khan sa-ek|khan saek|khansaek"),
    **_all(-1, "yesterday|ម្សិលមិញ|ម្សិល មិញ|ម្សិញមិញ|msel menh|msil minh"),
}
_NUMBERS: Words = {
    **_all(1, "a|an|one|មួយ|muoy|mouy|muy"),
    **_all(2, "two|ពីរ|pi|pii"),
    **_all(3, "three|បី|bei|bey"),
    **_all(4, "four|បួន|buon"),
    **_all(5, "five|ប្រាំ|pram"),
    **_all(6, "six|ប្រាំ មួយ"),
    **_all(7, "seven|ប្រាំ ពីរ|ប្រាំ ពិល"),
    **_all(8, "eight|ប្រាំ បី"),
    **_all(9, "nine|ប្រាំ បួន"),
    **_all(10, "ten|ដប់"),
    **_all(11, "eleven|ដប់ មួយ"),
    **_all(12, "twelve|ដប់ ពីរ"),
    **_all(14, "fourteen|ដប់ បួន"),
    **_all(15, "fifteen|ដប់ ប្រាំ"),
    **_all(20, "twenty|ម្ភៃ"),
    **_all(30, "thirty|សាមសិប"),
}
_MORE_ORDINALS = [
    *("sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
    *(
        f"twenty-{word}"
        for word in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    ),
    *("thirtieth", "thirty-first"),
]
_ORDINALS: Words = {
    **_all(1, "first"),
    **_all(2, "second"),
    **_all(3, "third"),
    **_all(4, "fourth"),
    **_all(5, "fifth"),
    **dict(zip(_MORE_ORDINALS, range(6, 32), strict=True)),
}
_QUALIFIERS: Words = {
    **_all("this", "this|នេះ|nis"),
    **_all("coming", "coming|this coming|upcoming|ខាង មុខ នេះ"),
    **_all("next", "next|following|បន្ទាប់|ខាង មុខ|krouy|kraoy|kroy|kraoi|kroay|kraouy|khang muk|khangmuk"),
    **_all("last", "last|past|previous|កន្លង ទៅ|មុន នេះ"),
}
#: Halves of the day: hours that take 12 more, and hours that stay.
HALVES: dict[str, tuple[range, range]] = {
    "am": (range(0), range(1, 12)),
    "pm": (range(1, 12), range(12, 24)),
    "morning": (range(0), range(1, 12)),
    "afternoon": (range(1, 7), range(12, 19)),
    "evening": (range(2, 12), range(14, 24)),
    "night": (range(6, 12), range(18, 24)),
    "noon": (range(1, 2), range(11, 14)),
}
_HALVES: Words = {
    **_all("am", "am|a.m.|a.m|a m"),
    **_all("pm", "pm|p.m.|p.m|p m"),
    **_all("morning", "in the morning|morning|ពេល ព្រឹក|ព្រឹក|preuk|prek|pruk|pruek|proek"),
    **_all("afternoon", "in the afternoon|afternoon|ពេល រសៀល|រសៀល|roseal|rosiel|rosial|rorsiel"),
    **_all("evening", "in the evening|evening|ពេល ល្ងាច|ល្ងាច|lngeach|longeach|lngiech"),
    **_all("night", "at night|night|ពេល យប់|យប់"),
}

#: Halves of this day, which name the day too.
_THIS_HALVES: Words = {
    **_all("morning", "this morning|ព្រឹក នេះ|preuk nis|prek nis|pruk nis"),
    **_all("afternoon", "this afternoon|រសៀល នេះ|roseal nis|rosiel nis|rosial nis"),
    **_all("evening", "this evening|ល្ងាច នេះ|lngeach nis|longeach nis"),
    **_all("night", "tonight|យប់ នេះ"),
}
OF_TODAY = tuple(_THIS_HALVES)

#: The names that `twg.time.festivals` knows.
_FESTIVALS: Words = {
    **_all("holiday", "holiday|holidays|public holiday|public holidays|long weekend|festival|festivals"),
    **_all("holiday", "ថ្ងៃ ឈប់ សម្រាក|ឈប់ សម្រាក|ថ្ងៃ បុណ្យ|ពិធី បុណ្យ|បុណ្យ|វិស្សមកាល|chhup samrak|thngai bon|thngay bon"),
    **_all("new year", "new year|new year's|ឆ្នាំ ថ្មី|chhnam thmey|chnam thmey"),
    **_all("international new year", "international new year|ចូល ឆ្នាំ សកល|ឆ្នាំ សកល"),
    **_all("khmer new year", "khmer new year|khmer new year's|ចូល ឆ្នាំ|ចូល ឆ្នាំ ថ្មី|ចូល ឆ្នាំ ខ្មែរ|ចូល ឆ្នាំ ប្រពៃណី"),
    **_all("khmer new year", "ចូល ឆ្នាំ ថ្មី ប្រពៃណី|ចូល ឆ្នាំ ថ្មី ប្រពៃណី ខ្មែរ|chol chnam|chol chhnam|chaul chnam|choul chnam"),
    **_all("pchum ben", "pchum ben|pchum|phchum ben|phchum|prachum ben|ភ្ជុំ បិណ្ឌ|ភ្ជុំ|បុណ្យ ភ្ជុំ|បុណ្យ ភ្ជុំ បិណ្ឌ"),
    **_all("water festival", "water festival|bon om touk|om touk|bon om tuk|om tuk|អុំ ទូក|បុណ្យ អុំ ទូក"),
    **_all("independence", "independence day|បុណ្យ ឯករាជ្យ|ឯករាជ្យ ជាតិ"),
    **_all("peace day", "peace day|ទិវា សន្តិភាព|ថ្ងៃ សន្តិភាព"),
    **_all("victory", "victory day|ទិវា ជ័យជម្នះ"),
    **_all("christmas", "christmas|xmas|noel|ណូអែល|បុណ្យ ណូអែល"),
    **_all("new year's eve", "new year's eve|new year eve|nye|new years eve"),
    **_all("new year's day", "new year's day|new years day|international new year's day"),
    **_all("weekend", "weekend|week-end|week end"),
}

KINDS: dict[str, Words] = {
    "w": {**_WEEKDAYS, **_ROMAN_WEEKDAYS},
    "E": _all(6, "អាទិត្យ|atit|atith"),
    "m": {**_MONTHS, **_ROMAN_MONTHS},
    "k": _NEAR,
    "n": _NUMBERS,
    "o": _ORDINALS,
    "q": _QUALIFIERS,
    "K": {**_all("next", "ក្រោយ"), **_all("last", "មុន")},
    "D": _all("D", f"day|days|day's|days'|ថ្ងៃ|{'|'.join(_THNGAI)}"),
    "W": _all("W", "working day|working days|business days|workdays|ថ្ងៃ ធ្វើ ការ|ថ្ងៃ ធ្វើការ"),
    "V": {
        **_all(7, "week|weeks|weeks'|week's|wk|wks|សប្តាហ៍|សប្តាហ|សប្តាហ៏"),
        **_all(7, "sabda|sabada|sapda|sapdah|sabdah|sapada|saapada|sabdaha|sapdaha|sabtha|saptha|saptah|sabtah"),
        **_all(14, "fortnight|fortnights"),
    },
    "M": _all("M", "month|months|month's|months'|ខែ|khae|khe"),
    "Y": _all("Y", "year|years|year's|ឆ្នាំ|chhnam|chnam"),
    "v": _all(2, "week after next"),
    "I": _all("in", "in|នៅ|neou|ឯ"),
    "J": _all("within", "within|ក្នុង រយៈ ពេល|ក្នុង រយៈពេល|ក្នុង"),
    "N": _all("now", "from now|from today|time|later|hence|ទៀត|tiet|teat"),
    "R": {**_all(1, "after"), **_all(-1, "before"), **_all(1, "from")},
    "T": _all("T", "ទី|ti"),
    "G": {
        **_all("end", "end|by end|ចុង|ដំណាច់|ដាច់"),
        **_all("mid", "mid|middle|ពាក់ កណ្តាល|កណ្តាល"),
        **_all("start", "beginning|start|ដើម"),
        **_all("early", "early"),
        **_all("late", "late"),
    },
    "B": _FESTIVALS,
    "A": {**_all((3, 5), "few|several|ប៉ុន្មាន|ប៉ុន្មាន មួយ|bonman|ponman"), **_all((2,), "couple")},
    "x": _all("quarter", "quarter|quarters|ត្រីមាស|trimas"),
    "g": _all("at", "at|@|វេលា ម៉ោង|វេលា|ម៉ោង|maong|moung|mong|time:|time :"),
    "h": _all("h", "h|hrs|hr|hours|hour|o'clock|o clock|oclock|clock"),
    "a": {**_HALVES, **_THIS_HALVES},
    "b": _all("noon", "noon|midday|ពេល ថ្ងៃ ត្រង់|ថ្ងៃ ត្រង់|ត្រង់|thngai trong|thngay trong"),
    "j": {**_all(30, "half past"), **_all(15, "quarter past|a quarter past"), **_all(-15, "quarter to|a quarter to")},
    "u": _all("short of", "ខ្វះ|khvas|khvah|kvah|kvas"),
    "e": _all(30, "កន្លះ|konlah|kanlah|kanlas|konlas|kanla|konla"),
    "i": _all("min", "នាទី|min|mins|minutes"),
    "L": {
        **_all("end", "close of business|end of business|cob|eod|end of day|end of the day|ចុង ម៉ោង ធ្វើ ការ"),
        **_all(
            "vague",
            "after lunch|before lunch|lunch|lunchtime|office hours|working hours|breakfast|dinner|midnight|"
            "ក្រោយ អាហារ ថ្ងៃ ត្រង់|ម៉ោង ធ្វើការ|ម៉ោង ធ្វើ ការ",
        ),
    },
    "l": _all("to", "to|until|till|through|upto|ដល់|ទៅ ដល់|ទៅ"),
    "c": _all("and", "and|&|និង|ning|nung"),
    "H": {
        **_all("or", "or|ឬ|rue|either"),
        **_all("not", "not|except|no|មិន មែន|មិន|កុំ|លើក លែង|លើកលែង"),
        **_all(
            "about", "about|around|approximately|approx|between|starting|since|maybe|but|earliest|ប្រហែល|រវាង|ចាប់ ពី|ពី"
        ),
    },
    "F": {
        **_all(
            "by", "by|no later than|not later than|at the latest|latest by|latest|due|due by|due on|deadline|by the"
        ),
        **_all("by", "ត្រឹម|យ៉ាង យូរ បំផុត|យ៉ាង យូរ|មិន ឱ្យ ហួស|មិន ឲ្យ ហួស"),
        **_all("", "on|the|of|date|dated|please|pls|sharp|exactly|local time|phnom penh time|cambodia time|ict|date:"),
        **_all("", "នា|គ.ស|គ.ស.|គ្រិស្តសករាជ|សូម|បាទ|ចាស|ត្រូវ|ចំ|ពេល"),
    },
}
