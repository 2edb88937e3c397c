"""What every request to the API must be, whatever it asks for."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from community.actions import requests, tokens
from models.base import db
from models.clock import now
from models.credential import ApiToken
from models.thread import Thread
from tests import factories

ASK = {"title": "Link drops off Wi-Fi at night", "body": "Since *3.8.0*."}


def send(program, data, content_type="application/json"):
    answer = program.client.post("/api/v1/questions", data=data, content_type=content_type, headers=program.headers)
    db.session.rollback()
    return answer


class TestBodies:
    @pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
    def test_forms_are_refused(self, asker, content_type):
        assert send(asker, "title=Hello+there&body=x", content_type).status_code == 415

    @pytest.mark.parametrize(
        "data",
        [
            '{"title": "One", "title": "Two", "body": "x"}',
            '{"title": NaN}',
            '{"title": Infinity}',
            '{"title": 1e999}',
            '{"title": 99999999999999999999999999}',
            "[" * 100_000,
            '{"a":' * 40 + "1" + "}" * 40,
            '{"title": "half',
            "\ufeff{}",
            b"\xff\xfe",
        ],
        ids=["twice", "nan", "infinity", "float", "integer", "brackets", "deep", "half", "bom", "bytes"],
    )
    def test_what_is_not_plain_json_is_refused(self, asker, data):
        answer = send(asker, data)
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"

    @pytest.mark.parametrize("data", ["[]", '"text"', "1", "null"])
    def test_a_body_is_an_object(self, asker, data):
        assert send(asker, data).status_code == 422

    def test_a_large_body_is_refused(self, asker):
        assert send(asker, json.dumps({**ASK, "body": "x" * 1_100_000})).status_code == 413

    @pytest.mark.parametrize("title", [True, 1, None, ["a"], {"a": 1}, "nul \x00", "half \ud800"])
    def test_text_is_text(self, asker, title):
        assert "title" in asker.post("/questions", {**ASK, "title": title}, 422)["errors"]

    @pytest.mark.parametrize("value", [True, "1", 1.0, 2, None, [1]])
    def test_a_number_is_a_number(self, helper, value):
        answer = factories.answer(factories.thread())
        assert "value" in helper.put(f"/posts/{answer.id}/vote", {"value": value}, 422)["errors"]


class TestTokens:
    def test_only_their_hash_is_kept(self, asker):
        token = asker.headers["Authorization"].removeprefix("Bearer ")
        row = db.session.query(ApiToken).one()
        assert token not in (row.hash, row.name)
        assert len(row.hash) == 64

    @pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Basic YTpi", "bearer  x", ""])
    def test_a_wrong_one_is_refused_even_where_guests_may_read(self, guest, header):
        answer = guest.client.get("/api/v1/questions", headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")

    def test_a_revoked_or_expired_one_is_refused(self, asker, helper):
        first, second = db.session.query(ApiToken).order_by(ApiToken.id)
        tokens.revoke(asker.member, first.id)
        second.expires_at = now()
        db.session.commit()
        asker.get("/me", 401)
        helper.get("/me", 401)

    def test_staffs_calls_need_staffs_scope(self, make_program):
        answer = factories.answer(factories.thread())
        program = make_program(factories.member("staff"), "read", "write")
        assert "staff" in program.put(f"/posts/{answer.id}/verification", status=403)["detail"]

    def test_a_scope_beyond_the_role_is_not_given(self, app):
        member = factories.member()
        with pytest.raises(Exception, match="role"):
            tokens.create(None, member.id, ["read", "staff"])


class TestLastUse:
    def test_it_is_kept(self, app, asker):
        asker.get("/me")
        app.extensions["token_uses"].write()
        db.session.rollback()
        assert db.session.query(ApiToken).one().used_at is not None


class TestBrowsers:
    def test_a_cookie_needs_the_token_of_its_forms(self, client):
        client.sign_in(factories.member())
        client.forged = True
        assert client.post("/api/v1/questions", json=ASK).status_code == 400

    def test_with_it_the_page_may_call(self, client):
        client.sign_in(factories.member())
        assert client.post("/api/v1/questions", json=ASK).status_code == 201

    def test_another_site_may_not(self, asker):
        headers = asker.headers | {"Origin": "https://evil.example"}
        assert asker.client.post("/api/v1/questions", json=ASK, headers=headers).status_code == 403


class TestProblems:
    """One shape, whoever found what is wrong: a list of sentences for each field."""

    @pytest.mark.parametrize(
        ("wrong", "field", "begins"),
        [
            ({"title": ""}, "title", "Length must be"),  # found by the schema
            ({"category": "nowhere"}, "category", "There is no such category"),  # by the query
            ({"tags": ["!"]}, "tags", "“!” cannot be a tag"),  # by the action
            ({"tags": ["x" * 99]}, "tags", "0: Length must be"),  # in a part of a field
        ],
    )
    def test_they_are_by_field(self, asker, wrong, field, begins):
        problem = asker.post("/questions", ASK | wrong, 422)
        (sentence,) = problem["errors"][field]
        assert sentence.startswith(begins)
        assert problem["detail"] == "Please check what you entered."

    def test_a_cursor_is_a_field(self, guest):
        assert guest.get("/questions?cursor=x", 422)["errors"]["cursor"]


class TestIdempotency:
    def test_a_request_sent_again_happens_once_and_is_answered_the_same(self, asker):
        first = asker.post("/questions", ASK, Idempotency_Key="abc")
        again = asker.post("/questions", ASK, Idempotency_Key="abc")
        assert first == again
        assert db.session.query(Thread).count() == 1

    def test_so_are_those_that_make_nothing(self, asker, staff):
        path = f"/questions/{asker.post('/questions', ASK)['id']}"
        closed = [staff.post(f"{path}/close", {"reason": "off topic"}, 200, Idempotency_Key="c") for _ in range(2)]
        opened = [staff.post(f"{path}/reopen", None, 200, Idempotency_Key="o") for _ in range(2)]
        assert (closed[0], opened[0]) == (closed[1], opened[1])

    def test_what_happened_meanwhile_does_not_change_the_answer(self, asker, helper):
        first = asker.post("/questions", ASK, Idempotency_Key="abc")
        helper.post(f"/questions/{first['id']}/answers", {"body": "Try channel 6."})
        assert asker.post("/questions", ASK, Idempotency_Key="abc") == first

    def test_a_key_is_for_one_request(self, asker):
        asker.post("/questions", ASK, Idempotency_Key="abc")
        asker.post("/questions", {**ASK, "title": "Something else"}, 422, Idempotency_Key="abc")

    def test_a_key_is_its_members_own(self, asker, helper):
        first = asker.post("/questions", ASK, Idempotency_Key="abc")
        assert helper.post("/questions", ASK, Idempotency_Key="abc")["id"] != first["id"]

    def test_what_failed_may_be_tried_again(self, asker, helper, staff):
        question = asker.post("/questions", ASK)
        path = f"/questions/{question['id']}/answers"
        staff.post(f"/questions/{question['id']}/close", {"reason": "off topic"}, 200)
        helper.post(path, {"body": "Set channel 6."}, 409, Idempotency_Key="k")
        staff.post(f"/questions/{question['id']}/reopen", None, 200)
        assert helper.post(path, {"body": "Set channel 6."}, Idempotency_Key="k")["kind"] == "answer"

    def test_sixteen_at_once_are_one(self, app, asker):
        headers = asker.headers | {"Idempotency-Key": "together"}
        db.session.commit()

        def ask(_):
            with app.app_context():
                return app.test_client().post("/api/v1/questions", json=ASK, headers=headers)

        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(ask, range(16)))
        assert {answer.status_code for answer in answers} <= {201, 409, 503}
        assert len({answer.get_data() for answer in answers if answer.status_code == 201}) == 1
        assert db.session.query(Thread).count() == 1

    @pytest.mark.parametrize("key", ["", "x" * 201, "t\tab"])
    def test_an_odd_key_is_refused(self, asker, key):
        asker.post("/questions", ASK, 422, Idempotency_Key=key)

    def test_an_answer_that_was_not_kept_is_made_again(self, asker, monkeypatch):
        monkeypatch.setattr(requests, "answered", lambda *args: None)
        first = asker.post("/questions", ASK, Idempotency_Key="abc")
        assert asker.post("/questions", ASK, Idempotency_Key="abc")["id"] == first["id"]
        assert db.session.query(Thread).count() == 1

    def test_old_keys_are_dropped(self, asker, clock):
        asker.post("/questions", ASK, Idempotency_Key="abc")
        clock.forward(days=2)
        assert requests.prune(None) == 1
