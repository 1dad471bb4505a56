"""What holds for whoever takes an office: the points they confirm when they accept, by version of the wording.

A version stays here for ever, for it is kept with each consent; other words make a new one.
"""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from campus.base.errors import Invalid, Sentence
from campus.directory.models import Office

SOCIETY, BEYOND = "society-2026-11", "beyond-2026-11"

_OWN_SIGN_IN = _("My sign-in is mine alone. Whoever helps me is invited to an office of their own.")

WORDINGS: Mapping[str, Mapping[str, Sentence]] = {
    SOCIETY: {
        "names": _(
            "Names of those who come and who join stay among the officers. I keep no list of my own and pass none on."
        ),
        "sign_in": _OWN_SIGN_IN,
        "report": _(
            "When something is wrong, when a name got out or somebody was hurt, I tell the university without delay."
        ),
        "end": _("My rights end on the last day of my office, or when I resign. I prepare whoever comes after me."),
        "help": _("I know who can help: the other officers, the university’s staff, and the page Help and safety."),
    },
    BEYOND: {
        "names": _(
            "I see counts, never who came. What I learn about officers and applicants I use for this office only."
        ),
        "sign_in": _OWN_SIGN_IN,
        "report": _("When something is wrong or a name got out, I see to it without delay and tell those it concerns."),
        "end": _("My rights end on the last day of my office, or when I resign. I prepare whoever comes after me."),
        "help": _("I know who can help: who invited me, and whoever answers at the address on the page Privacy."),
    },
}


def version_for(office: Office) -> str:
    """The wording that is confirmed today for an office: of a society, or beyond one."""
    return SOCIETY if office.society_id is not None else BEYOND


def refuse_unless_confirmed(office: Office, *, version: str, confirmed: Collection[str]) -> None:
    """Raise Invalid unless every point of today's wording was confirmed, and no other wording."""
    if version != version_for(office):
        sentence = _("What holds for officers reads differently now. Read it again, then accept.")
        raise Invalid("checklist_changed", sentence, fields={"checklist": sentence})
    if set(WORDINGS[version]) - set(confirmed):
        sentence = _("Confirm each point: all of them hold for whoever takes the office.")
        raise Invalid("checklist_incomplete", sentence, fields={"confirmed": sentence})
