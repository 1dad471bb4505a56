from campus.outbox.actions.jobs import enqueue_job
from campus.outbox.actions.notices import (
    leave_out,
    move_stops,
    notify,
    notify_all,
    stop_mail,
    take_mail_again,
)

__all__ = ["enqueue_job", "leave_out", "move_stops", "notify", "notify_all", "stop_mail", "take_mail_again"]
