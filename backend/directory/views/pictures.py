"""The picture of a society: put in its place, taken away."""

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.serializers import SocietySerializer
from backend.directory.serializers.pictures import PictureInput
from backend.views import CampusViewSet
from campus.base import clock
from campus.directory import actions
from campus.directory.models import Society
from campus.directory.queries.by_number import society_by_number


class PictureViewSet(CampusViewSet):
    queryset = Society.objects.none()
    serializer_class = SocietySerializer
    parser_classes = (MultiPartParser,)
    http_method_names = ("put", "delete", "head")  # type: ignore[assignment] # other methods than elsewhere
    takes_keys = False  # both may be sent again as they are, and a key would only have the body read whole

    @extend_schema(request={"multipart/form-data": PictureInput}, responses=SocietySerializer)
    def update(self, request: Request, society: int) -> Response:
        """Give a society a picture.

        For its president and secretary. A JPEG, PNG or WebP of at most 2 MB, in the place of the one it has; it is
        encoded anew, and nothing of where and with what it was taken is kept.
        """
        entered = self.input(PictureInput)
        content = entered["picture"].read()
        found = society_by_number(self.acting, society)
        changed = actions.set_picture(
            by=self.acting, society=found, alt=entered["alt"], content=content, at=clock.now()
        )
        return self.output(changed)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, society: int) -> Response:
        """Remove the picture of a society.

        For its president and secretary. One that is not there stays away.
        """
        actions.remove_picture(by=self.acting, society=society_by_number(self.acting, society), at=clock.now())
        return self.gone()
