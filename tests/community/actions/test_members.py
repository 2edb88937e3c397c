from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community import passwords, proofs
from community.actions import drafts, members, tokens
from models.base import db
from models.clock import at, now
from models.credential import ApiToken, Proof
from models.errors import Forbidden, Invalid, NotFound
from models.event_log import LoggedEvent
from models.member import Member
from models.notification import Draft
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
PASSWORD = factories.PASSWORD


def requested() -> list[str]:
    log = select(LoggedEvent).where(LoggedEvent.kind == "MailRequested").order_by(LoggedEvent.id)
    return [event.payload["purpose"] for event in db.session.scalars(log)]


def newest(purpose: str) -> Proof:
    return db.session.scalars(select(Proof).where(Proof.purpose == purpose).order_by(Proof.id.desc())).first()


class TestJoin:
    def test_asks_for_a_confirmation(self) -> None:
        member = members.join(None, handle="Wren", email="wren@example.org", password=PASSWORD)
        assert (member.role, member.is_confirmed, requested()) == ("customer", False, ["confirm"])
        assert members.confirm(None, proofs.token(newest("confirm"))).is_confirmed

    def test_with_a_taken_address_tells_its_owner_alone(self) -> None:
        members.join(None, handle="wren", email="Wren@example.org", password=PASSWORD)
        assert members.join(None, handle="finch", email="wren@EXAMPLE.org", password=PASSWORD) is None
        assert requested() == ["confirm", "welcome_back"]
        link = newest("reset")
        assert link.expires_at - link.created_at == members.RESET_LASTS  # it can set a password, so it lives as briefly
        assert db.session.scalar(select(func.count()).where(Member.role == "customer")) == 1

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"handle": "WREN"}, "handle"),  # taken but for its case
            ({"handle": "ｗｒｅｎ"}, "handle"),  # taken but for its width
            ({"handle": "ab"}, "handle"),
            ({"handle": "two words"}, "handle"),
            ({"handle": "Support"}, "handle"),
            ({"handle": "admin_1"}, "handle"),
            ({"email": "wren"}, "email"),
            ({"email": "a@b.c\r\nBcc: d@e.org"}, "email"),
            ({"password": "short"}, "password"),
            ({"password": "password"}, "password"),
            ({"password": "finch@example.org"}, "password"),
            ({"password": "aaaaaaaaaa"}, "password"),
        ],
    )
    def test_says_which_field_is_wrong(self, given: dict[str, str], field: str) -> None:
        factories.member(handle="wren")
        with pytest.raises(Invalid) as error:
            members.join(None, **{"handle": "finch", "email": "finch@example.org", "password": PASSWORD, **given})
        assert list(error.value.fields) == [field]


class TestProof:
    def test_works_once(self) -> None:
        member = factories.member(handle="wren")
        members.request_reset(None, "WREN@example.org")
        token = proofs.token(newest("reset"))
        members.reset(None, token, "another quiet wall")
        assert members.sign_in(None, "wren", "another quiet wall").id == member.id
        with pytest.raises(NotFound):
            members.reset(None, token, "a third quiet wall")

    def test_only_the_newest_works(self) -> None:
        factories.member(handle="wren")
        members.request_reset(None, "wren@example.org")
        first = proofs.token(newest("reset"))
        members.request_reset(None, "wren@example.org")
        with pytest.raises(NotFound):
            members.reset(None, first, PASSWORD)

    def test_lapses(self) -> None:
        factories.member(handle="wren")
        members.request_reset(None, "wren@example.org")
        token = proofs.token(newest("reset"))
        with at(now() + timedelta(minutes=61)), pytest.raises(NotFound):
            members.reset(None, token, PASSWORD)

    def test_dies_with_the_address_it_was_sent_to(self) -> None:
        member = factories.member(handle="wren")
        members.request_reset(None, "wren@example.org")
        token = proofs.token(newest("reset"))
        member.email_key = "new@example.org"
        db.session.commit()
        with pytest.raises(NotFound):
            members.reset(None, token, PASSWORD)

    @pytest.mark.parametrize("forged", ["", "1", "1.", "x.y", "1.AAAA", "²." + "a" * 43, "9" * 30 + ".a", "1.é"])
    def test_cannot_be_forged(self, forged: str) -> None:
        factories.member(handle="wren")
        members.request_reset(None, "wren@example.org")
        with pytest.raises(NotFound):
            members.reset(None, forged, PASSWORD)

    def test_for_one_purpose_does_nothing_else(self) -> None:
        members.join(None, handle="wren", email="wren@example.org", password=PASSWORD)
        with pytest.raises(NotFound):
            members.reset(None, proofs.token(newest("confirm")), PASSWORD)

    def test_of_an_unknown_address_says_nothing(self) -> None:
        members.request_reset(None, "nobody@example.org")
        assert requested() == []

    def test_nobody_can_fill_a_mailbox(self) -> None:
        factories.member(handle="wren")
        for _ in range(8):
            members.request_reset(None, "wren@example.org")
        assert len(requested()) == members.MAILS_AN_HOUR


