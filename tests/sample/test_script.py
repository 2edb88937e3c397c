"""The sample's texts as they are written: everybody known, everything in order, nothing in the future."""

from datetime import UTC, datetime, timedelta

import pytest

from community.sample import script
from community.sample.offsets import span

NOW = datetime(2026, 3, 18, 2, 30, tzinfo=UTC)
STEPS = script.steps(NOW)
ASKED = {step.thread: step for step in STEPS if step.verb == "asks"}
POSTS = {(step.thread, step.data["name"]): step for step in STEPS if step.verb == "answers"}
VOICES = ("helpful", "didnt-work")


class TestSpan:
    @pytest.mark.parametrize(
        ("text", "minutes"), [("4m", 4), ("-1h 30m", -90), ("-3d 4h 12m", -(3 * 1440 + 252)), ("2d", 2880)]
    )
    def test_it_reads_days_hours_and_minutes(self, text, minutes):
        assert span(text) == timedelta(minutes=minutes)

    @pytest.mark.parametrize("text", ["", "-", "3", "3 d", "3d4h", "4m ago", "1w"])
    def test_it_refuses_anything_else(self, text):
        with pytest.raises(ValueError, match="not a span"):
            span(text)


class TestScript:
    def test_it_is_large_enough(self):
        assert len(ASKED) >= 64
        assert len(script.members()) >= 28
        assert len(script.community()["tag"]) >= 30

    def test_nothing_comes_after_now(self):
        assert max(step.at for step in STEPS) <= NOW

    def test_a_step_in_the_future_is_refused(self, monkeypatch):
        monkeypatch.setattr(script, "_guides", lambda now: [script.Step(now + timedelta(minutes=1), "x", "asks")])
        with pytest.raises(ValueError, match="after now"):
            script.steps(NOW)

    def test_everybody_is_a_member_who_had_joined(self):
        joined = {member["handle"]: NOW + span(member["joined"]) for member in script.members()}
        assert [step for step in STEPS if joined[step.by] > step.at] == []

    def test_every_tag_and_category_exists(self):
        community = script.community()
        tags = {tag["name"] for tag in community["tag"]}
        categories = {category["slug"]: category for category in community["category"]}
        for step in ASKED.values():
            assert set(step.data["tags"]) <= tags, step.thread
            asked = {field["name"]: field for field in categories[step.data["category"]]["fields"]}
            assert set(step.data["fields"]) <= set(asked), step.thread
            for name, value in step.data["fields"].items():
                assert value in asked[name].get("choices", [value]), (step.thread, name)
            required = {name for name, field in asked.items() if field.get("required")}
            assert required <= set(step.data["fields"]), step.thread

    def test_what_is_spoken_of_was_there_before(self):
        for step in STEPS:
            assert not step.thread or ASKED[step.thread].at <= step.at
            if step.on:
                assert POSTS[step.thread, step.on].at <= step.at, step

    def test_nobody_votes_on_their_own_post(self):
        assert [step for step in STEPS if step.verb in VOICES and POSTS[step.thread, step.on].by == step.by] == []

    def test_nobody_says_the_same_twice(self):
        said = [(step.by, step.verb, step.thread, step.on) for step in STEPS if step.verb in (*VOICES, "me-too")]
        assert len(said) == len(set(said))

    def test_askers_accept(self):
        assert [step for step in STEPS if step.verb == "accepts" and ASKED[step.thread].by != step.by] == []

    def test_no_text_is_used_twice(self):
        texts = [step.text.strip() for step in STEPS if step.verb in ("asks", "answers", "comments")]
        assert len(texts) == len(set(texts))
