"""The questionnaire, top to bottom: every question's English wording, its choices, and when it is asked.

Keys are permanent (they live in the database and in buttons). Labels stay under 32 characters in every language.
"""

from __future__ import annotations

from flows.engine import SKIP, UNSURE, Answers, Choice, Flow, Kind, OnCard, Question, Stage, chosen, picked
from flows.places import Band, Municipality, band, distance_from_oulu, load
from flows.text import N_, Text

SELF = {"self": "employee", "self_manager": "manager"}
"""The choices of somebody who would take part alone, each with the audience it means."""

FOR_SELF = picked("who", *SELF)
ONE_PERSON = picked("who", *SELF, *SELF.values())
LEADS_OTHERS = picked("who", "self_manager", "manager", "managers", "leadership")
COUNTABLE = ("group", "community", "managers", "leadership")
"""Who takes part in so great a number that it matters how many."""

SEVERAL_PEOPLE = picked("who", "pair", "group", "managers", "leadership", UNSURE)
WANTS_CONTACT = picked("offer", "contact")
ON_SITE = picked("place", "on_site", "both")


LONGEST_WORDS = 8192
"""Characters of own words in all: Telegram cuts what is longer than 4096 into several messages, which are gathered."""

ABROAD = "abroad"
"""What stands in place of a municipality's code for a place outside Finland."""


def meeting_place(answers: Answers) -> Municipality | None:
    """Return the confirmed municipality to meet in; None when there is none or it is abroad."""
    return load().by_code("".join(chosen(answers, "town")))


def out_of_reach(answers: Answers) -> bool:
    """Hold when the place to meet lies farther than the supervisor travels, or abroad."""
    if not ON_SITE(answers):
        return False
    town = meeting_place(answers)
    return picked("town", ABROAD)(answers) if town is None else band(town) is Band.REMOTE


def far_hint(answers: Answers) -> Text:
    """Say kindly how far the place is."""
    town = meeting_place(answers)
    if town is None:
        return N_(
            "far.hint.abroad",
            "Meetings on site are possible in Finland, up to 300 km from Oulu. If you meant another place, go back.",
        )
    return N_(
        "far.hint",
        "{town} is about {distance} from Oulu, and on-site meetings are possible up to 300 km away. If you meant "
        "another place, go back.",
    ).filled(town=town.name_fi, distance=distance_from_oulu(town))


def crisis_among_others(answers: Answers) -> bool:
    """Hold when something serious has been ticked beside other topics, as a long low mood often is."""
    topics = set(chosen(answers, "challenge"))
    return "crisis" in topics and bool(topics - {"crisis", "words"})


def in_crisis(answers: Answers) -> bool:
    """Hold when something serious has happened, and not slowly; beside other topics only once that has been asked."""
    if crisis_among_others(answers):
        asked = answers.get("sudden")
        return asked is not None and not asked.open and not picked("sudden", "slow")(answers)
    return picked("challenge", "crisis")(answers)


TURNS_FOR = ("group", "managers", "leadership", UNSURE)
"""Those who can meet by turns, together and each alone."""


def together_hint(answers: Answers) -> Text:
    """Explain taking turns to those who can choose it."""
    if picked("who", *TURNS_FOR)(answers):
        return N_("together.hint", "A mix means some meetings together and some one to one.")
    return N_("together.hint.pair", "Choose what feels closest now. You can change it later.")


DONT_KNOW = Choice(UNSURE, N_("choice.unsure", "I don't know yet"), told=N_("told.unsure", "not known yet"))
RATHER_NOT = Choice(SKIP, N_("choice.skip", "Skip"))

WELCOME = Question(
    "welcome",
    Kind.STOP,
    Stage.WELCOME,
    ask=N_(
        "welcome.ask",
        "Hello, I'm the automatic assistant of a työnohjaaja: a work supervisor, not a line manager. Supervision "
        "is time to talk about your work in confidence with someone from outside: worries, successes, new "
        "viewpoints.",
    ),
    name=N_("welcome.name", "Start"),
    hint=N_("welcome.hint", "I ask a few questions and suggest what could suit you. It takes about two minutes."),
    choices=(Choice("begin", N_("welcome.begin", "Let's begin")),),
    needed=True,
)

