"""The other faces of pages: empty, over, refused, seen by somebody else. PAGES has each with its rows."""

from collections.abc import Callable
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.urls import reverse

from campus.activities.actions import answer_occurrence, code_for_occurrence, follow, replace_code
from campus.activities.models import Code, CoHost, Occurrence
from campus.directory.actions import suspend_society
from campus.directory.models import Society
from campus.people.models import Person
from tests import factories, factors
from tests import factories_checkin as make
from tests.backend import operations
from tests.factories import NOW
from tests.frontend import routes
from tests.frontend.face import Face, at, page
from tests.frontend.rhythm_faces import RHYTHM_FACES
from tests.frontend.routes import OFFICERS, PAGES, UNIVERSITY, address_of
from tests.stage import LAST_WEEK, Stage


def _coming(stage: Stage) -> Occurrence:
    return Occurrence.objects.get(pk=operations.a_coming_date(stage)["occurrence"])


def answered(name: str, *under: str, places: int | None = None) -> Callable[[Stage], str]:
    """A page after Amina said yes and maybe, and Zola yes after her, where there are that many places."""

    def face(stage: Stage) -> str:
        occurrence = _coming(stage)
        Occurrence.objects.filter(pk=occurrence.pk).update(capacity=places, goal=25, goal_set_at=LAST_WEEK)
        for who in (stage.cast.amina, stage.cast.zola):
            answer_occurrence(by=who, occurrence=occurrence, answer="yes", at=NOW)
        follow(by=stage.cast.amina, thing=stage.cast.society, at=NOW)
        return reverse(name, args=under if name == "me" else (*under, occurrence.pk))

    return face


def _code_of(stage: Stage, days: int) -> Code:
    occurrence = Occurrence.objects.get(activity=stage.activity, date=NOW.date() + timedelta(days=days))
    return code_for_occurrence(by=stage.cast.kofi, occurrence=occurrence, at=NOW)


def door(days: int) -> Callable[[Stage], str]:
    """The address of a code of the circle so many days from now."""
    return lambda stage: reverse("check_in", args=(_code_of(stage, days).code,))


def held_together(address: Callable[[Stage], str]) -> Callable[[Stage], str]:
    """The address once two more societies hold the circle, one of them of another university."""

    def made(stage: Stage) -> str:
        for guest in (operations.a_guest(stage), stage.cast.other_society):
            CoHost.objects.get_or_create(
                university=stage.cast.karura,
                society=stage.cast.society,
                guest=guest,
                series=stage.activity.series,
                defaults={"invited_at": LAST_WEEK, "accepted_at": LAST_WEEK},
            )
        return address(stage)

    return made


def _coming_of_another(stage: Stage) -> None:
    host = factories.society(stage.cast.karura, "Host Circle")
    held = make.occurrence(make.series(host, "Evening"), NOW.date() + timedelta(days=2))
    before = {"invited_at": LAST_WEEK, "accepted_at": LAST_WEEK}
    held.cohosts.create(university=stage.cast.karura, society=host, guest=stage.cast.society, **before)


def with_a_coming_date_of_another(stage: Stage) -> str:
    if not Society.objects.filter(name="Host Circle").exists():
        _coming_of_another(stage)
    return address_of("society", stage)


def coming_with_another_on_the_plan(stage: Stage) -> str:
    with_a_coming_date_of_another(stage)
    return address_of("manage_plan", stage)


def found_to_ask(name: str) -> Callable[[Stage], str]:
    def address(stage: Stage) -> str:
        operations.a_guest(stage)
        asked = f"?series={stage.activity.series_id}&q={name}"
        return reverse("invite_cohost", args=("karura", "heforshe-karura")) + asked

    return address


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


TYPED = ("nowhere", "ZZZZZZZZ", "guest")  # what the visitor of a face typed

FACES = {
    **_empty(),
    "home, signed in": Face("amina", page("home")),
    "society, a member": Face("amina", page("society")),
    "society, an officer": Face("kofi", page("society")),
    "society, suspended": Face("grace", suspended),
    "university, proposed": Face("amina", at("/universities/mara-college/")),
    "occurrence, cancelled": Face(None, lambda stage: reverse("occurrence", args=(stage.cancelled.pk,))),
    "occurrence, an officer": Face("kofi", page("occurrence")),
    "occurrence, to be answered": Face(None, lambda stage: reverse("occurrence", args=(_coming(stage).pk,))),
    "occurrence, answered": Face("amina", answered("occurrence")),
    "occurrence, waiting": Face("zola", answered("occurrence", places=1)),
    "answer, signed in just now": Face(
        "zola", lambda stage: f"{reverse('answer', args=(_coming(stage).pk,))}?answer=no"
    ),
    "answer, over": Face("zola", lambda stage: reverse("answer", args=(stage.occurrence.pk,))),
    "manage_occurrence, answered": Face("kofi", answered("manage_occurrence", "karura", "heforshe-karura", places=1)),
    "me, with answers and follows": Face("amina", answered("me")),
    "manage_occurrence, cancelled": Face(
        "kofi", lambda stage: reverse("manage_occurrence", args=("karura", "heforshe-karura", stage.cancelled.pk))
    ),
    "plan_activity, from a template": Face("kofi", page("plan_activity", "?template=barbershop-1")),
    "plan_activity, for an observance": Face(
        "kofi", page("plan_activity", "?observance=intl-mens-day&date=2026-11-19&template=imd-event")
    ),
    "plan_dates, past": Face("kofi", page("plan_dates", "?when=past")),
    "plan_dates, cancelled": Face("kofi", page("plan_dates", "?when=cancelled")),
    "plan_dates, nothing found": Face("kofi", page("plan_dates", "?q=nowhere")),
    "change_dates": Face("kofi", lambda stage: f"{address_of('change_dates', stage)}?date={stage.cancelled.pk}"),
    "edit_occurrence, over": Face(
        "kofi", lambda stage: reverse("edit_occurrence", args=("karura", "heforshe-karura", _earlier(stage)))
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
    "check_in, held together": Face(None, held_together(lambda stage: reverse("check_in", args=(stage.code.code,)))),
    "occurrence, held together": Face(None, held_together(page("occurrence"))),
    "series, held together": Face(None, held_together(page("series"))),
    "society, a date of another": Face(None, with_a_coming_date_of_another),
    "manage_plan, a date of another": Face("kofi", coming_with_another_on_the_plan),
    "manage_series, held together": Face("kofi", held_together(page("manage_series"))),
    "invite_cohost, found": Face("kofi", found_to_ask("guest")),
    "invite_cohost, nobody found": Face("kofi", found_to_ask("nowhere")),
    "write_letter, about a date": Face(
        "kofi",
        lambda stage: f"{reverse('write_letter', args=('karura', 'heforshe-karura'))}?occurrence={stage.occurrence.pk}",
    ),
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
    **RHYTHM_FACES,
}


def _attendance(stage: Stage) -> str:
    return address_of("manage_attendance", stage)


def _earlier(stage: Stage) -> int:
    return Occurrence.objects.get(activity=stage.activity, date=LAST_WEEK.date()).pk
