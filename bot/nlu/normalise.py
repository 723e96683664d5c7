"""Spoken and chat language made plain: one spelling for what is written in many ways ("mä", "minä").

What people type and our own synonyms go through the same mill, so either may be written either way.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

_USUAL_LETTERS = str.maketrans({"ä": "a", "ö": "o", "å": "a", "é": "e", "ø": "o"} | dict.fromkeys("'’´`"))


def unaccented(text: str) -> str:
    """Return the text in small letters without accents and apostrophes."""
    flat = text.casefold().translate(_USUAL_LETTERS)
    if flat.isascii():
        return flat
    return "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))


def folded(text: str) -> str:
    """Return the text unaccented and with h for hd, as it is spoken ("yhdessä", "yhessä")."""
    return unaccented(text).replace("hd", "h")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, folded."""
    return frozenset(folded(text).split())


_SPOKEN = """
minä: meikäläinen meikä meitsi meikkä mä mää mie mnä miä emmää mäkin mäki
minun: mun miun minu
minulle: mulle miulle mullekin
minulla: mulla miulla
minua: mua miuta
sinä: sä sää sie
sinun: sun siun
sinulle: sulle
me: myö
meidän: meijän meiän meitin meirän mejän
meillä: meil
meiltä: meilt
meitä: meit
te: työö
että: et
että ei: ettei
että en: etten
että emme: ettemme
että eivät: etteivät
jos ei: ellei jollei jossei
koska ei: koskei
vaikka ei: vaikkei
mutta ei: muttei
heidän: niitten niiden heijän niitte
yksi: yks
kaksi: kaks
kuusi: kuus
viisi: viis
itse: ite itek itte itekin itsekin iteki
itselle: itelle ittelle
itselleni: itelleni ittelleni itellein itselleen
itseni: iteni itteni
itsellä: itellä ittellä
itseä: iteä itteä ittee itseäni
kanssa: kans kaa kanss
olen: oon oonki oonkin olenkin
olet: oot
on: o onki onkin
ole: oo ookkaan ookaan
ollut: ollu
olisi: ois olis oisi
olisin: oisin
pitäisi: pitäis pitäs pitäiski
voisi: vois voisko
haluaisin: haluisin haluaisi haluttais haluais haluttaisi haluaisimme
haluan: haluun
osaa: ossoo ossaa
sanoa: sanua sannoo sannoa
yhdessä: yhes yhesä yhesää
halua: haluu haluta
tiedä: tiiä tiä tie tierä tiiä tiijä tiijjä tiedetä tiietä tiijetä tiedäkään
sitten: sit sitte sitt
niin: ni nii
välillä: välil
saada: saaha saara
tehdä: tehä tehrä
viime: vime
puoli: puol
seitsemän: seitsemä seittemä seittemän
aluksi: aluks alkuu
lopuksi: lopuks
ensiksi: ensiks
puoliksi: puoliks
mutta: mut
vaan: vain vaa
kun: ku
joku: joku jokuu
jokainen: jokanen jokane
kukaan: kukaa kukkaan kukkaa
pöydässä: pöyässä pöyäs pöyräsä
pidetään: pietään pijetään piretään
viiden: viien
edes: ees
ajatellut: aatellu aatellut ajatellu ajateltu
toinen: toine
yksin: yksikseen yksinään yksinäni ykssii yksinki
jos: jos
nyt: ny
semmoinen: semmonen sellanen sellainen
tämä: tää
tämän: tän
tuo: toi
nuo: noi
nämä: nää
ihan: iha
kyllä: kyl
vielä: viel
tosi: tosii
esimerkiksi: esim
tapaaminen: tapaamine
kertaa: krt kert
henkilö: hlö hlöä hlo
työnohjaus: työnohj
tarvitsen: tarviin tarvin tartten
tarvitsisi: tarttis tarvis tarvitsis tarvisi
vaikea: vaikee
vaikeat: vaikeet
vaikeita: vaikeit
hankala: hankalaa
dont: dnt don
you: u ya
your: ur
please: pls plz
people: ppl peeps ppls folks
because: cos cuz coz bc
with: w
and: n
just: jus
probably: prolly prob probs
going: gonna
want: wanna
got: gotta
me: meself
colleague: collegue colleage coleague
colleagues: collegues
supervisor: superviser
separately: seperately seperatly separatly
definitely: definately
together: togehter togeter togther
once: onse
meeting: mtg
meetings: mtgs
boss: bosss
month: mo
weeks: wks
year: yr
years: yrs
though: tho
favourite: favorite
organization: organisation
organizations: organisations
"""


