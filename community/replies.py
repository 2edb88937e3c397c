"""What staff do in one go: two actions in one transaction, so that either both are done or neither is."""

from community import access
from community.actions import answers, comments, escalations
from community.transaction import transactional
from models.member import Member
from models.post import Post


@transactional
def answer_and_hand_back(by: Member, thread_id: int, *, body: str, to_tier: int) -> Post:
    """The public answer with what staff learned; the thread is with the community again."""
    posted = answers.post(by, thread_id, body=body)
    escalations.hand_back(by, thread_id, to_tier=to_tier, post_id=posted.id)
    return posted


@transactional
def ask_back(by: Member, thread_id: int, *, body: str) -> Post:
    """The public comment that asks for details; the clocks stand still until the asker's reply."""
    asked = comments.add(by, access.opening(access.thread(by, thread_id)).id, body=body)
    escalations.request_information(by, thread_id)
    return asked
