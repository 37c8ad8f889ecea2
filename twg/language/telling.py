"""Whether a text reads like an answer to a question that takes any words: what was done, and who comes.

Messages that are no answer have endless forms, answers few; so what has no sign of an answer is asked about.
"""

import re

from storage.core.spelling import fold
from twg.language.cues import begins, has, spell
from twg.language.mentions import names_a_thing
from twg.language.rsvp import find_name
from twg.language.said import Words

#: Forms of the past: "revised", "sent", "took".
_PAST = re.compile(
    r"(?<![\w'])(?:(?!(?:need|indeed|speed|feed|agreed?|tired|bored|worried|confused|interested|pleased|excused?|red|bed"
    r"|hundred|blessed|supposed|pressed|tapped|clicked|tried|asked|called|arrived|missed|noted|wanted|surprised"
    r"|concerned)\b)\w{2,}ed|sent|made|held|met|gave|given|put|took|taken|wrote|written"
    r"|got(?! (?:it|you|this|that|your|the message)\b)|brought|built|began|begun|chose|chosen|paid"
    r"|done|drew|drawn|ran|set|showed|shown|spoke|spoken|taught|won|dealt|laid|submit+)(?![\w'])"
)
#: Where it is told: "see my e-mail of Monday", "as per email", "everything".
_ELSEWHERE = re.compile(
    r"(?<!\w)(?:attach\w*|e-?mails?|minutes|letters?|uploads?|drive|folder|everything|all of it|photos?|pictures?|link"
    r"|by hand|in person|hard cop(?:y|ies)|(?:no|number)\.? ?\d+|page|version|v\d)(?!\w)"
)
#: Which action is meant, and nothing of it.
_NUMBER_ALONE = re.compile(
    r"(?:(?:agreed )?action|activity|item|point|number|no|#|កិច្ចការ|សកម្មភាព|ទី)*[ .]*(?:ទី)? ?#?\d+"
)
_DONE_IN_KHMER = re.compile(
    r"បាន|រួច|ហើយ|ចប់|សម្រេច|កែ|ផ្ញើ|ដាក់ជូន|បញ្ជូន|ប្រគល់|បញ្ចប់|ចុះហត្ថលេខា|រៀបចំ|ប្រជុំ|អនុម័ត|ឯកភាព|ពិនិត្យ|បោះពុម្ព|ចែក"
)
_DONE_ROMANISED = re.compile(r"(?<!\w)(?:ban|haey|ruoch|rouch|kae|phnher|pnher|phnhaer|tver|thver|chob)(?!\w)")
#: What may stand before a name, and is not the name.
_TITLES = re.compile(
    r"(?:(?:his excellency|her excellency|h\.?\s?e|mr|ms|mrs|miss|mme|mlle|madame|dr|prof|professor|bong|lok(?: srey)?"
    r"|neak srey)\b[. ]*)+",
    re.IGNORECASE,
)
#: Behind a name: who it is, how the person is reached.
_BEHIND = re.compile(r"[,;(\n/\d@+]|\s[-–—]\s|\s(?:from|of|at|as)\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
#: Words of sentences, which are no names as they are written here.
_OF_SENTENCES = re.compile(
    r"a|about|after|all|already|also|always|am|an|and|another|any|anybody|anyone|are|as|ask|at|be|because"
    r"|been|before|best|between|big|board|boss|both|bot|busy|but|by|call|can|cannot|change|chief|colleague"
    r"|come|comes|confirm|could|day|decide|decided|decides|deputy|did|director|do|does|each|either|else"
    r"|enough|every|everybody|everyone|fine|first|for|form|free|friend|from|get|give|go|goes|good|group"
    r"|guess|had|has|have|he|hello|help|her|here|hi|him|his|how|i|idea|if|in|is|it|its|just|know|last"
    r"|later|less|let|list|look|many|maybe|me|meeting|minister|ministry|mistake|moment|more|much|my|name"
    r"|need|never|new|next|no|nobody|none|not|nothing|now|of|office|ok|on|one|only|or|other|our|out|own"
    r"|people|person|please|reply|right|same|say|see|send|she|should|so|some|somebody|someone|soon|sorry"
    r"|staff|still|stop|sure|team|test|thank|thanks|that|the|their|them|then|there|they|think|this|to"
    r"|today|tomorrow|too|two|unable|unknown|until|us|wait|was|we|well|what|when|which|who|will|with|would"
    r"|write|wrong|yes|yet|you|your"
)
#: The same in romanised Khmer, where they are typed in small letters.
_OF_ROMANISED = re.compile(
    r"am|ban|cham|deng|haey|ka|ke|knea|knhom|khnhom|kor|min|mok|muoy|na|neak|nak|nung|neng|oy|ot|ort|rok"
    r"|sen|suor|te|teat|tae|tiet|tic|tov|yeung"
)
#: Signs of a sentence in Khmer, where names have none of them.
_SENTENCE_IN_KHMER = re.compile(
    r"(?:នឹង|ចាំ|កំពុង|សម្រេច|ចាត់តាំង|ជូនដំណឹង|បញ្ជាក់|សួរ|ពេល|ក្រោយ|មិន|អត់|គ្មាន|អ្នកណា|នរណា|ខ្ញុំ|យើង|គាត់|ឈប់|ទៀត|ម្នាក់|បើ|អរគុណ|ត្រូវ"
    r"|ប្រជុំ|សារ|កន្លែង|ដដែល|ទេ(?![\u1780-\u17d3])|ហើយ(?![\u1780-\u17d3]))"
)
_LONGEST_NAME_IN_KHMER = 40


def tells_a_deed(text: str) -> bool:
    """Whether a text has a sign of something that was done: a past form, a document, where it is told.

    For example "annex revised", "letter 452 to MEF", "as per email", «បានផ្ញើរួច»; not "brb", "ask Sophea".
    """
    spelt = spell(text)
    if _NUMBER_ALONE.fullmatch(spelt.strip(" .!")):
        return False
    signs = (_PAST, _ELSEWHERE, _DONE_IN_KHMER, _DONE_ROMANISED)
    return has("done", spelt) or has("sent", spelt) or names_a_thing(text) or any(sign.search(spelt) for sign in signs)


def may_name_person(text: str) -> bool:
    """Whether a text can be the name of one person, with a title, a position, a number: "Heng Piseth, DPHI".

    What has words of a sentence is not: "still discussing", "H.E. will decide", «ចាំប្រធានចាត់តាំង».
    """
    if re.search(r"[\u1780-\u17b3]", text):
        lead = _BEHIND.split(text.strip())[0]
        spelt = spell(lead)
        return len(lead) <= _LONGEST_NAME_IN_KHMER and not _SENTENCE_IN_KHMER.search(spelt)
    if find_name(text) and not Words(text).has("wait", "future"):
        return True
    stripped = text.strip()
    title = _TITLES.match(stripped)
    head = _BEHIND.split(stripped[title.end() :] if title else stripped)[0]
    words = _WORD.findall(head)
    if not 1 <= len(words) <= 6 or begins("question", spell(head)):
        return False
    return not any(_is_of_sentence(word, alone=len(words) == 1, first=at == 0) for at, word in enumerate(words))


def _is_of_sentence(word: str, *, alone: bool, first: bool) -> bool:
    """Whether a word is hardly part of a name. Telephones write the first word with a capital letter by themselves."""
    lower = fold(word).strip(".'’-")
    if word[0].isupper() and not first and not alone:
        return False
    if alone and (word.islower() or (len(word) < 7 and not re.search("[aeiouy]", lower))):
        return True
    is_verb = len(lower) > 6 and lower.endswith(("ing", "ed", "ly"))
    romanised = word.islower() and _OF_ROMANISED.fullmatch(lower)
    return bool(_OF_SENTENCES.fullmatch(lower) or is_verb or romanised)
