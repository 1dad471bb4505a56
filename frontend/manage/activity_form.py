"""The form of a new activity, and what a template or an observance fills in beforehand."""

from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campus.activities import recurrence, rule_text
from campus.activities.actions import ActivityPlan
from campus.activities.models import Observance
from campus.activities.templates import TEMPLATES, Template
from campus.directory.models import Society
from frontend.inputs import long_text
from frontend.manage.when_form import WhenForm, initial_when

EVENING, MIDNIGHT = time(18), time(0)
LAST_IN_EVERY_MONTH = 28


class ActivityForm(WhenForm):
    """What happens, how often, on which days, at what time, until when, and where."""

    name = forms.CharField(
        max_length=120,
        label=_("Name"),
        error_messages={"required": _("Say what it is called, for example Tuesday Circle.")},
    )
    description = long_text(
        _("What happens there"),
        rows=3,
        required=False,
        help_text=_("Two or three sentences for somebody who has never come."),
    )
    for_newcomers = forms.BooleanField(required=False, label=_("Good for newcomers"), initial=True)
    place = forms.CharField(max_length=160, required=False, label=_("Place"), help_text=_("Room and building."))
    link = forms.URLField(required=False, assume_scheme="https", label=_("Link"), help_text=_("For meetings online."))
    capacity = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=100_000,
        label=_("Places"),
        help_text=_("How many may say yes; whoever comes later waits. Empty: no limit."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny"}),
    )
    template = forms.CharField(required=False, widget=forms.HiddenInput)
    observance = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def has_further(self) -> bool:
        return self.holds("capacity", "calendar", "skips_holidays", "rule")

    @property
    def skipped(self) -> set[str]:
        """The starts that were left out in the preview, as it writes them: 2026-12-01T18:00."""
        return set(self.data.getlist("skip")) if hasattr(self.data, "getlist") else set(self.data.get("skip", ()))

    def plan(self, society: Society, *, with_skipped: bool = True) -> ActivityPlan:
        """What was entered, for the domain. Times are local to the university. Only after is_valid().

        The preview asks for it without what was left out there, so that it stands in the list and can be taken back.
        """
        data = self.cleaned_data
        return ActivityPlan(
            name=data["name"],
            description=data["description"],
            zone=society.university.zone,
            place=data["place"],
            link=data["link"],
            for_newcomers=data["for_newcomers"],
            capacity=data["capacity"],
            template=data["template"] if data["template"] in TEMPLATES else "",
            observance=Observance.objects.filter(slug=data["observance"]).first() if data["observance"] else None,
            skipped_dates=_starts(self.skipped) if with_skipped else (),
            **self.when(),
        )


def _starts(written: set[str]) -> tuple[datetime, ...]:
    """Those that are a local date and time; the page writes no others."""
    found = []
    for each in written:
        try:
            found.append(datetime.fromisoformat(each))
        except ValueError:
            continue
    return tuple(sorted(start for start in found if start.tzinfo is None))


def chosen_template(asked: str) -> Template | None:
    """The template of that id."""
    return TEMPLATES.get(asked)


def initial_of(template: Template, earliest: date, *, is_fixed: bool = False) -> dict[str, Any]:
    """What a template fills in: it begins on the first date of its rule from `earliest` on.

    With `is_fixed` it begins on that very date, whatever its rule would like.
    """
    first, rrule = earliest, template.rule_from(earliest) if is_fixed else template.rrule
    if rrule and not is_fixed:
        first = _first_of(rrule, earliest)
    return {
        "name": gettext(template.name),
        "description": gettext(template.purpose),
        "for_newcomers": template.newcomer_friendly,
        "window": template.window,
        "template": template.id,
        "observance": template.observance,
        **initial_when(rrule=rrule, first=first, timing=template.timing, start_time=EVENING, minutes=template.minutes),
    }


def initial_for(observance: Observance, day: date, template: Template | None) -> dict[str, Any]:
    """What is filled in for something held for an observance, on the date on which it is marked."""
    begins = day - timedelta(days=template.days_before) if template else day
    bare = {"name": gettext(observance.name), "rhythm": "once", "first_date": day, "window": "always"}
    filled = initial_of(template, begins, is_fixed=True) if template else bare
    return {**filled, "observance": observance.slug}


def _first_of(rrule: str, earliest: date) -> date:
    if earliest.day > LAST_IN_EVERY_MONTH:  # a rule that names only months would wait for one that has such a day
        earliest += relativedelta(months=1, day=1)
    starts = recurrence.starts(rule_text.parse(rrule), datetime.combine(earliest, MIDNIGHT))
    return next((start.date() for start in starts), earliest)