def _spoken() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _SPOKEN.strip().splitlines():
        plain, _, said = line.partition(":")
        table |= {folded(word): folded(plain) for word in said.split()}
    return table


SPOKEN = MappingProxyType(_spoken())
"""One word, said otherwise -> the word it stands for; both folded."""

_JOINED = {
    "do not": "dont",
    "does not": "doesnt",
    "did not": "didnt",
    "can not": "cant",
    "cannot": "cant",
    "could not": "couldnt",
    "will not": "wont",
    "would not": "wouldnt",
    "is not": "isnt",
    "are not": "arent",
    "was not": "wasnt",
    "have not": "havent",
    "has not": "hasnt",
    "i am": "im",
    "we are": "were",
    "they are": "theyre",
    "it is": "its",
    "that is": "thats",
    "i would": "id",
    "i will": "ill",
    "i have": "ive",
    "we have": "weve",
    "need to": "needto",
    "any more": "anymore",
    "e mail": "email",
    "co worker": "coworker",
    "co workers": "coworkers",
    "co teacher": "coteacher",
    "on site": "onsite",
    "long term": "longterm",
    "burn out": "burnout",
    "well being": "wellbeing",
    "work load": "workload",
    "work place": "workplace",
    "face to face": "facetoface",
    "f 2 f": "facetoface",
    "f2f": "facetoface",
    "1on1": "one to one",
    "1 on 1": "one to one",
    "one on one": "one to one",
    "1 to 1": "one to one",
    "1 2 1": "one to one",
    "121": "one to one",
    "en oo": "en ole",
    "enoo": "en ole",
    "emma": "en",
    "emmaa": "en",
    "emmie": "en",
    "empa": "en",
    "empas": "en",
    "enpa": "en",
    "enpas": "en",
    "en ma": "en",
    "en mina": "en",
    "en maa": "en",
    "en mie": "en",
    "eiku": "ei kun",
    "eikun": "ei kun",
    "ei ku": "ei kun",
    "paikanpaalla": "paikan paalla",
    "anything but": "not",
    "nothing to do with": "not about",
    "everything but": "not",
    "mita tahansa muuta kuin": "ei",
    "kaikki muu paitsi": "ei",
}

_PHRASES = re.compile(r"\b(" + "|".join(sorted((folded(each) for each in _JOINED), key=len, reverse=True)) + r")\b")
_JOINED = {folded(each): folded(plain) for each, plain in _JOINED.items()}


def plain(text: str) -> str:
    """Return folded text in which signs that stand for words, and words that belong together, are one word each."""
    text = folded(text)
    text = re.sub(r"\b1\s?[:-]\s?1\b", "one to one", text)
    text = re.sub(r"\b(\d+)(?=[^\W\d_]{3})", r"\1 ", text)  # 8hlö, 12opettajaa
    text = re.sub(r"(?<![\d\s])\s*\+|\s\+\s*(?=\D|\d)", " plus ", text)
    text = text.replace("&", " and ").replace("/", " or ")
    text = re.sub(r"(?<=\w)-(?=\w)", " ", text) if not re.search(r"\d-\d", text) else text
    text = _ENDED.sub("", text)
    text = _UNITS.sub(r"\1 ", text)
    return _PHRASES.sub(lambda found: _JOINED[found[1]], text)


_ENDED = re.compile(
    r"(?<=[a-z]{2}):(?=(?:t|n|a|ta|ssa|sta|lla|lta|lle|na|ksi|hen|hun|in|ien|ille|issa|ista|eja|eita|laiset)\b)"
)
"""The colon of a shortened word with an ending: "aoh:t", "HR:stä"."""
_UNITS = re.compile(r"\b(\d+)(?=(?:v|kk|vk|vko|km|krt|h)\b)")
"""A number written together with what it counts: "2v", "6kk"."""

