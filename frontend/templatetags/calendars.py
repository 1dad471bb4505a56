"""Calendars and short forms of pages, for templates: each tag takes the thing that the page is about."""

from collections.abc import Iterable

from django import template

from campus.activities import links
from campus.activities.models import Occurrence, Series
from campus.base.links import absolute
from campus.directory.models import Society, University
from frontend.activities import structured
from frontend.activities.adding import Ways, ways_to_add, ways_to_subscribe
from frontend.activities.structured import Card

register = template.Library()


@register.simple_tag
def ways_of(thing: Occurrence | Series | Society | University) -> Ways:
    """How it gets into somebody's calendar."""
    if isinstance(thing, Occurrence):
        return ways_to_add(thing)
    return ways_to_subscribe(calendar_link(thing), thing.name)


@register.simple_tag
def card_of(thing: Occurrence | Series | Society, dates: Iterable[Occurrence] = ()) -> Card:
    """What is told of a public page to search engines and messengers; `dates` are those shown on it."""
    if isinstance(thing, Occurrence):
        return structured.card_of_occurrence(thing)
    if isinstance(thing, Series):
        return structured.card_of_series(thing, dates or ())
    return structured.card_of_society(thing, dates or ())


@register.filter
def calendar_link(thing: Occurrence | Series | Society | University) -> str:
    """The absolute address of its calendar."""
    if isinstance(thing, Occurrence):
        return links.occurrence_calendar_link(thing)
    if isinstance(thing, Series):
        return links.series_calendar_link(thing)
    if isinstance(thing, Society):
        return links.society_calendar_link(thing)
    return links.university_calendar_link(thing)


@register.filter
def atom_link(society: Society) -> str:
    """The absolute address of its Atom feed."""
    return links.society_atom_link(society)


@register.filter
def embed_link(university: University) -> str:
    """The absolute address of its next dates for a frame."""
    return absolute(f"/embed/{university.slug}/")
