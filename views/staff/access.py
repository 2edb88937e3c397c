"""Who may see staff pages: asked once at the top of each view."""

from models.member import Member
from reputation.privileges import Privilege, require
from views.session import required


def staff() -> Member:
    """The member of staff who reads; guests are asked to sign in, others are refused."""
    member = required()
    require(member, Privilege.SEE_QUEUE)
    return member
