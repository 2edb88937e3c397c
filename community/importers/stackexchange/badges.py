"""Badges that members earned elsewhere, under their names there."""

from collections.abc import Sequence

from community.importers.bulk import insert_for_ids
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.rows import Badge
from community.importers.work import Work
from models.point import MemberBadge


def bring(work: Work, dump: Dump) -> None:
    """Every badge of a member who is here."""
    people = work.keys["member"]
    dump.odd["Badges: of nobody known"] += sum(badge.user_id not in people for badge in dump.badges)
    known = [badge for badge in dump.badges if badge.user_id in people and badge.id not in work.keys["badge"]]

    def write(badges: Sequence[Badge]) -> None:
        rows = [
            {
                "member_id": people[badge.user_id],
                "name": badge.name,
                "at": badge.at,
                "source": work.source,
                "tag_based": badge.for_tag,
            }
            for badge in badges
        ]
        ids = insert_for_ids(MemberBadge, rows)
        work.keys.add("badge", zip((badge.id for badge in badges), ids, strict=True))
        work.made["badges"] += len(badges)

    work.in_batches("badges", known, write, 2000)