WHO = Question(
    "who",
    Kind.ONE,
    Stage.NEED,
    ask=N_("who.ask", "Who would take part in the supervision?"),
    name=N_("who.name", "Who takes part"),
    hint=N_("who.hint", "Choose what comes closest."),
    choices=(
        Choice("self", N_("who.self", "Just me")),
        Choice("self_manager", N_("who.self_manager", "Me, a manager")),
        Choice("employee", N_("who.employee", "One employee")),
        Choice("manager", N_("who.manager", "One manager")),
        Choice("pair", N_("who.pair", "Me and a colleague, a pair"), told=N_("told.who.pair", "A pair of colleagues")),
        Choice("group", N_("who.group", "A group of colleagues")),
        Choice("community", N_("who.community", "Our whole team or workplace")),
        Choice("managers", N_("who.managers", "Several managers")),
        Choice("leadership", N_("who.leadership", "A leadership team")),
        DONT_KNOW,
    ),
    counted=True,
    decides=True,
    card=OnCard.TOP,
    brief=True,
)

CHALLENGE = Question(
    "challenge",
    Kind.SEVERAL,
    Stage.NEED,
    ask=N_("challenge.ask", "What would it be about?"),
    name=N_("challenge.name", "What it is about"),
    hint=N_(
        "challenge.hint",
        "Choose one or several, or write. Please leave out names and health details. Nobody reads this right away.",
    ),
    choices=(
        # What people name most stands first; the labels are short, so that two share a row.
        Choice(
            "coping",
            N_("challenge.coping", "Coping at work"),
            told=N_("told.challenge.coping", "Coping and wellbeing"),
        ),
        Choice(
            "cooperation",
            N_("challenge.cooperation", "Teamwork"),
            told=N_("told.challenge.cooperation", "Teamwork and tensions"),
        ),
        Choice(
            "single_matter",
            N_("challenge.single_matter", "One issue"),
            told=N_("told.challenge.single_matter", "One specific issue"),
        ),
        Choice(
            "cases",
            N_("challenge.cases", "Real work cases"),
            told=N_("told.challenge.cases", "Learning from real cases"),
        ),
        Choice(
            "work_ability",
            N_("challenge.work_ability", "Work ability"),
            LEADS_OTHERS,
            told=N_("told.challenge.work_ability", "Managing work ability"),
        ),
        Choice(
            "growth",
            N_("challenge.growth", "Growth at work"),
            told=N_("told.challenge.growth", "Professional growth"),
        ),
        Choice(
            "crisis",
            N_("challenge.crisis", "A serious event"),
            told=N_("told.challenge.crisis", "Something serious has happened"),
        ),
        Choice(
            "new_role",
            N_("challenge.new_role", "New job or role"),
            told=N_("told.challenge.new_role", "New role or workplace"),
        ),
        Choice("words", N_("challenge.words", "My own words"), told=N_("told.challenge.words", "own words")),
        DONT_KNOW,
    ),
    counted=True,
    decides=True,
    card=OnCard.TOP,
    brief=True,
)

OWN_WORDS = Question(
    "own_words",
    Kind.WORDS,
    Stage.NEED,
    ask=N_("own_words.ask", "What is it about, in your own words?"),
    name=N_("own_words.name", "Own words"),
    hint=N_(
        "own_words.hint",
        "How could supervision help? A sentence or two is enough. Please leave out names and health details. For "
        "urgent help: /help",
    ),
    choices=(RATHER_NOT,),
    when=picked("challenge", "words"),
    longest=LONGEST_WORDS,
    card=OnCard.QUOTED,
)

