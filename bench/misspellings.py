"""Words as people misspell them, with the word they mean: a letter wrong, missing, doubled, too many, or exchanged."""

#: In each line what was meant, then what was typed.
_LISTED = """
midwifery midwifry midwifrey
vaccination vacination vaccinaton
immunisation imunisation immunisaton
malaria malria malarai
tuberculosis tubercolosis tuberculsis
nutrition nutriton nutrtion
sanitation santiation
ministry minstry minsitry ministery
government goverment govenment
committee comittee commitee committe
secretariat secretriat secratariat secretarait
facilitator faciltator facilitater
development developement develpment
indicator indicater indictor
agriculture agricultre agriculure
education eduction educaton
environment enviroment enviornment
irrigation irigation irrigaton
fisheries fisherys fisheris
forestry foresty forestrey
province provice provinse
district distict distrct
commune comune commmune
budget budegt buget buddget
expenditure expendture expenditrue
procurement procurment procuremnt
disbursement disbursment disbursemnt
accountability accountabilty acountability
decentralisation decentralsation
governance goverance govenance
gender gneder gendr
disability disabilty disabilit
equity equtiy equiity
poverty povery povrety
maternal maternl matrenal
newborn newbron newborm
stunting stuntng stuting
hospital hosptial hopsital
pharmacy pharmcy pharmarcy
hygiene hygeine hygine
surveillance surveilance survellance
laboratory labratory laboratry
referral referal refferral
ambulance ambulence ambulnce
epidemic epidmic epidemc
dengue denge dengeu
strategy stratgey strategey
evaluation evalution evaluaton
monitoring monitorng monitring
recommendation recomendation reccommendation
questionnaire questionaire questionnare
consultation consultaton consulation
workshop workshp workhop
calendar calender calandar
attendance attendence attendace
minutes mintues minuets
February Febuary Februray
Phnom Pnhom Phnon
Kampong Kampon Kapmong
Battambang Batambang Battanbang
UNICEF UNCIEF
សុខាភិបាល សុខាភិបល សុខាភបាល សុខាភិបាលិ
ក្រសួង ក្រសូង ក្រសង
កសិកម្ម កសិម្ម កសឹកម្ម
ផែនការ ផេនការ
អនាម័យ អានាម័យ
មន្ទីរពេទ្យ មន្ទិរពេទ្យ មន្ទីពេទ្យ
វ៉ាក់សាំង វាក់សាំង
គណៈកម្មាធិការ គណៈកម្មធិការ
រដ្ឋាភិបាល រដ្ឋភិបាល
សមាជិក សមាជឹក
បច្ចេកទេស បច្ចកទេស
"""


def misspellings() -> list[tuple[str, str]]:
    """What was typed with what was meant, without regard to case."""
    pairs = []
    for line in _LISTED.casefold().strip().splitlines():
        meant, *typed = line.split()
        pairs += [(each, meant) for each in typed]
    return pairs
