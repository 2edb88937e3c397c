"""Every page for people, one module a noun."""

from flask import Blueprint

from views import (
    account,
    ask,
    disputes,
    drafts,
    feeds,
    help,
    help_out,
    home,
    inbox,
    knowledge,
    members,
    post_edits,
    posts,
    search,
    settings,
    staff,
    staff_knowledge,
    tags,
    threads,
    unsubscribe,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    account.bp,
    ask.bp,
    disputes.bp,
    drafts.bp,
    feeds.bp,
    help.bp,
    help_out.bp,
    home.bp,
    inbox.bp,
    knowledge.bp,
    members.bp,
    post_edits.bp,
    posts.bp,
    search.bp,
    settings.bp,
    staff_knowledge.bp,
    tags.bp,
    threads.bp,
    unsubscribe.bp,
    *staff.BLUEPRINTS,
)
