"""Files that browsers send: held in memory up to a limit, and not a byte more of them anywhere."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from campus.directory.pictures import MOST_UPLOADED


class LimitedUploadHandler(FileUploadHandler):
    """Keeps one byte more of a file than anybody takes, so that its reader sees that it is too large.

    The rest is read and thrown away, so that whatever else stood in the form arrives: Django's own handlers would
    write a file of any size to disk. Whoever sends a file to a page that takes none is served like this, too.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type] # passed on as they came
        self._kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._kept.write(raw_data[: max(0, MOST_UPLOADED + 1 - self._kept.tell())])

    def file_complete(self, file_size: int) -> UploadedFile:
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
