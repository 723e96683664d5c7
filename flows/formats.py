"""The supervision formats on offer: what each is called, what it is and how long it takes.

The only source is the supervisor's own text. What it does not say (prices, session length, sizes of groups, the
number of sessions in short supervision) is not said here either.
"""

from __future__ import annotations

from flows.dataclass import dataclass
from flows.text import N_, Text

YEARS = N_("length.long", "Usually 1–2 years, a meeting every 3–5 weeks.")
ONE_TO_TEN = N_("length.crisis", "1–10 meetings, fewer than usual.")
BY_TURNS = N_("length.combination", "Monthly, alternating between the group and one to one.")
TIGHT = N_("length.short", "Meetings close together.")


@dataclass(frozen=True, slots=True)
class Format:
    """A form of supervision. `key` is permanent: it stands in the database and in buttons.

    `length` is None where the supervisor's text says nothing. `alone` says what it is to those who do not meet others
    there, where that is said otherwise.
    """

    key: str
    name: Text
    what: Text
    length: Text | None
    alone: Text | None = None

    @property
    def long_term(self) -> bool:
        """Whether it takes 1-2 years as a rule."""
        return self.length in (YEARS, BY_TURNS)


FORMATS: dict[str, Format] = {
    each.key: each
    for each in (
        Format(
            "individual",
            N_("format.individual", "Individual supervision"),
            N_("format.individual.what", "One-to-one meetings about work: situations, goals and growth."),
            YEARS,
        ),
        Format(
            "pair",
            N_("format.pair", "Supervision for a pair of colleagues"),
            N_("format.pair.what", "With the supervisor, two colleagues look at the work they share."),
            YEARS,
        ),
        Format(
            "group",
            N_("format.group", "Group supervision"),
            N_(
                "format.group.what",
                "Hearing colleagues' thoughts and getting support from peers is an essential part of it.",
            ),
            YEARS,
        ),
        Format(
            "community",
            N_("format.community", "Supervision for a team or workplace"),
            N_(
                "format.community.what",
                "The whole team or workplace looks together at its work, strengths and challenges: support for "
                "the work and the people.",
            ),
            YEARS,
        ),
        Format(
            "managers",
            N_("format.managers", "Supervision for managers"),
            N_("format.managers.what", "Time for managers to look at their own work and how they lead."),
            YEARS,
        ),
        Format(
            "leadership",
            N_("format.leadership", "Leadership team supervision"),
            N_("format.leadership.what", "The leadership team looks at its shared work and goals together."),
            YEARS,
        ),
        Format(
            "crisis",
            N_("format.crisis", "Crisis supervision"),
            N_("format.crisis.what", "For when something serious has happened at work."),
            ONE_TO_TEN,
        ),
        Format(
            "case",
            N_("format.case", "Case supervision"),
            N_("format.case.what", "You go through real cases from your work together and learn from them."),
            None,
            alone=N_("format.case.alone", "You go through real cases from your work and learn from them."),
        ),
        Format(
            "case_workability",
            N_("format.case_workability", "Case supervision on work ability management"),
            N_(
                "format.case_workability.what",
                "Managers learn together from real cases: how to hold an early support discussion, or what to know "
                "before an occupational health negotiation.",
            ),
            None,
            alone=N_(
                "format.case_workability.alone",
                "Real cases show how to hold an early support discussion, or what to know before an occupational "
                "health negotiation.",
            ),
        ),
        Format(
            "new_managers",
            N_("format.new_managers", "Group supervision for new managers"),
            N_(
                "format.new_managers.what",
                "For managers who have recently started and may feel left alone: the challenges of starting out, "
                "together with peers.",
            ),
            YEARS,
        ),
        Format(
            "combination",
            N_("format.combination", "Combination supervision"),
            N_("format.combination.what", "For people who need both one-to-one supervision and the support of peers."),
            BY_TURNS,
        ),
        Format(
            "short",
            N_("format.short", "Short supervision"),
            N_("format.short.what", "Concentrates on one issue or situation, to find solutions or new viewpoints."),
            TIGHT,
        ),
        Format(
            "discuss",
            N_("format.discuss", "To be discussed with the supervisor"),
            N_("format.discuss.what", "Several types are possible. A conversation will show which one fits."),
            None,
        ),
    )
}
"""Every format by its key; "discuss" is the honest outcome when the answers do not settle it."""
