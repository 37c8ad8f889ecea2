"""The words of which instructions below files are made, in English, Khmer and romanised Khmer (`captions.py`)."""

import re

from storage.core.spelling import fold

_OBJECTS = (
    "it|this|that|these|those|them|the|attached|attachment|attachments|attach|enclosed|find|file|files|paper|papers|document"
    "|documents|doc|docs|slide|slides|presentation|presentations|letter|letters|copy|copies|pack|packs|set|sets|version|versions"
    "|one|ones|power|point|powerpoint|ppt|pdf|pdfs|word|excel|scan|scans|photo|photos|two|three|four|five|six|seven|eight|nine|ten"
    "|both|all|whole|material|materials|handout|handouts|v"
)
#: To have files sent.
SENDS = re.compile(
    r"(?<![\w'])(?:send|share|circulate|distribute|forward|disseminate|pass|post|publish|email|mail|dispatch|deliver|give|hand"
    r"|phnh?(?:eu|er|aer|ae|oe|ouh)|ch(?:ea|ae|e)k(?: ?chay| ?choun| ?rumlek| ?romlek)?|bo?nhchoun)(?![\w'])"
    + fold(r"|ផ្ញើ|បញ្ជូន|ចែករំលែក|ចែកចាយ|ចែកជូន|ចែក|ផ្សព្វផ្សាយ|ប្រគល់")
)
_OLDER = r"(?:old|older|previous|earlier|former|first|last|wrong|prior|existing|outdated|current)"
#: To put files in the place of what was sent before.
REPLACES = re.compile(
    rf"(?<![\w'])(?:replac(?:e|es|ing)|supersed(?:e|es|ing)|substitutes?|swap|overwrite"
    rf"|(?:instead|in place) of (?:the|my|our|that|what)(?= {_OLDER}| one| version| file| paper)"
    rf"|(?:ignore|disregard|discard|delete|withdraw) (?:the|my|our) {_OLDER}|(?:use|take) this (?:one )?instead"
    r"|(?:ch|j)(?:ou?|u)m ?n(?:ou?h?|uo?h?)s?|pdor?(?= .{0,20}\bchah?s?\b))(?![\w'])"
    + fold(r"|ជំនួស|ប្តូរ(?:យក)?(?:ឯកសារ|ច្បាប់)?(?:ចាស់|មុន)|លុបឯកសារចាស់")
)
#: To have their receipt confirmed.
ACKNOWLEDGES = re.compile(
    r"(?<![\w'])(?:acknowledge|acknowledgement|acknowledged|confirm(?: the)? receipt|read and sign)(?![\w'])|"
    + fold("បញ្ជាក់ការទទួល")
)
#: A meeting, or a part of its agenda.
MEETING = re.compile(
    r"(?<![\w'])(?:(?:agenda )?(?:items?|points?)(?: no\.?)? ?#?\d{1,2}(?:(?: ?,| ?and| ?&) ?\d{1,2})*"
    r"|(?:plenary|core group|preparatory|follow-?up|technical|sub-?group|next|coming|upcoming|annual|joint)?"
    r" ?(?:meetings?(?:'s)?|plenary|retreat|session|core group)|agenda(?! of)"
    r"|k?ech ?(?:b?p)rachum|[pb]?(?:ro|ra|p?ra)chum|pro?chum|brojum|penh ?ang"
    r"|cham?n[ou]+ch(?: t[iy])? ?\d{1,2})(?![\w'])"
    + fold(r"|(?:សម្រាប់)?(?:កិច្ច|ការ)?ប្រជុំ(?:ពេញអង្គ|ក្រុមស្នូល|បច្ចេកទេស|អនុក្រុម)?|ពេញអង្គ|ថ្ងៃប្រជុំ")
    + fold("|ចំណុច(?:របៀបវារៈ)?ទី")
    + r" ?\d{1,2}|"
    + fold("របៀបវារៈ")
)
#: The meeting that comes next, of whatever kind.
NEXT = re.compile(
    r"(?<![\w'])(?:for|before|at) (?:the |our )?(?:next|coming|upcoming) (?:twg )?(?:meeting|session)(?![\w'])"
    + fold("|ប្រជុំ(?:លើកក្រោយ|ខាងមុខ)")
)
#: Words that say nothing beside the others.
FILLING = frozenset(
    (
        f"{_OBJECTS}|send|share|circulate|distribute|forward|disseminate|pass|post|publish|email|mail|dispatch|deliver|give|hand|on"
        "|replace|replaces|replacing|supersede|supersedes|superseding|substitute|substitutes|swap|overwrite|ignore|disregard|discard"
        "|delete|withdraw|instead|place|use|take|put|add|file|submit|handed|in|out|acknowledge|acknowledgement|receipt|confirm"
        "|new|newer|newest|corrected|revised|updated|final|latest|amended|clean|signed|better|correct|right"
        "|old|older|previous|earlier|former|first|last|wrong|prior|existing|outdated|current|circulated|sent"
        "|khmer|english|bilingual|language|translation|translated|km|en"
        "|please|pls|plz|plss|kindly|dear|hi|hello|thanks|thank|you|thx|best|regards|secretariat|team|colleagues|sir|madam"
        "|a|an|my|our|your|its|is|are|be|as|for|to|with|of|at|by|from|until|till|before|among|between|only|alone|too|also|and|or|here"
        "|now|today|asap|urgently|urgent|soon|possible|behalf|just|again|so|well|onwards|i|we|can|could|would|want|wish|like|need|us|me"
        "|asked|request|requested|sorry|apologies|number|nr|paper's|up|upload|uploaded|around|everyone's|group|telegram|bot|then|same|both"
        "|som|sum|saum|phong|teang|os|oh|ah|nis|nih|nuh|tov|tou|dol|dal|oy|aoy|samrab|samrap|choun|jun|joun|chun|bong|lok|khnhom|knhom"
        "|orkun|akun|aw|kun|thmey|thmei|chas|chah|vinh|chea|jea|thngai|thngay|khae|te|ban|robos|nov|nung|ning|mean|pi"
    ).split("|")
)
#: Longer romanised words, in any of their spellings.
FILLING_ROMANISED = re.compile(
    r"(?<!\w)(?:(?:ae?k|eak|e+k)a?[ -]?sa+r?a?|phnh?(?:eu|er|aer|ae|oe|ouh)|ch(?:ea|ae|e)k(?:chay|choun|rumlek|romlek)?"
    r"|bo?nhchoun|(?:ch|j)(?:ou?|u)m ?n(?:ou?h?|uo?h?)s?|pdor?|phea ?sa|khmae|kmer"
    r"|(?:kae|ker)(?: ?tomrov)?)(?!\w)"
)
#: Khmer words of instructions; Khmer is written without spaces, so that the longest is looked for first.
_KHMER = (
    "សូមមេត្តា|សូម|មេត្តា|ជួយ|ផ្ញើ|បញ្ជូន|ចែករំលែក|ចែកចាយ|ចែកជូន|ចែក|ផ្សព្វផ្សាយ|ប្រគល់|ដាក់|ជូន|ទៅកាន់|ទៅ|ដល់|ឱ្យ|ឲ្យ|សម្រាប់|ឯកសារភ្ជាប់"
    "|ឯកសារ|ភ្ជាប់|បទបង្ហាញ|លិខិត|ច្បាប់|កំណែ|ទាំងអស់|ទាំងបី|ទាំងពីរ|ទាំងបួន|ទាំង|នេះ|នោះ|ទី|ថ្មី|ចាស់|មុន|ចុងក្រោយ|កែតម្រូវ|កែសម្រួល|កែ"
    "|ជំនួសឱ្យ|ជំនួស|ប្តូរយក|ប្តូរ|លុប|វិញ|ដោយ|បាន|ហើយ|ផង|ដែរ|តែប៉ុណ្ណោះ|ប៉ុណ្ណោះ|តែ|បាទ|ចាស|អរគុណ|បង|លោក|លេខាធិការដ្ឋាន|ភាសាខ្មែរ"
    "|ភាសាអង់គ្លេស|ភាសា|ខ្មែរ|អង់គ្លេស|ជា|របស់|នៃ|ក្នុង|នៅ|ត្រឹម|ថ្ងៃ|ខែ|ឆ្នាំ|ម៉ោង|លើក|បញ្ជាក់ការទទួល|ខ្ញុំ|យើង|ចង់|និង|ពីរ|បី|បួន|ប្រាំ"
    "|មួយ|សន្លឹក|គ្រប់គ្នា"
)
FILLING_KHMER = re.compile("|".join(sorted(map(fold, _KHMER.split("|")), key=len, reverse=True)))