SUDDEN = Question(
    "sudden",
    Kind.ONE,
    Stage.NEED,
    ask=N_("sudden.ask", "Was it something sudden?"),
    name=N_("sudden.name", "Sudden event"),
    hint=N_("sudden.hint", "An accident, a loss or a threat, for example. You don't have to say more."),
    choices=(
        Choice("event", N_("sudden.event", "Yes, it was one event"), told=N_("told.sudden.event", "yes, one event")),
        Choice(
            "slow", N_("sudden.slow", "No, it has built up slowly"), told=N_("told.sudden.slow", "no, built up slowly")
        ),
        DONT_KNOW,
    ),
    when=crisis_among_others,
    decides=True,
    card=OnCard.TOP,
)

TOGETHER = Question(
    "together",
    Kind.ONE,
    Stage.NEED,
    ask=N_("together.ask", "Together, or one to one with the supervisor?"),
    name=N_("together.name", "Together or one to one"),
    hint=together_hint,
    choices=(
        Choice("together", N_("together.together", "Together")),
        Choice("alone", N_("together.alone", "Each one to one")),
        Choice("alternately", N_("together.alternately", "A mix of both"), picked("who", *TURNS_FOR)),
        DONT_KNOW,
    ),
    # Also while it is not known who takes part, so that the progress never grows on the way.
    when=lambda answers: SEVERAL_PEOPLE(answers) or not chosen(answers, "who"),
    counted=True,
    decides=True,
    brief=True,
)

COMPANY = Question(
    "company",
    Kind.ONE,
    Stage.NEED,
    ask=N_("company.ask", "One to one with the supervisor, or together with peers?"),
    name=N_("company.name", "One to one or with peers"),
    hint=N_("company.hint", "Peers are people in a similar job or situation."),
    choices=(
        Choice("own", N_("company.own", "One to one")),
        Choice("peers", N_("company.peers", "Together with peers")),
        Choice("turns", N_("company.turns", "A mix of both")),
        DONT_KNOW,
    ),
    when=ONE_PERSON,
    counted=True,
    decides=True,
    brief=True,
)

COLLEAGUES = Question(
    "colleagues",
    Kind.ONE,
    Stage.NEED,
    ask=N_("colleagues.ask", "Who else would take part?"),
    name=N_("colleagues.name", "Others taking part"),
    hint=N_("colleagues.hint", "Choose what comes closest."),
    # Most who tap one person and then wish for company speak for others too: this is asked of them alone.
    choices=(
        Choice("could_join", N_("colleagues.could_join", "Someone could join")),
        Choice("nobody", N_("colleagues.nobody", "Nobody else")),
        Choice("several", N_("colleagues.several", "Several people")),
        Choice("everyone", N_("colleagues.everyone", "The whole team")),
        DONT_KNOW,
    ),
    when=picked("company", "peers"),
    decides=True,
)

PLACE = Question(
    "place",
    Kind.ONE,
    Stage.NEED,
    ask=N_("place.ask", "Remotely or on site?"),
    name=N_("place.name", "Remote or on site"),
    hint=N_(
        "place.hint", "Remote meetings work from anywhere. On site means at your workplace, up to 300 km from Oulu."
    ),
    choices=(
        Choice("remote", N_("place.remote", "Remotely")),
        Choice("on_site", N_("place.on_site", "On site")),
        Choice("both", N_("place.both", "Both"), told=N_("told.place.both", "remotely and on site")),
        Choice("any", N_("place.any", "No preference")),
        DONT_KNOW,
    ),
    counted=True,
    card=OnCard.WHERE,
    brief=True,
)

TOWN = Question(
    "town",
    Kind.TOWN,
    Stage.NEED,
    ask=N_("town.ask", "Where would you meet?"),
    name=N_("town.name", "Municipality"),
    hint=N_("town.hint", "Type the name of the municipality. Only the one you confirm is kept."),
    choices=(DONT_KNOW,),
    when=ON_SITE,
    longest=80,
    card=OnCard.WHERE,
    brief=True,
)

