"""What goes in about pictures."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.fields import SAID, TextField


class PictureInput(serializers.Serializer):
    """A picture and what is on it."""

    picture = serializers.FileField(
        allow_empty_file=True,
        error_messages={**SAID, "invalid": _("Send a file here.")},
        help_text="A JPEG, PNG or WebP of at most 2 MB.",
    )
    alt = TextField(max_length=160, help_text="The picture in words, for those who cannot see it.")