_POSSESSIVE = re.compile(r"(?<=\w{3})(?:ni|si|mme|nne|nsa|kin|kaan|ko|han|pa|ki)$")
_CLIPPED = {"nu": "t", "ny": "t", "lu": "t", "ly": "t", "ne": "n"}
_FULL = {"ee": "ea", "oo": "oa", "uu": "ua", "ii": "ia", "yy": "ya", "aa": "aa"}


def shapes(word: str) -> tuple[str, ...]:
    """Return a word, then what it may be without possessive, clitic or the clipped endings of spoken Finnish."""
    found = [word]
    for _ in range(2):
        found += [bare for each in list(found) if (bare := _POSSESSIVE.sub("", each)) not in found]
    for each in list(found):
        if len(each) > 4:
            if each[-2:] in _FULL:  # vaikee, ihmisii
                found.append(each[:-2] + _FULL[each[-2:]])
            if each[-1] in "ls" and each[-2] in "aeiouy" and not each.endswith(("ses", "ers", "yees")):  # pomol, töis
                found.append(each + ("la" if each[-1] == "l" else "sa"))
            if each.endswith("is") or (each.endswith("ks") and len(each) > 5):  # tulis, pomoks; no English "cooks"
                found += [each + "i", each + "in"] if each[-2] == "i" else [each + "i"]
            if each.endswith(("naan", "ssaan", "staan", "llaan", "ltaan", "lleen")):  # esihenkilönään, tiimilleen
                found.append(each[:-2])
            if each[-2:] in _CLIPPED:  # ollu, semmone, aloittanu
                found.append(each + _CLIPPED[each[-2:]])
            if each.endswith(("st", "lt")):  # työst
                found.append(each + "a")
            if each.endswith(("aa", "an", "en", "in")) and each[-2] in "aei":  # aikansa, aikaansa
                found.append(each + "n" if each[-1] != "n" else each)
    return tuple(dict.fromkeys(found + [other for each in found if len(each) > 4 for other in _elsewhere(each)]))


_DIALECTS = (
    (re.compile(r"ij(?=[aeou])"), "id"),  # meijän, hoijosta
    (re.compile(r"(?<=[aeiou])[ht]t(?=[aeou])"), "ts"),  # kahtotaan, kattotaan
    (re.compile(r"hr(?=[aeiou])"), "h"),  # kahren, yhren
    (re.compile(r"(?<=[aeiou])([lmnrsv])\1(?=([aeiou])\2)"), r"\1"),  # sannoo, tullee
    (re.compile(r"(?<![aeiou]{2})(?<=[aeiou])([kt])\1(?=([aeiou])\2)"), r"\1"),  # pittää, etteenpäin; not riittää
    (re.compile(r"(?<=[kpt])i(?=a(?:a|sti|mpi|mmin)?$)"), "e"),  # nopia, korkiaa
    (re.compile(r"(?<=[aeiou])s(?=a$)"), "ss"),  # porukasa
    (re.compile(r"(?<=a)l(?=a$)"), "ll"),  # täälä
    (re.compile(r"(?<=[lr])([aeiou])(?=[mhkpv]\1)"), ""),  # kolome, kylymä
    (re.compile(r"(?<=[a-z]{3})ua$"), "oa"),  # sanua
    (re.compile(r"(?<=[aeou])itten$"), "iden"),  # potilastilanteitten
)
"""Sounds that a region says in its own way, and how they are written elsewhere."""


def _elsewhere(word: str) -> tuple[str, ...]:
    """Return what a word of a dialect may be in the written language; more than is real, for recognising only."""
    return tuple(other for sound, written in _DIALECTS if (other := sound.sub(written, word)) != word)


_FIRST_PARTS = (
    "tyopaikka",
    "tyoyhteiso",
    "tyoelama",
    "tyo",
    "tiimi",
    "ryhma",
    "asiakas",
    "potilas",
    "henkilosto",
    "koulu",
)


def uncompounded(word: str) -> str:
    """Return the last part of a compound that begins as words about work do ("työmotivaatio"), "" when it does not."""
    first = next((part for part in _FIRST_PARTS if word.startswith(part)), "")
    rest = word.removeprefix(first)
    return rest if first and len(rest) > 4 else ""
