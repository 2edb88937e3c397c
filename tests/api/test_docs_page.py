"""The page of the API for people: all of it, and nothing from elsewhere."""

import re


class TestDocsPage:
    def test_every_operation_is_on_it(self, client):
        page = client.get("/api/v1/docs").get_data(as_text=True)
        spec = client.get("/api/v1/openapi.json").get_json()
        for path, operations in spec["paths"].items():
            for method in set(operations) - {"parameters"}:
                assert f"{method.upper()} {path}" in page

    def test_it_loads_nothing_from_elsewhere_and_runs_nothing_inline(self, client):
        answer = client.get("/api/v1/docs")
        page = answer.get_data(as_text=True)
        assert re.findall(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)', page) == []
        assert "<style" not in page and " style=" not in page and " onclick=" not in page
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.status_code == 200
