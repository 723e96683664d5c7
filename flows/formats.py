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
BY_TURNS = N_("length.combination", "Every other month with the group, every other month a meeting of one's own.")
TIGHT = N_("length.short", "Meetings close together. Their number is agreed with the supervisor.")
OPEN = N_("length.discuss", "Length and rhythm are agreed once the form is clear.")


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
                "One person and the supervisor: time to look at one's own work, its situations and goals, "
                "and one's growth in it.",
            ),
            YEARS,
            N_("format.individual.apart", "all the time is for one person's own work"),
            long_term=True,
        ),
        Format(
            "pair",
            N_("format.pair", "Supervision for a pair of colleagues"),
            N_(
                "format.pair.what",
                "Two colleagues who work closely together look at their shared work with the supervisor.",
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
            N_("format.group.apart", "colleagues' views and peer support carry the work"),
            long_term=True,
        ),
        Format(
            "community",
            N_("format.community", "Work community supervision"),
            N_(
                "format.community.what",
                "The whole work community takes time together to look at its work, its strengths and its challenges. "
                "It supports both the work and the community.",
            ),
            YEARS,
            N_("format.community.apart", "the whole work community is there"),
            long_term=True,
        ),
        Format(
            "managers",
            N_("format.managers", "Supervision for managers"),
            N_(
                "format.managers.what",
                "Time to look at one's work as a manager: its situations, decisions and strains, and one's own way "
                "of leading.",
            ),
            YEARS,
            N_("format.managers.apart", "the work of leading others is the focus"),
            long_term=True,
        ),
        Format(
            "leadership",
            N_("format.leadership", "Leadership team supervision"),
            N_(
                "format.leadership.what",
                "The leadership team looks at its shared work, its ways of acting and its goals together.",
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
                "Support when something serious has shaken the work or the people who do it. Shorter than usual "
                "supervision.",
            ),
            ONE_TO_TEN,
            N_("format.crisis.apart", "for a situation that has seriously shaken the work or the people"),
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
                "Managers go through real cases and learn together: for example how to hold an early support "
                "discussion, or what to master in an occupational health negotiation.",
            ),
            AGREED,
            N_("format.case_workability.apart", "real cases of leading work ability"),
            alone=N_(
                "format.case_workability.alone",
                "Real cases are gone through: for example how to hold an early support discussion, or what to master "
                "in an occupational health negotiation.",
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
                "For people who need both supervision of their own and the support of peers.",
            ),
            BY_TURNS,
            N_("format.combination.apart", "every other month with the group, every other month alone"),
            long_term=True,
        ),
        Format(
            "short",
            N_("format.short", "Short supervision"),
            N_(
                "format.short.what",
                "Concentrates on one single matter or situation, to find solutions or new viewpoints.",
            ),
            TIGHT,
            N_("format.short.apart", "one matter, with meetings close together"),
        ),
        Format(
            "discuss",
            N_("format.discuss", "To be discussed with the supervisor"),
            N_(
                "format.discuss.what",
                "Several forms are possible. The topics always come from the participants, and the form can be "
                "found together with the supervisor.",
            ),
            OPEN,
            N_("format.discuss.apart", "the form is found together with the supervisor"),
        ),
    )
}
"""Every format by its key; "discuss" is the honest outcome when the answers do not settle it."""
