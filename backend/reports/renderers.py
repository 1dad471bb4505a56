"""CSV for those who asked for it; refusals stay problem details."""

from typing import Any

from rest_framework import renderers


class CsvRenderer(renderers.BaseRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> str | bytes:
        if isinstance(data, str):
            return data
        return renderers.JSONRenderer().render(data, renderer_context=renderer_context)
