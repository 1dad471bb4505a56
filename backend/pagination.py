"""Pages of a list by cursor: stable while rows come and go, and no count of the whole."""

from rest_framework import pagination


class CursorPagination(pagination.CursorPagination):
    """Newest first unless the view says otherwise by `ordering`."""

    ordering = ("-pk",)
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_ordering(self, request, queryset, view):  # type: ignore[no-untyped-def]
        return getattr(view, "ordering", self.ordering)
