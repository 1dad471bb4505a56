"""Public holidays of a country, by the optional library `holidays`. Without it nothing here knows any."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import ModuleType

from django.utils.translation import get_language

library: ModuleType | None
try:
    import holidays as library
except ImportError:  # an optional part of the installation: pip install .[holidays]
    library = None


def holidays_available() -> bool:
    """Whether public holidays can be left out on this installation."""
    return library is not None


def holidays_known(country: str) -> bool:
    """Whether those of a country (two letters, ISO 3166-1) are known."""
    return library is not None and country in library.list_supported_countries()


def public_holidays(country: str, region: str = "") -> Mapping[date, str]:
    """Those of a country, or of a region of it (ISO 3166-2), with their names in the active language if they have any.

    A region that is not known has those of the whole country. Years are worked out when a date of them is asked for
    with `get`; nothing is found by iterating.
    """
    return _loaded(country, region, get_language() or "") if holidays_known(country) else {}


@lru_cache(maxsize=64)
def _loaded(country: str, region: str, language: str) -> Mapping[date, str]:
    if library is None:
        return {}
    known = library.country_holidays(country)
    short = language.partition("-")[0]
    named = next((name for name in known.supported_languages if name.partition("_")[0] == short), None)
    loaded: Mapping[date, str] = library.country_holidays(
        country, subdiv=region if region in known.subdivisions else None, language=named
    )
    return loaded
