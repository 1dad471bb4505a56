"""`make bench-enumeration`, `make bench-rhythm`, or `python -m bench <name>`."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from bench import enumeration, rhythm

    {"enumeration": enumeration.main, "rhythm": rhythm.main}[sys.argv[1]]()
