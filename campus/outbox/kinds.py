"""Which kinds of mail, long work and periodic work there are.

The areas above own what they do; `campus/work.py` hands it over in one table when the app starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from campus.base.errors import Sentence
from campus.outbox.models import Job, Notice

Progress = Callable[[int, int], None]
JobWork = Callable[[Job, Progress], None]
SlotWork = Callable[[datetime], None]
TopicOf = Callable[[Notice], "Topic"]
MayGo = Callable[[Notice], bool]
OnStop = Callable[[Notice, datetime], None]

LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Topic:
    """What mail of one kind is about, where it can be stopped for that alone: "letter:society:12", and its name."""

    name: str
    about: Sentence


@dataclass(frozen=True)
class NoticeKind:
    """One kind of mail, written in templates/campus/mail/<name>.{subject.txt,txt,html}.

    `needs` and `may_have` name the values of its context; `dates` names those that are dates, which the templates
    get as dates. `stops` completes "You will get no more mail …" and is given for every kind that is not essential.
    `lapses_after` is the age from which the mail is of no more use.

    `topic` says what one mail can be stopped for, where that is less than the whole kind; its `about` fills %(about)s
    in `stops`. `may_go` is asked again when the mail is about to go out; `on_stop` is what
    follows when a recipient stops it. None of them may need the context, which is gone once a mail is sent.
    """

    name: str
    needs: tuple[str, ...]
    may_have: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    stops: Sentence = ""
    lapses_after: timedelta | None = None
    topic: TopicOf | None = None
    may_go: MayGo | None = None
    on_stop: OnStop | None = None

    @property
    def is_essential(self) -> bool:
        """Whether the recipient cannot turn it off."""
        return not self.stops


@dataclass(frozen=True)
class JobKind:
    """One kind of long work.

    `work(job, progress)` must be idempotent: it may be started again after it was cut off anywhere. It calls
    `progress(done, total)` more often than once a `lease`; a worker that stays silent longer counts as dead.
    A result file is set by `job.result.save(name, file, save=False)`.
    """

    name: str
    work: JobWork
    lease: timedelta = LEASE


@dataclass(frozen=True)
class SlotKind:
    """Periodic work: `work(slot_at)` at every instant that is `offset` after a multiple of `every` (counted in UTC
    from midnight of 1 January 1970), for example every=1 day, offset=2 hours: daily at 02:00 UTC.

    Slots that nobody took are made up for `made_up_for`; work that does everything that is due, whenever it runs, is
    made up by its latest slot alone.
    """

    name: str
    work: SlotWork
    every: timedelta
    offset: timedelta = timedelta()
    made_up_for: timedelta = timedelta(hours=24)


NOTICES: dict[str, NoticeKind] = {}
JOBS: dict[str, JobKind] = {}
SLOTS: dict[str, SlotKind] = {}


def register(
    *, notices: Iterable[NoticeKind] = (), jobs: Iterable[JobKind] = (), slots: Iterable[SlotKind] = ()
) -> None:
    """Add kinds to the tables; one of the same name is replaced."""
    NOTICES.update({kind.name: kind for kind in notices})
    JOBS.update({kind.name: kind for kind in jobs})
    SLOTS.update({kind.name: kind for kind in slots})
