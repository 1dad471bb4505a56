"""The other faces of pages: empty, over, refused, seen by somebody else. PAGES has each with its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.urls import reverse

from campus.activities.actions import code_for_occurrence, replace_code
from campus.activities.models import Code, Occurrence
from campus.directory.actions import suspend_society
from campus.directory.models import Society
from campus.people.models import Person
from tests import factories_checkin as make
from tests import factors
from tests.factories import NOW
from tests.frontend import routes
from tests.frontend.routes import OFFICERS, PAGES, UNIVERSITY, address_of
from tests.stage import LAST_WEEK, Stage


@dataclass(frozen=True)
class Face:
    """`who` of the cast asks for the address."""

    who: str | None
    address: Callable[[Stage], str]


def at(path: str) -> Callable[[Stage], str]:
    return lambda stage: path


def page(name: str, query: str = "") -> Callable[[Stage], str]:
    return lambda stage: address_of(name, stage) + query


def _code_of(stage: Stage, days: int) -> Code:
    occurrence = Occurrence.objects.get(activity=stage.activity, date=NOW.date() + timedelta(days=days))
    return code_for_occurrence(by=stage.cast.kofi, occurrence=occurrence, at=NOW)


def door(days: int) -> Callable[[Stage], str]:
    """The address of a code of the circle so many days from now."""
    return lambda stage: reverse("check_in", args=(_code_of(stage, days).code,))


def replaced(stage: Stage) -> str:
    old = _code_of(stage, 28)
    replace_code(by=stage.cast.kofi, code=old, at=NOW)
    return reverse("check_in", args=(old.code,))


def suspended(stage: Stage) -> str:
    society = Society.objects.get(name="Girls in ICT Mentors")
    if society.status == Society.Status.APPROVED:
        suspend_society(by=stage.cast.dean, society=society, reason="No officers.", at=NOW)
    return reverse("society", args=("karura", society.slug))


def with_a_term_beside(stage: Stage) -> str:
    """The page of newcomers when somebody came in the term before, too."""
    day = date(2026, 3, 3)
    if not Occurrence.objects.filter(date=day).exists():
        make.attendance(make.occurrence(stage.activity.series, day), stage.cast.wanjiru)
    return address_of("manage_newcomers", stage)


def all_set_up(stage: Stage) -> str:
    """What protects a sign-in, with everything there is."""
    factors.app(stage.cast.kofi)
    factors.recovery_codes(stage.cast.kofi)
    Authenticator.objects.get_or_create(user=stage.cast.kofi, type="webauthn", data={"name": "Kofi Mensah"})
    routes.linked(stage, stage.cast.kofi)
    return reverse("security")


def the_last_factor(stage: Stage) -> str:
    return reverse("remove_factor", args=(factors.app(stage.cast.dean).pk,))


def asleep(path: str) -> Callable[[Stage], str]:
    """The page when signing in takes the staff of Mzizi no second step."""

    def address(stage: Stage) -> str:
        Person.objects.filter(pk=stage.cast.zolas_dean.pk).update(second_factor_at=None)
        return path

    return address


def registration(slug: str) -> Callable[[Stage], str]:
    return lambda stage: reverse("registration", args=("karura", slug))


def _empty() -> dict[str, Face]:
    """Pages of a university and of a society where nothing has happened yet."""
    of_society = {"university": "mzizi", "society": "heforshe-mzizi"}
    bare = {
        name: Face("zola", at(reverse(name, kwargs=of_society)))
        for name, one in PAGES.items()
        if one.audience is OFFICERS and one.kwargs is routes.society and one.is_html and not one.post_only
    }
    bare |= {
        name: Face("zolas_dean", at(reverse(name, kwargs={"university": "mzizi"})))
        for name, one in PAGES.items()
        if one.audience is UNIVERSITY and one.kwargs is routes.university and one.is_html
    }
    bare |= {name: Face("zola", at(reverse(name))) for name in ("me", "review")}
    bare["manage"] = Face("dean", at(reverse("manage")))
    bare["university"] = Face(None, at("/universities/mzizi/"))
    bare["society"] = Face(None, at("/societies/mzizi/heforshe-mzizi/"))
    bare["home"] = Face(None, at("/?q=nowhere&where=&when=all"))
    bare["universities"] = Face(None, at("/universities/?q=nowhere"))
    bare["review_participation, filtered"] = Face("dean", page("review_participation", "?q=nowhere"))
    return {f"{name}, empty": face for name, face in bare.items()}


TYPED = ("nowhere", "ZZZZZZZZ")  # what the visitor of a face typed

FACES = {
    **_empty(),
    "home, signed in": Face("amina", page("home")),
    "society, a member": Face("amina", page("society")),
    "society, an officer": Face("kofi", page("society")),
    "society, suspended": Face("grace", suspended),
    "university, proposed": Face("amina", at("/universities/mara-college/")),
    "occurrence, cancelled": Face(None, lambda stage: reverse("occurrence", args=(stage.cancelled.pk,))),
    "occurrence, an officer": Face("kofi", page("occurrence")),
    "manage_occurrence, cancelled": Face(
        "kofi", lambda stage: reverse("manage_occurrence", args=("karura", "heforshe-karura", stage.cancelled.pk))
    ),
    "manage, with rows": Face("kofi", page("manage")),
    "manage_attendance, an earlier date": Face(
        "kofi", lambda stage: f"{_attendance(stage)}?occurrence={_earlier(stage)}"
    ),
    "manage_newcomers, a term beside": Face("kofi", with_a_term_beside),
    "manage_today, its treasurer": Face("grace", page("manage_today")),
    "review, with rows": Face("dean", page("review")),
    "review, proposals": Face("lucia", page("review")),
    "review_participation, nothing beside": Face("dean", page("review_participation", "?beside=nothing")),
    "registration, waiting": Face("grace", registration("rugby-for-respect")),
    "registration, returned": Face("grace", registration("debate-union")),
    "invitation, signed in": Face("amina", page("invitation")),
    "check_in, signed in": Face("wanjiru", page("check_in")),
    "check_in, early": Face(None, door(21)),
    "check_in, late": Face(None, door(-7)),
    "check_in, cancelled": Face(None, door(7)),
    "check_in, replaced": Face(None, replaced),
    "check_in, unknown": Face(None, at("/c/ZZZZZZZZ")),
    "enter_code, nothing typed": Face(None, at("/c/?code=")),
    "not there": Face(None, at("/nowhere/")),
    "security, all set up": Face("kofi", all_set_up),
    "recovery_codes, few left": Face("kofi", page("recovery_codes")),
    "prove, by a factor": Face("kofi", page("prove")),
    "remove_factor, the last": Face("dean", the_last_factor),
    "me, an office sleeps": Face("zolas_dean", asleep("/me/")),
    "not there, an office sleeps": Face("zolas_dean", asleep("/review/mzizi/")),
}


def _attendance(stage: Stage) -> str:
    return address_of("manage_attendance", stage)


def _earlier(stage: Stage) -> int:
    return Occurrence.objects.get(activity=stage.activity, date=LAST_WEEK.date()).pk
