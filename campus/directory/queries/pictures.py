"""The picture of a society, for whoever may see the society."""

from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.pictures import FOLDER


def society_by_picture(name: str) -> Society:
    """Whose picture bears this name now; whether it may be seen is the caller's question. Raises NotFound."""
    found = Society.objects.select_related("university").filter(picture=f"{FOLDER}/{name}").first()
    if found is None:
        raise not_here()
    return found
