"""The staff area: the queue, one thread as staff see it, disputes, reports, and the rules that all of it goes by."""

from views.staff import audit, disputes, queue, review, rules, thread

BLUEPRINTS = (queue.bp, thread.bp, disputes.bp, review.bp, rules.bp, audit.bp)
