"""What templates about registrations may ask."""

from django import template

from campus.membership.answers import field_labels
from campus.membership.models import Registration
from campus.membership.waiting import Kind, Line
from campus.people.models import Person

register = template.Library()


@register.filter
def waits_for_another(line: Line, reader: Person) -> bool:
    """Whether somebody else than who reads the page can be reminded."""
    return line.kind == Kind.INVITATION or any(person.pk != reader.pk for person in line.persons)


@register.filter
def said_of_answers(registration: Registration) -> list[tuple[str, str]]:
    """What was said of single answers when it was returned, each with the label of its field."""
    labels = field_labels(registration)
    return [(labels.get(name, name), said) for name, said in registration.field_reasons.items()]