FAR = Question(
    "far",
    Kind.ONE,
    Stage.NEED,
    ask=N_("far.ask", "Would remote meetings suit you?"),
    name=N_("far.name", "Remote instead of on site"),
    hint=far_hint,
    choices=(
        Choice("remote_fine", N_("far.remote_fine", "Yes, remotely is fine"), told=N_("told.far.remote_fine", "yes")),
        Choice("on_site", N_("far.on_site", "Rather on site"), told=N_("told.far.on_site", "rather on site")),
        DONT_KNOW,
    ),
    when=out_of_reach,
    card=OnCard.WHERE,
)

PACE = Question(
    "pace",
    Kind.ONE,
    Stage.NEED,
    ask=N_("pace.ask", "How long would you like it to last?"),
    name=N_("pace.name", "Timescale"),
    hint=N_("pace.hint", "Supervision is usually regular and long-term. A single issue may need less."),
    choices=(
        Choice("few", N_("pace.few", "A few meetings soon")),
        Choice("longer", N_("pace.longer", "Regular, longer term")),
        DONT_KNOW,
    ),
    # Crisis supervision is short whatever the wish; a person in a crisis is spared the question.
    when=lambda answers: not in_crisis(answers),
    counted=True,
    decides=True,
    brief=True,
)

OFFER = Question(
    "offer",
    Kind.STOP,
    Stage.OFFER,
    ask=N_("offer.ask", "A suggestion for you"),
    name=N_("offer.name", "Request"),
    choices=(
        Choice("contact", N_("offer.contact", "Ask to be contacted")),
        Choice("later", N_("offer.later", "Keep for later")),
    ),
    needed=True,
)

PEOPLE = Question(
    "people",
    Kind.ONE,
    Stage.CONTACT,
    ask=N_("people.ask", "Roughly how many people would take part?"),
    name=N_("people.name", "How many people"),
    hint=N_("people.hint", "An estimate is enough. You can also type a number."),
    choices=(
        Choice("few", N_("people.few", "2–4")),
        Choice("five_ten", N_("people.five_ten", "5–10")),
        Choice("eleven_twenty", N_("people.eleven_twenty", "11–20")),
        Choice("over_twenty", N_("people.over_twenty", "More than 20")),
        DONT_KNOW,
        RATHER_NOT,
    ),
    when=lambda answers: (
        WANTS_CONTACT(answers)
        and (picked("who", *COUNTABLE, UNSURE)(answers) or picked("colleagues", "several", "everyone")(answers))
        and not answers["who"].words  # told with the first answer: "6 hengen tiimi"
    ),
    card=OnCard.TOP,
    brief=True,
)

ROLE = Question(
    "role",
    Kind.ONE,
    Stage.CONTACT,
    ask=N_("role.ask", "What is your role?"),
    name=N_("role.name", "Role"),
    hint=N_("role.hint", "It helps the supervisor reply to you."),
    choices=(
        Choice(
            "participant",
            N_("role.participant", "I'd take part"),
            told=N_("told.role.participant", "would take part"),
        ),
        Choice("manager", N_("role.manager", "I'm their manager"), told=N_("told.role.manager", "their manager")),
        Choice(
            "orderer",
            N_("role.orderer", "I'm in HR or arranging this"),
            told=N_("told.role.orderer", "HR, or arranging this"),
        ),
        RATHER_NOT,
    ),
    when=lambda answers: WANTS_CONTACT(answers) and not FOR_SELF(answers),
)

BEGIN = Question(
    "begin",
    Kind.ONE,
    Stage.CONTACT,
    ask=N_("begin.ask", "When would you like to begin?"),
    name=N_("begin.name", "Start date"),
    hint=N_("begin.hint", "An estimate is enough."),
    choices=(
        Choice("soon", N_("begin.soon", "As soon as possible")),
        Choice("months", N_("begin.months", "Within a few months")),
        Choice("later", N_("begin.later", "Later")),
        RATHER_NOT,
    ),
    when=WANTS_CONTACT,
    card=OnCard.TOP,
)

