"""What machines ask: health, metrics, robots."""

from tests.browser_client import Client


class TestHealth:
    def test_alive_without_asking_the_database(self, client: Client, statements):
        with statements:
            assert client.get("/health/live").json == {"status": "ok"}
        assert not statements.statements

    def test_ready_with_a_schema(self, client: Client):
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json) == (200, {"status": "ok"})

    def test_not_ready_without_a_schema(self, app, client: Client):
        from models.base import db

        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE alembic_version")
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert "does not answer, or has no schema" in answer.json["problems"][0]


class TestMetrics:
    def test_open_on_loopback(self, client: Client):
        assert b"python_info" in client.get("/metrics").data

    def test_not_there_for_others(self, client: Client):
        assert client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.5"}).status_code == 404


def test_robots_learn_where_not_to_look(client: Client):
    text = client.get("/robots.txt").text
    assert "Disallow: /staff\n" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in text
