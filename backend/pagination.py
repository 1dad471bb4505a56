"""Pages of a list by cursor: stable while rows come and go, and no count of the whole."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, pagination
from rest_framework.request import Request

from campus.base import links
from campus.base.errors import NotFound


class CursorPagination(pagination.CursorPagination):
    """Newest first unless the view says otherwise by `ordering`."""

    ordering = ("-pk",)
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    page_size_query_description = "How many rows a page holds."
    cursor_query_description = "Where the page begins: taken from `next` or `previous` of another page."

    def get_ordering(self, request: Request, queryset: QuerySet, view: Any) -> tuple[str, ...]:
        return getattr(view, "ordering", self.ordering)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        try:
            page: list[Any] | None = super().paginate_queryset(queryset, request, view)
        except (exceptions.NotFound, ValidationError, ValueError, OverflowError) as error:
            # A cursor that somebody wrote by hand: DRF looks at its form only, not at the value in it.
            sentence = _("This place in the list is not known. Begin with the first page.")
            raise NotFound("unknown_cursor", sentence) from error
        self.base_url = links.absolute(request.get_full_path())
        return page

    def get_page_size(self, request: Request) -> int:
        typed = request.query_params.get(self.page_size_query_param)
        if typed is None:
            return self.page_size
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= self.max_page_size):
            sentence = _("Ask for 1 to %(most)d rows at once.") % {"most": self.max_page_size}
            raise exceptions.ValidationError({self.page_size_query_param: [sentence]})
        return int(typed)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return parameters
