from campus.outbox.actions.jobs import enqueue_job
from campus.outbox.actions.notices import notify, stop_mail

__all__ = ["enqueue_job", "notify", "stop_mail"]
