"""What stands beside a value: words that change what it says, words that do not, and words about how exact it is."""

import re

from twg.language.plain import spelled
from twg.language.quantities import MASK, NAMES_TIME, OPEN_MASK
from twg.language.units import FAMILY_OF, MAGNITUDES, alternatives

#: A target that was reached says nothing else about the value.
_REACHED = re.compile(
    r"(?:target|goal)s? (?:was |is |were |has been |already )?(?:passed|met|reached|exceeded|achieved|surpassed)"
    r"|(?:passed|met|reached|exceeded|achieved|surpassed|above|beyond) (?:the |its |our |annual )?(?:target|goal)s?"
)
#: Behind "half", "third" and "double" in words that say nothing about a figure: "half-year campaign".
_ADJECTIVES = r"[- ]year(?:ly)?(?![a-z])|-(?:day|time|term|hour|annual(?:ly)?|party|checked|blind|entry)(?![a-z])"
#: Whole words with which the text says something else than that the value is this figure now.
_CHANGES = re.compile(
    r"(?<![a-z])(?:"
    # a target, a plan, a wish
    r"targets?|targeted|goals?|plan|plans|planned|planning to|project(?:ed|ion|ions)|forecasts?|expect\w*|aim\w*|"
    r"will|would|should|shall|could|might|may be|going to|intend\w*|scheduled|budgeted|pledged|requested|"
    r"proposed|needed|required|"
    # another time
    r"last (?:(?:school|fiscal|academic) )?(?:year|time|month|quarter|semester|half|round|report)|"
    r"previous\w*|prior|formerly|former|before|baseline|had been|"
    r"used to|earlier|old|ago|next|until|till|yesterday|chnam mun|by (?:the )?(?:end|year|mid|next|\x01)|"
    r"by (?:january|february|march|april|june|july|august|september|october|november|december)|"
    # a change, a comparison
    r"increas\w*|decreas\w*|reduc\w*|rose|rise|rising|risen|fell|fall|fallen|drop\w*|grew|grow\w*|declin\w*|improv\w*|"
    r"chang\w*|up|down|gain\w*|lost|loss|plus|minus|more|less|fewer|higher|lower|additional\w*|another|further|extra|"
    r"than|points?|pts?|pp|ppts?|pps|yoy|versus|vs|compar\w*|differ\w*|add|added|adds|"
    # a bound, a part
    r"over|under|below|above|beyond|at least|at most|minimum|maximum|max|min|up to|nearly|almost|close to|exceed\w*|"
    rf"(?:half|halves|thirds?|quarter of|twice|double\w*|triple\w*)(?!{_ADJECTIVES})|"
    r"times|tenfold|dozens?|pairs?|remain\w*|left|missing|"
    r"short|shortfall|shortage|gap|lack\w*|pending|outstanding|out of|"
    # of a place alone
    r"only (?:in|for|at|from)|(?:in|for|at|from) (?:\w+ ){1,3}only|"
    # a rate
    r"per|each|every|monthly|weekly|daily|a (?:year|month|day|week|person|head)|annually|hourly|"
    # a doubt, a denial, a correction
    r"not|no|nor|never|cannot|can't|don't|isn't|wasn't|aren't|won't|n't|none|neither|maybe|perhaps|probabl\w*|possibl\w*|"
    r"likely|guess\w*|think|thinks|believe|unsure|unclear|unknown|if|unless|wrong|sorry|correction|instead|revis\w*|rather|"
    r"or|either|whether|assum\w*|hopefully|hope|tbc|tbd|n/a|and (?:some|something|a bit|odd|counting)|odd|jang|"
    # romanised Khmer: not, more, will, rose
    r"min|ot|mean te|tiet|neung|kaun|kern|thlak|kom tov|chit|leus"
    r")(?![a-z])"
)
_KHMER_CHANGES = re.compile(
    "|".join(
        spelled(word)
        for word in (
            "គោលដៅ|តាមផែនការ|(?<!ក្រសួង)ផែនការ|គ្រោង|រំពឹង|ព្យាករ|បំណង|(?<!ហ្)នឹង|គួរ|ប្រហែលជា|អាចជា|ស្នើ",
            "ឆ្នាំមុន|ខែមុន|ឆ្នាំទៅ|ត្រីមាសមុន|លើកមុន|ពីមុន|មុន|កាលពី|ដើមគ្រា|មូលដ្ឋានដំបូង|(?<!ចុង)ក្រោយ|ចាស់",
            "កើន|ថយចុះ|ធ្លាក់|ចុះមក|ចុះដល់|ឡើងដល់|ឡើង|បន្ថែម|ថែម|បន្ថយ|កាត់បន្ថយ|ទៀត|(?<!តម្លៃ)(?<!តួលេខ)ថ្មី|ផ្លាស់ប្តូរ|ពិន្ទុ|ធៀប|ប្រៀប",
            "លើស|ច្រើនជាង|តិចជាង|ខ្ពស់ជាង|ទាបជាង|ជាង|ជិត|យ៉ាងតិច|យ៉ាងហោច|យ៉ាងច្រើន|អតិបរមា|អប្បបរមា|ក្រោម|រហូតដល់|ដក|បូក",
            "កន្លះ|ពាក់កណ្តាល|ពាក់កណ្ដាល|មួយភាគ|ទ្វេដង|ដង|នៅសល់|សល់|ខ្វះ|នៅខ្វះ|ក្នុងចំណោម|ភាគបី|ក្បៀស",
            "(?<!លើកលែង)តែ(?:នៅ|ក្នុង|ខេត្ត)|ក្នុងមួយ|ក្នុង១|ក្នុង1|ប្រចាំខែ|ប្រចាំថ្ងៃ|រាល់|មួយខែ|មួយឆ្នាំ|ម្នាក់ៗ",
            "មិន|អត់|គ្មាន|ពុំ|កុំ|ឬ|បើ|ប្រសិន|សង្ស័យ|ខុស|សុំទោស|ជំនួស|តើ|មែនទេ|មែនឬ|ទេ គឺ|ទេគឺ",
        )
    )
)
_SIGNS = re.compile(r"[?%$€£¥៛±]|->|→|(?<=\d)[:/x×*](?=\d)")
#: Signs directly before a figure and directly after it: a bound, a number (#), a rate, a fraction.
_SIGN_BEFORE = re.compile(r"(?:[<>≤≥#^|\\+]|[<>]=) ?\Z")
_SIGN_AFTER = re.compile(rf" ?[+/^#|\\½¼¾⅓⅔]| ?(?:t?h?ver kar?|{spelled('ធ្វើការ')})")
_LATIN_MAGNITUDES = [name for name in MAGNITUDES if name.isascii() and name not in ("mil", "mill", "hundred")]
_ANY_MAGNITUDE = re.compile(
    rf"(?<![a-z])(?:{alternatives(_LATIN_MAGNITUDES)})" + "|ម៉ឺន|លាន|កោដិ|ពាន់|សែន(?!មនោ)|(?<!ភាគ)រយ(?!:)"
)
#: Slips of the pen in "million", "thousand" and "billion".
_LIKE_MAGNITUDE = re.compile(
    r" ?(?:mi?ll?[io][a-z]*|tho?us?[a-z]*|bi?ll?[io][a-z]*|tri?ll[a-z]*|hund[a-z]*|mn|k|m)(?![a-z])"
)

