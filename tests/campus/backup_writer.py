"""A process that checks people in through the real action, one after the other, until it is ended.

python -m tests.campus.backup_writer open        makes tables, a society and an open door
python -m tests.campus.backup_writer write NAME  prints each address once its check-in was acknowledged
"""

import os
import sys
from itertools import count

import django


def open_door() -> None:
    from django.core.management import call_command

    from tests import factories
    from tests import factories_checkin as make

    call_command("migrate", verbosity=0)
    make.open_door(factories.society(factories.university()))


def write(name: str) -> None:
    from campus.activities.models import Code, Occurrence, Series
    from tests import factories_checkin as make

    door = make.Door(Series.objects.get(), Occurrence.objects.select_related("society").get(), Code.objects.get())
    for number in count():
        address = f"{name}{number}@karura.example"
        door.typed(address, phone=address, network=address)
        print(address, flush=True)  # noqa: T201 - whoever started it reads along


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    django.setup()
    if sys.argv[1] == "open":
        open_door()
    else:
        write(sys.argv[2])
