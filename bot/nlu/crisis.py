"""Words that may tell of danger. Word lists miss and over-trigger, so a hit only shows help."""

from __future__ import annotations

import re
from functools import lru_cache

TRIGGERS = re.compile(
    r"""
      itsemurh | itsetuho | \btap+a\w*\s+its
    | \ben\s+jaksa\s+(en[äa]{2}\s+)?el[äa]{2} | \ben\s+halua\s+(en[äa]{2}\s+)?(el[äa]{2}|olla\s+olemassa)
    | \b(haluan|haluun|haluisin|haluaisin|tahdon|tahtoisin|tekisi?\s+mieli|teki\s+mieli)\s+(vain\s+|vaan\s+)?kuolla
    | \b(olisinpa|oisinpa|kunpa\s+(olisin|oisin))\s+kuol
    | \bolisi?n?\s+parempi\s+(olla\s+)?kuol | \bparempi\s+kuolleena
    | \b(uhka|uhkai|uhkas)\w*\b.{0,30}\b(puuko|veitse|ase|tappa)\w* | \bpuukot | \bpahoinpi | \braiska
    | \b(l[öo]i|l[öo]iv[äa]t|hakka[as]\w*|potki|potkas\w*)\s+(mua|mut|minua|minut|meit[äa]|meid[äa]t)\b
    | \b(mua|minua|meit[äa])\s+(l[öo]i|l[öo]iv[äa]t|ly[öo]tiin|hakattiin|potkittiin)\b
    | \b(pomo|esihenkil|esimie|johtaja|kollega|ty[öo]kaveri|asiakas|potilas|oppilas|mies|vaimo)\w*
      \s+(l[öo]i|hakkas|hakkasi)(?=\s*(?:$|[.,!?;]))
    | v[äa]kivalta\w*\s+(juuri\s+)?nyt
    | \bsuicid | \bkill(s|ed|ing)?\s+(my|him|her|them|your)sel | \bself[\s-]?harm | \bend(ing)?\s+(my\s+life|it\s+all)
    | \b(want|wanna|wish)\s+(to\s+)?(die|be\s+dead)\b | \bfe(el|lt|eling)\s+like\s+dying
    | \bwish\s+i\s+(was|were)\s+dead | \bbetter\s+off\s+dead
    | \b(do\s+not|don'?t|dont)\s+want\s+to\s+(live|be\s+here\s+any) | \b(can'?t|cannot)\s+go\s+on\b
    | \bthreat\w*\b.{0,30}\b(knife|gun|kill)\w*
    | \b(?<!it\s)(?<!this\s)(?<!that\s)(?<!stress\s)(hits?|beats?|kicked|punched|attacked|assaulted|raped)\s+(me|us)\b
    | \bsj[äa]lvmord | \bvill\s+inte\s+leva | \bta\s+mitt\s+liv | \bvill\s+d[öo]\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Of the person or of somebody else: professionals write about their clients, and help is shown, nothing more."""

ASKING = re.compile(
    r"\W*+(apua|hätä|hätätilanne|akuutti|akuutti\s+tilanne|tilanne\s+on\s+akuutti|nyt\s+heti\s+apua"
    r"|help|emergency|urgent|it\s+is\s+urgent|it'?s\s+urgent|akut|hjälp)\W*+((apua|help)\W*+)?",
    re.IGNORECASE,
)
"""The whole message asks for help and says nothing else."""


@lru_cache(maxsize=4)  # one message is asked more than once
def urgent(words: str) -> bool:
    """Tell whether words should bring up the help; never a verdict about the person."""
    return TRIGGERS.search(words) is not None or ASKING.fullmatch(words) is not None
