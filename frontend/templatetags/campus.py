"""What every template may use: icons, dates and times in a place's zone, and how a form's input is drawn.

Django turns aware datetimes into the visitor's zone on its own; an activity's time is its place's. So instants are
printed by the tags here and never with a bare {{ }}.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campus.activities.models import Occurrence, Timing
from campus.directory.calendar import Week
from campus.directory.models import Society
from campus.directory.pictures import size_of
from campus.directory.words import dates_in_words, scope_name, week_label, week_name
from campus.people.models import Person
from frontend.icons import inline_icon
from frontend.inputs import SeveralInputs
from frontend.offices import desk_url
from frontend.words import zone_city

register = template.Library()


register.filter("scope_name", scope_name)
register.filter("desk_url", desk_url)


@register.simple_tag
def icon(name: str, **attrs: Any) -> SafeString:
    """An icon of the sprite, beside words. `class` replaces "ico"; `inline` draws it without asking for the sprite."""
    css = attrs.get("class", "ico")
    if attrs.get("inline"):
        return inline_icon(name, css)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, static("icons.svg"), name)


@register.simple_tag
def who(name: str) -> SafeString:
    """The arch that stands where a face would be, with initials."""
    return format_html('<span class="who" aria-hidden="true">{}</span>', Person(name=name).initials or "·")


@register.simple_tag
def picture(society: Society) -> SafeString:
    """The picture of a society, told in words too; its size is said, so that nothing jumps when it comes."""
    file = (society.picture.name or "").rpartition("/")[2]
    width, height = size_of(file)
    address = reverse("picture", args=(file.removesuffix(".webp"),))
    tag = '<img class="picture" src="{}" alt="{}" width="{}" height="{}" loading="lazy">'
    return format_html(tag, address, society.picture_alt, width, height)


@register.simple_tag
def date_arch(day: date, state: str = "") -> SafeString:
    """A day as an arch, before the words of a list; the year stands there unless it is this one.

    `state` is "", "past" or "obs" (an observance).
    """
    return format_html(
        '<time class="date{}" datetime="{}">{} <b>{}</b> {}</time>',
        f" {state}" if state else "",
        day.isoformat(),
        date_format(day, "D"),
        day.day,
        date_format(day, "M" if day.year == timezone.localdate().year else "M Y"),
    )


@register.simple_tag
def day(value: date | datetime, zone: str = "", short: bool = False) -> SafeString:
    """A day in words: Tuesday 24 November (short: Tue 24 Nov), with the year unless it is this one.

    An instant needs the IANA `zone` in which it has a date.
    """
    local = value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), _day_in_words(local, short))


@register.simple_tag
def clock(value: datetime, zone: str, named: bool = False) -> SafeString:
    """The time of day of an instant in a zone: 17:30, or with named=True 17:30 (Nairobi)."""
    local = value.astimezone(ZoneInfo(zone))
    place = f" ({zone_city(zone)})" if named else ""
    return format_html('<time datetime="{}">{}</time>{}', _iso(local), time_format(local.time(), "H:i"), place)


@register.simple_tag
def moment(value: datetime, zone: str, named: bool = False) -> SafeString:
    """An instant in words: Tue 24 Nov, 17:30."""
    local = value.astimezone(ZoneInfo(zone))
    words = f"{_day_in_words(local.date(), short=True)}, {time_format(local.time(), 'H:i')}"
    place = f" ({zone_city(zone)})" if named else ""
    return format_html('<time datetime="{}">{}</time>{}', _iso(local), words, place)


@register.simple_tag
def span(starts_at: datetime, ends_at: datetime, zone: str, named: bool = False) -> SafeString:
    """From when to when, in a zone: 17:30 to 19:00; with the day of the end when it is another."""
    start, end = (instant.astimezone(ZoneInfo(zone)) for instant in (starts_at, ends_at))
    last = time_format(end.time(), "H:i")
    if end.date() != start.date():
        last = f"{_day_in_words(end.date(), short=True)}, {last}"
    words = format_html(
        _("%(start)s to %(end)s").replace("%(start)s", "{}").replace("%(end)s", "{}"),
        format_html('<time datetime="{}">{}</time>', _iso(start), time_format(start.time(), "H:i")),
        format_html('<time datetime="{}">{}</time>', _iso(end), last),
    )
    return format_html("{}{}", words, f" ({zone_city(zone)})" if named else "")


@register.simple_tag
def times(occurrence: Occurrence, named: bool = False) -> SafeString:
    """From when to when something takes place: 17:30 to 19:00, All day, until Fri 11 Dec, or Time to be confirmed."""
    if occurrence.timing == Timing.TIMED:
        return span(occurrence.starts_at, occurrence.ends_at, occurrence.zone, named=named)
    last = (occurrence.ends_at - timedelta(seconds=1)).astimezone(ZoneInfo(occurrence.zone)).date()
    if last == occurrence.date:
        return format_html("{}", occurrence.get_timing_display())
    until = _("until %(day)s") % {"day": _day_in_words(last, short=True)}
    return format_html("{}, {}", until, occurrence.get_timing_display().lower())


@register.filter
def city_of_zone(zone: str) -> str:
    """The name by which people know a zone: Nairobi for Africa/Nairobi."""
    return zone_city(zone)


@register.filter
def hours(value: time) -> str:
    """A local time of day: 17:30."""
    return time_format(value, "H:i")


@register.filter
def bdi(text: str) -> SafeString:
    """A name or address kept together in its own direction, inside a sentence of any language."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def kind(field: BoundField) -> str:
    """How parts/field.html draws an input: hidden, check, days, choices, several or plain.

    A radio whose widget has the attribute data-short stands in one line, like the days of a week; checkboxes with
    data-long stand below each other.
    """
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, SeveralInputs):
        return "several"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "choices" if "data-long" in widget.attrs else "days"
    if isinstance(widget, forms.RadioSelect):
        return "days" if "data-short" in widget.attrs else "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "plain"


@register.filter
def control(field: BoundField) -> SafeString:
    """The bare input with the look's class added to the widget's own."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"in {own}".strip()})


@register.filter
def error_count(form: forms.BaseForm) -> int:
    """How many sentences stand on a form."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def of(found: Mapping[Any, Any], key: Any) -> Any:
    """What a table says of one thing; nothing when it says nothing."""
    return found.get(key)


@register.filter
def translated(text: str) -> str:
    """A text that is its own key, such as the name of an observance or a template, in the active language."""
    return _(text) if text else ""


@register.filter
def zipped(first: Iterable[Any], second: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Two lists of one length, side by side."""
    return list(zip(first, second, strict=True))


@register.filter
def items_of(field: BoundField) -> list[Any]:
    """The choices of a radio or checkbox field, for a page that draws them itself."""
    return list(field)


def _day_in_words(day: date, short: bool) -> str:
    pattern = "D j M" if short else "l j F"
    return date_format(day, pattern if day.year == timezone.localdate().year else f"{pattern} Y")


def _iso(local: datetime) -> str:
    return local.isoformat(timespec="minutes")


@register.simple_tag(name="week_label")
def week_label_tag(week: Week) -> str:
    """A week as its university counts it: Week 5, 5th week, Reading week, or nothing where it has no name."""
    return week_label(week)


@register.simple_tag(name="week_name")
def week_name_tag(week: Week) -> str:
    """A week by its label, or by its dates where it has none: where something has to stand."""
    return week_name(week)


@register.simple_tag(name="dates_in_words")
def dates_in_words_tag(first: date, last: date) -> str:
    """Two local dates and all between: 7 to 13 September 2026."""
    return dates_in_words(first, last)