#: Words about how exact a figure is: they go into the note.
_HEDGES = (
    "about|approx|approximately|around|roughly|circa|ca|c|some|est|estimated|estimate|or so|provisional|provisionally|"
    "preliminary|exactly|only|just|total|overall|average|on average|in total|final|prohael|bro hael"
)
#: Words between which and a figure without a unit nothing is lost.
_BEFORE = (
    f"{_HEDGES}|is|are|be|at|of about|reached|reaches|reach|achieved|achieving|attained|have|has|had|got|get|ban|value|"
    "actual|actually|lek|lek thmey|thmey|the new figure|new figure|new value|"
    "figure|result|results|now|currently|today|equals|reported|report|stands at|stood at|it's|its|we have|mean|kue|and|"
    "to date|so far|chnam nis|ilov|elov|this (?:year|time|round|quarter|month)"
)
_AFTER = (
    f"{_HEDGES}|in|at|as of|as at|as|for|from|on|this|now|so far|to date|today|currently|all|with|within|nationwide|"
    "nationally|bong|pong|haey|haeuy|ruoch|hz|thank|thanks|thx|pls|please|regards|best|dear|kindly|sir|madam|reported|"
    "according|source|based|since|during|across|among|including|incl|excluding|excl|except|ok|okay|done|and|corrected|"
    "disbursed|spent|committed|released|trained|built|reached|completed|achieved|delivered|constructed|rehabilitated|"
    "installed|cleared|enrolled|supported|registered|approved|paid|received|"
    "not rounded|unrounded|exact|updated|verified|confirmed|vinh|source|"
    "nov|here|according|te|na|ban|by district|by province|by sex"
)
_KHMER_BEFORE = "គឺ|បាន|មាន|ចំនួន|ស្មើ|ជា|ប្រហែល|ប្រមាណ|សរុប|ឥឡូវ|នេះ|ប៉ាន់ស្មាន|ត្រឹម|តម្លៃ|តួលេខ|លទ្ធផល|សម្រេច|អត្រា|គិតជា"
_KHMER_AFTER = (
    "នៅ|ក្នុង|ហើយ|បង|បាទ|ចាស|ចា៎|សម្រាប់|គិត|តាម|យោង|ឆ្នាំនេះ|លើកលែង|ដោយ|ដែល|សូម|អរគុណ|គឺ|ទាំង|សរុប|ប្រហែល|ប្រមាណ|"
    "វិញ|នេះ|ទូទាំង|ជូន|លោក|ប៉ុណ្ណោះ|កន្លែង|ប៉ាន់ស្មាន|គត់"
)
_ENDS_WELL = re.compile(
    rf"(?<![a-z])(?:{_BEFORE}) ?\Z|(?:{spelled(_KHMER_BEFORE)}) ?\Z|[:=~≈,.;!(\n\t{MASK}{OPEN_MASK}។] ?\Z|^ ?\Z|"
    r"[a-z\u1780-\u17d3)] - \Z"
)
_BEGINS_WELL = re.compile(
    rf"^ ?(?:{_AFTER})(?![a-z])|^ ?(?:{spelled(_KHMER_AFTER)})|^ ?(?:[,.;:!()\n\t\[\]\"*~{MASK}{OPEN_MASK}។]|- |-$|$)"
)
_ACTUAL = re.compile(
    r"(?<![a-z])in (?:the )?(?:target|planned) ?(?:areas?|districts?|provinces?|schools?|villages?|communes?)"
)
#: How exact the figure is, and why it was corrected.
_EXCUSE = re.compile(
    r"(?<![a-z])(?:(?:so |very )?sorry (?:for|about) (?:the |my |this |our )?(?:late|delay)\w*(?: \w+)?|"
    r"not rounded(?: up| down| off)?|(?:i )?(?:read|took|copied|typed|saw|wrote) the wrong "
    r"(?:line|row|column|figure|number|one|value|page))(?![a-z])"
)
_NO_RATE = re.compile(rf"as per(?![a-z])|{spelled('ស្មើនឹង')}")


