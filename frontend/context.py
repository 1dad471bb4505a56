"""What every page's shell needs: who is here, where they are, where they may switch to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from campus.directory.models import Office
from campus.directory.rules import offices_in_force
from campus.directory.words import scope_name
from campus.membership.models import Membership
from campus.people.models import Person
from frontend.offices import desk_url, sleeping_offices

AWAY = "https://www.wikipedia.org/"  # where "leave quickly" leads: a page that says nothing about whoever opens it
THEME_COOKIE = "theme"

MY_ADDRESSES = ("my_visits", "merge", "merge_codes", "part")
MY_RIGHTS = ("my_data", "consents", "withdraw_consent", "tokens", "erase_me", "my_calendar")
SIGNING_IN = (
    *("sign_in", "sign_in_code", "second_factor", "prove", "sessions"),
    *("university_sign_in", "university_account", "welcome"),
    *("security", "new_passkey", "authenticator_app", "remove_factor", "recovery_codes", "unlink_account"),
)

# Which item of the bar a page belongs under, by the name of its address.
SECTIONS = {
    "home": ("home", "series", "occurrence"),
    "universities": ("universities", "university", "propose_university", "register_society", "society"),
    "enter_code": ("enter_code", "check_in", "receipt", "undo_check_in"),
    "me": ("me", "me_settings", *SIGNING_IN, *MY_ADDRESSES, *MY_RIGHTS),
}


@dataclass(frozen=True)
class Item:
    """A line of the bar."""

    name: str
    icon: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Place:
    """A society, a university or a desk that the person may switch to, and in which role."""

    name: str
    role: str
    url: str
    is_current: bool

    def __str__(self) -> str:
        return self.name


class Shell:
    """Asked by the templates; nothing here costs a query before it is asked."""

    away = AWAY

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def demo(self) -> bool:
        return settings.DEMO

    @property
    def contact(self) -> str:
        """Who answers questions about this installation, when it says so."""
        return settings.CONTACT_EMAIL

    @cached_property
    def person(self) -> Person | None:
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def theme(self) -> str:
        """light, dark, or empty for what the device prefers; a person's own choice before the cookie's."""
        chosen = self.person.theme if self.person else self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in Person.Theme.values else ""

    @property
    def themes(self) -> Iterable[tuple[str, Any]]:
        return Person.Theme.choices

    @property
    def language(self) -> dict[str, Any]:
        return get_language_info(get_language() or settings.LANGUAGE_CODE)

    @property
    def languages(self) -> list[dict[str, Any]]:
        return [get_language_info(code) for code, _name in settings.LANGUAGES]

    @cached_property
    def _page(self) -> str:
        match = getattr(self._request, "resolver_match", None)
        return (match.url_name or "") if match else ""

    @property
    def bar(self) -> list[Item]:
        return [
            self._item(_("What’s on"), "calendar", "home"),
            self._item(_("Societies"), "people", "universities"),
            self._item(_("Check in"), "scan", "enter_code"),
            self._item(_("My page"), "me", "me") if self.person else self._item(_("Sign in"), "me", "sign_in", "me"),
        ]

    def _item(self, name: str, icon: str, page: str, section: str = "") -> Item:
        return Item(name=name, icon=icon, url=reverse(page), is_current=self._page in SECTIONS[section or page])

    @cached_property
    def places(self) -> list[Place]:
        """Where the person holds an office or is a member: two queries, offices first."""
        if self.person is None:
            return []
        offices = offices_in_force(self.person)
        led = {office.society_id for office in offices}
        joined = Membership.objects.filter(person=self.person, left_on__isnull=True).exclude(society__in=led - {None})
        joined = joined.filter(society__hidden_at__isnull=True, university__hidden_at__isnull=True)
        return [
            *(self._place_of_office(office) for office in offices),
            *(self._place_of_member(membership) for membership in joined.select_related("society__university")),
        ]

    @cached_property
    def sleeping(self) -> list[Office]:
        """The person's offices that give no right until signing in takes them a second step."""
        return sleeping_offices(self.person)

    @property
    def current_place(self) -> Place | None:
        return next((place for place in self.places if place.is_current), None)

    def _place_of_office(self, office: Office) -> Place:
        return self._place(scope_name(office), office.get_role_display(), desk_url(office))

    def _place_of_member(self, membership: Membership) -> Place:
        society = membership.society
        return self._place(society.name, _("Member"), reverse("society", args=(society.university.slug, society.slug)))

    def _place(self, name: str, role: str, url: str) -> Place:
        return Place(name=name, role=role, url=url, is_current=self._request.path.startswith(url))


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}
