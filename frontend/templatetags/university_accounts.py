"""The ways in with a university's own account, where a page offers them."""

from django import template

from campus.directory.models import IdentityProvider, University
from campus.directory.queries import active_providers

register = template.Library()
WAYS_SHOWN = 3


@register.simple_tag
def ways_in() -> list[IdentityProvider]:
    """All of them while they are few; more than WAYS_SHOWN stand for a page on which one chooses."""
    return list(active_providers()[: WAYS_SHOWN + 1])


@register.simple_tag
def ways_into(university: University) -> list[IdentityProvider]:
    """Those of one university."""
    return list(active_providers().filter(university=university))