WAY = Question(
    "way",
    Kind.ONE,
    Stage.CONTACT,
    ask=N_("way.ask", "How should the supervisor reply?"),
    name=N_("way.name", "Contact details"),
    hint=N_(
        "way.hint", "Telegram keeps chats on its own servers. If you'd rather not talk there, choose phone or email."
    ),
    choices=(
        Choice("telegram", N_("way.telegram", "Here in Telegram")),
        Choice("phone", N_("way.phone", "By phone")),
        Choice("email", N_("way.email", "By email")),
    ),
    when=WANTS_CONTACT,
    needed=True,
    card=OnCard.ELSEWHERE,
)

PHONE = Question(
    "phone",
    Kind.PHONE,
    Stage.CONTACT,
    ask=N_("phone.ask", "What number should the supervisor call?"),
    name=N_("phone.name", "Phone"),
    hint=N_("phone.hint", "Type it, for example 040 123 4567."),
    when=picked("way", "phone"),
    longest=60,
    needed=True,
    card=OnCard.ELSEWHERE,
)

EMAIL = Question(
    "email",
    Kind.EMAIL,
    Stage.CONTACT,
    ask=N_("email.ask", "What is your email address?"),
    name=N_("email.name", "Email"),
    hint=N_("email.hint", "For example name@company.fi."),
    when=picked("way", "email"),
    longest=254,
    needed=True,
    card=OnCard.ELSEWHERE,
)

NAME = Question(
    "name",
    Kind.WORDS,
    Stage.CONTACT,
    ask=N_("name.ask", "What should the supervisor call you?"),
    name=N_("name.name", "Name"),
    hint=N_("name.hint", "A first name is enough."),
    choices=(Choice(SKIP, N_("name.skip", "Continue without a name")),),
    when=WANTS_CONTACT,
    on_request=True,
    longest=80,
    card=OnCard.ELSEWHERE,
)

ORGANISATION = Question(
    "organisation",
    Kind.WORDS,
    Stage.CONTACT,
    ask=N_("organisation.ask", "Which organisation is this about?"),
    name=N_("organisation.name", "Organisation"),
    hint=N_("organisation.hint", "Organisations of every size and sector are welcome."),
    choices=(RATHER_NOT,),
    when=WANTS_CONTACT,
    on_request=True,
    asked_of=picked("role", "manager", "orderer"),
    longest=120,
    card=OnCard.ELSEWHERE,
)

MESSAGE = Question(
    "message",
    Kind.WORDS,
    Stage.CONTACT,
    ask=N_("message.ask", "What would you like to add?"),
    name=N_("message.name", "Message"),
    hint=N_(
        "message.hint",
        "For example when you are easiest to reach. Please leave out health details and other people's names.",
    ),
    choices=(RATHER_NOT,),
    when=WANTS_CONTACT,
    on_request=True,
    longest=LONGEST_WORDS,
    card=OnCard.QUOTED,
)

CHANGE = Question(
    "change",
    Kind.STOP,
    Stage.CONTACT,
    ask=N_("change.ask", "Which answer would you like to change?"),
    name=N_("change.name", "Change an answer"),
    hint=N_("change.hint", "I'll keep your other answers if they still fit."),
    on_request=True,
)

REVIEW = Question(
    "review",
    Kind.STOP,
    Stage.CONTACT,
    ask=N_("review.ask", "The supervisor gets this:"),
    name=N_("review.name", "Sending"),
    choices=(Choice("send", N_("review.send", "Agree and send")),),
    when=WANTS_CONTACT,
    needed=True,
)

INTAKE = Flow(
    version=1,
    questions=(
        WELCOME,
        WHO,
        CHALLENGE,
        OWN_WORDS,
        SUDDEN,
        TOGETHER,
        COMPANY,
        COLLEAGUES,
        PLACE,
        TOWN,
        FAR,
        PACE,
        CHANGE,
        OFFER,
        PEOPLE,
        ROLE,
        BEGIN,
        WAY,
        PHONE,
        EMAIL,
        NAME,
        ORGANISATION,
        MESSAGE,
        REVIEW,
    ),
)


GATHERED: tuple[str, ...] = (OWN_WORDS.key, MESSAGE.key)
"""The questions whose words may come in several messages, until they are done."""
