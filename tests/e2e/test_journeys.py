"""What people come for, done in a browser: with scripts, and without."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from community import proofs
from community.actions import members
from models.base import db
from models.credential import Proof
from models.notification import Draft
from tests import factories
from tests.e2e.site import PHONE, Site
from tests.e2e.world import World
from views import ask as view
from views import forms
from views.threads import path

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


def ask(page: Page, title: str, *, scripts: bool) -> None:
    page.goto("/")
    page.get_by_role("link", name="Ask a question").first.click()
    page.get_by_label("What’s going wrong?").fill(title)
    page.get_by_label("Tell us a bit more").fill("It started **yesterday**.")
    page.get_by_label("Topic").select_option(label="Broadband & Wi-Fi")
    if scripts:
        page.get_by_label("Version").fill("3.9")
    page.get_by_role("button", name="Post question").click()
    if not scripts:  # a page between asks first what the panel beside the form asks while typing
        expect(page.get_by_role("heading", name="Someone may have solved this")).to_be_visible()
        page.get_by_role("button", name="Post question").click()


@BOTH
def test_from_question_to_solution(site: Site, world: World, scripts: bool):
    asker = site.page(world.people["customer"], scripts=scripts)
    ask(asker, "The light blinks twice", scripts=scripts)
    expect(asker.get_by_text("Your question is posted")).to_be_visible()
    expect(asker.get_by_role("heading", name="What happens next")).to_be_visible()
    address = re.sub(r"\?.*", "", asker.url)

    helper = site.page(world.people["advocate"], scripts=scripts, width=PHONE)
    helper.goto(address)
    helper.get_by_label("Your answer").fill("Hold the button for **five** seconds.")
    helper.get_by_role("button", name="Post answer").click()
    expect(helper.get_by_text("Your answer is posted")).to_be_visible()

    asker.goto("/inbox")
    asker.get_by_role("link", name="kestrel42 answered your question").first.click()
    asker.get_by_role("button", name="This solved it").click()
    expect(asker.get_by_text("Accepted answer")).to_be_visible()
    assert asker.locator(".chip--ok").first.inner_text() == "Solved"


@BOTH
def test_voting_and_taking_back(site: Site, world: World, scripts: bool):
    reader = site.page(factories.member(), scripts=scripts)
    reader.goto(path(world.solved))
    card = reader.locator(f"#a{world.accepted.id}")
    helpful = card.get_by_role("button", name="Helpful")
    expect(helpful).to_contain_text("2")
    helpful.click()
    expect(helpful).to_have_attribute("aria-pressed", "true")
    expect(helpful).to_contain_text("3")
    card.get_by_role("button", name="Didn’t work").click()
    if scripts:
        reader.get_by_role("button", name="Say why").click()
    reader.get_by_label("My situation is different").check()
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_text("It helps whoever reads this next")).to_be_visible()
    expect(helpful).to_have_attribute("aria-pressed", "false")
    expect(card.locator("[data-count=didnt_work]")).to_have_text("1")
    card.get_by_role("button", name="Didn’t work").click()
    expect(card.locator("[data-count=helpful]")).to_have_text("2")
    reader.reload()
    expect(card.locator("[data-count=helpful]")).to_have_text("2")


@BOTH
def test_me_too_and_following(site: Site, world: World, scripts: bool):
    reader = site.page(factories.member(), scripts=scripts)
    reader.goto(path(world.answered))
    reader.get_by_role("button", name="Me too").click()
    expect(reader.get_by_role("button", name="Me too")).to_have_attribute("aria-pressed", "true")
    expect(reader.get_by_role("button", name="Me too")).to_contain_text("1")
    reader.reload()
    follow = reader.get_by_role("button", name="Following")
    expect(follow).to_have_attribute("aria-pressed", "true")
    follow.click()
    expect(reader.get_by_role("button", name="Follow", exact=False)).to_have_attribute("aria-pressed", "false")


@BOTH
def test_signing_up_and_in(site: Site, world: World, scripts: bool, monkeypatch):
    monkeypatch.setattr(forms, "FASTEST_FILL", 0)
    guest = site.page(scripts=scripts)
    guest.goto("/sign-up")
    guest.get_by_label("Name people will see").fill("tidewater")
    guest.get_by_label("Email").fill("tide@example.org")
    guest.get_by_label("Password").fill("a quiet stone wall")
    guest.get_by_label("I’ll follow the house rules").check()
    guest.get_by_role("button", name="Create account").click()
    expect(guest.get_by_role("heading", name="Check your mail")).to_be_visible()
    guest.get_by_role("link", name="Sign in").first.click()
    guest.get_by_label("Email or name").fill("tidewater")
    guest.get_by_label("Password").fill("a quiet stone wall")
    guest.get_by_role("button", name="Sign in").click()
    guest.locator("details.menu > summary").click()
    expect(guest.get_by_text("@tidewater")).to_be_visible()
    guest.get_by_role("button", name="Sign out").click()
    expect(guest.get_by_text("You’re signed out.")).to_be_visible()


@BOTH
def test_links_in_mails(site: Site, world: World, scripts: bool):
    newcomer = factories.member(handle="tidewater", email_confirmed_at=None)
    members.send_confirmation(newcomer)
    guest = site.page(scripts=scripts)
    guest.goto(f"/confirm/{newest('confirm')}")
    guest.get_by_role("button", name="Confirm my address").click()
    expect(guest.get_by_text("Your address is confirmed")).to_be_visible()

    stranger = site.page(scripts=scripts)
    stranger.goto("/reset")
    stranger.get_by_label("Email").fill("tidewater@example.org")
    stranger.get_by_role("button", name="Send the link").click()
    stranger.goto(f"/reset/{newest('reset')}")
    stranger.get_by_label("New password").fill("seven grey stones")
    stranger.get_by_role("button", name="Save the password").click()
    expect(stranger.get_by_text("Your new password is set")).to_be_visible()

    stranger.goto(proofs.unsubscribe_path(newcomer.id, "answer"))
    stranger.locator("main form").get_by_role("button").click()
    expect(stranger.get_by_role("heading", name="This mail has stopped")).to_be_visible()


def newest(purpose: str) -> str:
    """What the last mail of that kind has in its link."""
    db.session.rollback()
    return proofs.token(db.session.query(Proof).filter_by(purpose=purpose).order_by(Proof.id.desc()).first())


@BOTH
def test_reporting(site: Site, world: World, scripts: bool):
    reader = site.page(world.people["customer"], scripts=scripts)
    reader.goto(path(world.solved))
    reader.locator(f"#a{world.accepted.id}").get_by_role("link", name="Report").click()
    expect(reader.locator("dialog[open]")).to_have_count(1 if scripts else 0)
    reader.get_by_label("Unkind or abusive").check()
    reader.get_by_role("button", name="Send report").click()
    expect(reader.get_by_text("Staff look at every report")).to_be_visible()


@BOTH
def test_a_comment_and_an_edit(site: Site, world: World, scripts: bool):
    helper = site.page(world.people["advocate"], scripts=scripts)
    helper.goto(path(world.solved))
    card = helper.locator(f"#a{world.accepted.id}")
    card.locator("details.comments__form > summary").click()
    card.get_by_label("Your comment").fill("Still true in 3.15.")
    card.get_by_role("button", name="Post comment").click()
    expect(helper.get_by_text("Still true in 3.15.")).to_be_visible()
    card.get_by_role("link", name="Edit kestrel42’s answer").click()
    helper.get_by_label("Text").fill("Set channel 40 and save.")
    helper.get_by_role("button", name="Save changes").click()
    card.get_by_role("link", name="edited").click()
    expect(helper.locator("ins").first).to_have_text("40")


def test_similar_questions_while_typing(site: Site, world: World, monkeypatch):
    like = view.suggestions.Suggestion("question", 7, "hub", "Hub blinks", "Try 36.", 1.0, True, "solved")
    monkeypatch.setattr(view.suggestions, "suggest", lambda *words, **more: [like])
    page = site.page(world.people["customer"])
    page.goto("/questions/ask")
    expect(page.locator("#similar")).to_be_hidden()
    page.get_by_label("What’s going wrong?").press_sequentially("The hub blinks")
    expect(page.get_by_role("link", name="Hub blinks")).to_be_visible()
    expect(page.get_by_text("1 similar")).to_be_visible()


def test_the_editor_formats_previews_and_keeps_a_draft(site: Site, world: World):
    page = site.page(world.people["advocate"])
    page.clock.install()
    page.goto(path(world.waiting))
    area = page.get_by_label("Your answer")
    area.fill("bold")
    area.select_text()
    page.get_by_role("button", name="Bold").click()
    expect(area).to_have_value("**bold**")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-preview] strong")).to_have_text("bold")
    page.clock.run_for(11_000)
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.goto(path(world.waiting))
    expect(page.get_by_label("Your answer")).to_have_value("**bold**")


def test_a_draft_is_kept_on_leaving_and_not_on_posting(site: Site, world: World):
    page = site.page(world.people["advocate"])
    page.goto(path(world.waiting))
    page.get_by_label("Your answer").fill("Hold the button.")
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_text("Your answer is posted")).to_be_visible()
    page.wait_for_timeout(500)
    assert drafts() == []
    page.get_by_label("Your answer").fill("And then wait.")
    page.goto("/")
    page.wait_for_timeout(500)
    assert drafts() == ["And then wait."]
    page.goto(path(world.waiting))
    page.get_by_label("Your answer").fill("")
    page.goto("/")
    page.wait_for_timeout(500)
    assert drafts() == []


def drafts() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Draft.body)))


def test_single_keys(site: Site, world: World):
    page = site.page(world.people["advocate"])
    page.goto("/?show=latest")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".qrow :is(h2, h3) a").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/**")
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("hub j c")
    expect(page.locator("#q")).to_have_value("hub j c")


def test_new_answers_are_told_of(site: Site, world: World):
    page = site.page()
    page.clock.install()
    page.goto(path(world.answered))
    factories.answer(world.answered, world.people["staff"], body="It is in the menu.")
    page.clock.run_for(61_000)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("It is in the menu.")).to_be_visible()


def test_a_refused_vote_says_so(site: Site, world: World):
    page = site.page(world.people["employee"])
    page.goto(path(world.solved))
    page.route("**/vote", lambda route: route.abort())
    page.locator(f"#a{world.accepted.id}").get_by_role("button", name="Helpful").click()
    expect(page.get_by_role("alert")).to_contain_text("Try again")
    site.troubles.clear()  # the browser reports the refused request


def test_nothing_breaks_the_content_policy(site: Site, world: World):
    page = site.page(world.people["staff"])
    for address in ("/", path(world.waiting), path(world.disputed), "/questions/ask", "/tags"):
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.querySelector('.topbar')).position") == "sticky"