#: "Increased to 58%": the change led to the figure. "Up to 58%" is a bound.
_LED_TO = re.compile(
    r"(?<![a-z])(?:has |have |had )*(?:slightly )?(?:rose|risen|increased|went up|gone up|grew|grown|improved|climbed|"
    r"fell|fallen|dropped|decreased|declined|went down|gone down|reduced)(?: slightly| further| again)? to ?\Z"
    rf"|{spelled('(?:(?:បាន)?(?:កើនឡើង|កើន|ឡើង|ថយចុះ|ធ្លាក់ចុះ|ធ្លាក់|ចុះ)(?:មក)?)(?:ដល់|មកត្រឹម|មកនៅ)')} ?\Z"
)
#: "It was 58%": then it is another figure now.
_WAS = re.compile(r"(?<![a-z])(?:was|were)(?: (?:at|about|around|only|still))? ?\Z")


def changes_meaning(before: str, after: str) -> bool:
    """Whether words or signs beside a figure say that the value is another one: a target, last year's, a part.

    Args:
        before, after: plain text beside the value, in which dates and the like are masked.
    """
    if _SIGN_BEFORE.search(before) or _SIGN_AFTER.match(after) or _WAS.search(before):
        return True
    return any(_has_change(remainder) for remainder in (_LED_TO.sub(" ", before), after))


def _has_change(remainder: str) -> bool:
    for harmless in (_REACHED, _ACTUAL, _NO_RATE, _EXCUSE):
        remainder = harmless.sub(" ", remainder)
    remainder = re.sub(r"(?<![a-z])or so(?![a-z])", " ", remainder)
    return any(pattern.search(remainder) for pattern in (_CHANGES, _KHMER_CHANGES, _SIGNS, _ANY_MAGNITUDE))


def leads_to_figure(before: str) -> bool:
    """Whether a figure without a unit may follow these words: "it is", "Kratie:", ប្រហែល."""
    return _ENDS_WELL.search(_LED_TO.sub("", before)) is not None


def may_follow_figure(after: str) -> bool:
    """Whether these words after a figure without a unit leave it what it is: "in hospitals", not "teachers"."""
    return _BEGINS_WELL.search(after) is not None


def is_of_figures(after: str) -> bool:
    """Whether the figure before these words is one of two: "3 in 5 schools", "58 to 60"."""
    return _PART.match(after) is not None


def begins_sentence(typed: str) -> bool:
    """Whether the words as typed begin a note: with a number in words, or with a capital."""
    return _SENTENCE.match(typed) is not None


def resembles_magnitude(after: str) -> bool:
    """Whether the next word looks like a misspelt "million" or "thousand"."""
    return _LIKE_MAGNITUDE.match(after) is not None


def names_things(words: str, things: dict[str, str]) -> bool:
    """Whether the words name something that is counted: "teachers", សាលា."""
    return any(
        FAMILY_OF[match[0]] in things and not NAMES_TIME.match(words, match.end()) for match in _NAMES.finditer(words)
    )


_NAMES = re.compile(
    rf"(?:(?<![a-z])(?=[a-z])|(?![a-z]))(?:{alternatives([name for name in FAMILY_OF if len(name) > 2])})"
)
_PART = re.compile(
    r" ?(?:of|out of|in|to|from|and|/|ក្នុង|លើ|ដល់|ទៅ|និង) ?"
    r"(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|hundred)(?![a-z]))"
)
#: A note that begins with a number in words or with a capital; a code in capitals may be a unit.
_SENTENCE = re.compile(
    r"\s(?:(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Tt]he|[Oo]ur) |[A-Z][a-z]{3,}(?<!s)(?![a-z]))"
)