class TestSignIn:
    def test_by_handle_or_address(self) -> None:
        member = members.add(None, handle="wren", email="wren@example.org", password=PASSWORD)
        for name in ("wren", "WREN", "Wren@Example.org"):
            assert members.sign_in(None, name, PASSWORD).id == member.id

    def test_is_refused_alike_for_all_reasons(self) -> None:
        members.add(None, handle="wren", email="wren@example.org", password=PASSWORD)
        factories.member(handle="finch")  # has no password
        for name, password in (("wren", "wrong"), ("nobody", PASSWORD), ("finch", ""), ("finch", PASSWORD)):
            assert members.sign_in(None, name, password) is None

    def test_a_password_is_stored_as_argon2id(self) -> None:
        stored = passwords.hashed(PASSWORD)
        assert stored.startswith("$argon2id$") and passwords.matches(stored, PASSWORD)


class TestProfile:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("display_name", "x" * 61),
            ("display_name", "Support"),
            ("website", "javascript:alert(1)"),
            ("about", "x" * 2_001),
            ("theme", "neon"),
        ],
    )
    def test_refuses(self, field: str, value: str) -> None:
        with pytest.raises(Invalid) as error:
            members.edit_profile(factories.member(), **{field: value})
        assert list(error.value.fields) == [field]

    def test_keeps_what_is_not_given(self) -> None:
        member = factories.member()
        members.edit_profile(member, about="I fix hubs.", theme="dark")
        members.edit_profile(member, display_name="Wren")
        assert (member.name, member.about, member.theme) == ("Wren", "I fix hubs.", "dark")


class TestRole:
    def test_is_given_by_admins_alone(self) -> None:
        member = factories.member()
        with pytest.raises(Forbidden):
            members.set_role(factories.member("staff"), member.id, "staff")
        assert members.set_role(factories.member("admin"), member.id, "staff").is_staff
        with pytest.raises(Invalid):
            members.set_role(None, member.id, "system")


class TestToken:
    def test_is_stored_as_its_hash(self) -> None:
        member = factories.member()
        token = tokens.create(None, member.id, ["write", "read"])
        row = db.session.scalars(select(ApiToken)).one()
        assert token not in (row.hash, row.name) and row.scopes == "read,write"

    def test_reaches_no_further_than_the_role(self) -> None:
        with pytest.raises(Forbidden):
            tokens.create(None, factories.member().id, ["staff"])
        with pytest.raises(Invalid):
            tokens.create(None, factories.member().id, ["root"])


class TestDraft:
    def test_is_one_a_place(self) -> None:
        member = factories.member()
        drafts.save(member, "ask", title="Hub", body="It")
        drafts.save(member, "ask", title="Hub", body="It fails")
        assert [draft.body for draft in db.session.scalars(select(Draft))] == ["It fails"]
        drafts.save(member, "ask", body="  ")
        assert db.session.scalars(select(Draft)).all() == []

    def test_the_oldest_makes_room(self) -> None:
        member = factories.member()
        for number in range(drafts.MOST + 2):
            with at(now() + timedelta(seconds=number)):
                drafts.save(member, f"answer:{number}", body="begun")
        places = list(db.session.scalars(select(Draft.place).order_by(Draft.id)))
        assert (len(places), places[0]) == (drafts.MOST, "answer:2")
