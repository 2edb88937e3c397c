"""What staff did, for staff to read."""

from flask import Blueprint, render_template, request

from community.queries import audit, queues
from views.staff import told
from views.staff.access import staff

bp = Blueprint("staff_audit", __name__)


@bp.get("/staff/audit")
def index() -> str:
    page = audit.latest(staff(), after=request.args.get("after", ""))
    return render_template(
        "staff/audit.html",
        page=page,
        tell=told.tell,
        rail=queues.rail(),
        older=f"/staff/audit?after={page.next}" if page.next else "",
        newest="/staff/audit" if request.args.get("after") else "",
    )
