"""The supervision formats on offer: what each is called, what it is, how long it takes and what sets it apart.

The only source is the supervisor's own text. What it does not say (prices, session length, sizes of groups, the
number of sessions in short supervision) is not said here either.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.text import N_, Text

YEARS = N_("length.long", "Usually 1–2 years, with a meeting every 3–5 weeks.")
AGREED = N_("length.agreed", "The number of meetings is agreed with the supervisor.")
ONE_TO_TEN = N_("length.crisis", "Shorter: 1–10 meetings.")
BY_TURNS = N_("length.combination", "Monthly, alternating between the group and one to one.")
TIGHT = N_("length.short", "Meetings close together. The number of meetings is agreed with the supervisor.")
OPEN = N_("length.discuss", "Length and pace are agreed once the type is clear.")


@dataclass(frozen=True, slots=True)
class Format:
    """A form of supervision. `key` is permanent: it stands in the database and in buttons.

    `long_term` ones take 1-2 years as a rule. `apart` completes "other possibilities": the one thing that is
    different about it. `alone` says what it is to those who do not meet others there, where that is said otherwise.
    """

    key: str
    name: Text
    what: Text
    length: Text
    apart: Text
    long_term: bool = False
    alone: Text | None = None


FORMATS: dict[str, Format] = {
    each.key: each
    for each in (
        Format(
            "individual",
            N_("format.individual", "Individual supervision"),
            N_(
                "format.individual.what",
                "One person meets the supervisor to look at their work, their goals and how they are developing.",
            ),
            YEARS,
            N_("format.individual.apart", "all the time is for one person"),
            long_term=True,
        ),
        Format(
            "pair",
            N_("format.pair", "Supervision for a pair of colleagues"),
            N_(
                "format.pair.what",
                "Two colleagues look at the work they share with the supervisor.",
            ),
            YEARS,
            N_("format.pair.apart", "the work the two share is the focus"),
            long_term=True,
        ),
        Format(
            "group",
            N_("format.group", "Group supervision"),
            N_(
                "format.group.what",
                "A group meets with the supervisor. Hearing colleagues' thoughts and getting support from peers "
                "is an essential part of it.",
            ),
            YEARS,
            N_("format.group.apart", "learning from colleagues and peer support"),
            long_term=True,
        ),
        Format(
            "community",
            N_("format.community", "Supervision for a team or workplace"),
            N_(
                "format.community.what",
                "The whole team or workplace looks together at its work, strengths and challenges. This "
                "supports both the work and the people.",
            ),
            YEARS,
            N_("format.community.apart", "everyone in the team takes part"),
            long_term=True,
        ),
        Format(
            "managers",
            N_("format.managers", "Supervision for managers"),
            N_(
                "format.managers.what",
                "Time for managers to look at their own work and how they lead.",
            ),
            YEARS,
            N_("format.managers.apart", "focuses on managing people"),
            long_term=True,
        ),
        Format(
            "leadership",
            N_("format.leadership", "Leadership team supervision"),
            N_(
                "format.leadership.what",
                "The leadership team looks at its shared work and goals together.",
            ),
            YEARS,
            N_("format.leadership.apart", "the leadership team works on its shared task"),
            long_term=True,
        ),
        Format(
            "crisis",
            N_("format.crisis", "Crisis supervision"),
            N_(
                "format.crisis.what",
                "Support after something serious has happened at work. Shorter than usual supervision.",
            ),
            ONE_TO_TEN,
            N_("format.crisis.apart", "when something serious has happened at work"),
        ),
        Format(
            "case",
            N_("format.case", "Case supervision"),
            N_(
                "format.case.what",
                "Real cases from the participants' own work are gone through together, and everyone learns from them.",
            ),
            AGREED,
            N_("format.case.apart", "built on real cases from work"),
            alone=N_("format.case.alone", "Real cases from one's own work are gone through and learnt from."),
        ),
        Format(
            "case_workability",
            N_("format.case_workability", "Case supervision on work ability management"),
            N_(
                "format.case_workability.what",
                "Managers go through real cases and learn together: for example how to hold an early "
                "support discussion, or what to know before an occupational health negotiation.",
            ),
            AGREED,
            N_("format.case_workability.apart", "real cases of managing work ability"),
            alone=N_(
                "format.case_workability.alone",
                "Real cases are gone through: for example how to hold an early support discussion, or what to know "
                "before an occupational health negotiation.",
            ),
        ),
        Format(
            "new_managers",
            N_("format.new_managers", "Group supervision for new managers"),
            N_(
                "format.new_managers.what",
                "For managers who have recently started, in the role or in the house, and may feel left alone: the "
                "challenges of the beginning, worked on together with peers.",
            ),
            YEARS,
            N_("format.new_managers.apart", "others who have just started as managers"),
            long_term=True,
        ),
        Format(
            "combination",
            N_("format.combination", "Combination supervision"),
            N_(
                "format.combination.what",
                "For people who need both one-to-one supervision and the support of peers.",
            ),
            BY_TURNS,
            N_("format.combination.apart", "alternate months with the group and one to one"),
            long_term=True,
        ),
        Format(
            "short",
            N_("format.short", "Short supervision"),
            N_(
                "format.short.what",
                "Concentrates on one issue or situation, to find solutions or new viewpoints.",
            ),
            TIGHT,
            N_("format.short.apart", "one issue, with meetings close together"),
        ),
        Format(
            "discuss",
            N_("format.discuss", "To be discussed with the supervisor"),
            N_(
                "format.discuss.what",
                "Several types are possible. The topics always come from the participants, and the type "
                "can be found together with the supervisor.",
            ),
            OPEN,
            N_("format.discuss.apart", "the type is found together with the supervisor"),
        ),
    )
}
"""Every format by its key; "discuss" is the honest outcome when the answers do not settle it."""
