from campus.outbox.actions.jobs import enqueue_job
from campus.outbox.actions.notices import leave_out, notify, stop_mail

__all__ = ["enqueue_job", "leave_out", "notify", "stop_mail"]
