"""What is taken away of a run to look at: the film of its past, pictures of its charts."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Download, Page, expect

from tests.browser.conftest import Enter
from tests.browser.visit import PATIENCE, Visit

SLOW = "epochs=100000&speed=20"
"""A run that has few epochs when it is paused, so that all of them are kept."""


def taken(visit: Visit, name: str, folder: Path) -> Path:
    """Press a button and return the file that it gives."""
    with visit.page.expect_download() as waiting:
        visit.button(name).click()
    download: Download = waiting.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def stopped(visit: Visit, query: str, epoch: int) -> None:
    """Let a run go beyond an epoch, and pause it."""
    visit.open(query).train()
    visit.until("Number(data.epoch) > argument", epoch)
    visit.pause()


def epoch_of(page: Page) -> int:
    """Return the epoch that a film shows."""
    return int(page.get_by_test_id("film").get_attribute("data-shown-epoch") or -1)


def counts(page: Page) -> str:
    """Return what the confusion matrix of a film or board counts."""
    text = page.evaluate(
        "() => JSON.stringify(document.querySelector('[data-testid=chart-confusion] .plot')"
        ".data[0].customdata)"
    )
    return str(text)


def test_a_film_plays_without_a_server(visit: Visit, browser: Browser, tmp_path: Path) -> None:
    stopped(visit, SLOW, 12)
    path = taken(visit, "Film", tmp_path)
    present = visit.number("epoch")
    assert path.name == f"film-moons-epoch-{present}.html"
    assert path.stat().st_size < 4 * 2**20
    visit.page.get_by_test_id("timeline").fill("8")
    visit.until("data.shownEpoch === '8'")
    visit.until_plot("confusion", "plot.data[0].customdata.flat().reduce((a, b) => a + b) === 60")
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(path.as_uri())
    film = page.get_by_test_id("film")
    expect(film).to_have_attribute("data-shown-epoch", "0", timeout=PATIENCE)
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    expect(page.get_by_role("heading", name="Moons · hidden 8, 8 (Tanh)")).to_be_visible()
    query = parse_qs(urlsplit(page.get_by_role("link").inner_text()).query)
    assert query == parse_qs(SLOW)
    expect(page.locator("footer")).to_contain_text("scikit-learn")
    page.keyboard.press("End")
    assert epoch_of(page) == present
    page.keyboard.press("ArrowLeft")
    assert epoch_of(page) == present - 1
    page.keyboard.press("Home")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert epoch_of(page) == 8
    assert counts(page) == counts(visit.page)
    page.keyboard.press(" ")  # it plays
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(film).to_have_attribute("data-shown-epoch", str(present), timeout=PATIENCE)
    page.locator(".boundary .nsewdrag").first.hover()
    expect(page.locator(".tooltip .number").first).to_be_visible()
    assert asked == [path.as_uri()]
    assert errors == []
    context.close()


def test_charts_are_saved_as_they_are_now_and_a_run_that_was_parked_has_its_past(
    enter: Enter, tmp_path: Path
) -> None:
    visit = enter()
    stopped(visit, f"{SLOW}&hidden=3", 12)
    png = taken(visit, "Loss and accuracy as PNG", tmp_path)
    assert png.name == f"loss-epoch-{visit.number('epoch')}.png"
    assert png.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    visit.page.get_by_test_id("timeline").fill("8")
    visit.until("data.shownEpoch === '8'")
    visit.button("Decision boundary as SVG").focus()
    with visit.page.expect_download() as waiting:
        visit.page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "boundary-epoch-8.svg"
    waiting.value.save_as(tmp_path / "boundary.svg")
    text = (tmp_path / "boundary.svg").read_text()
    assert text.startswith("<svg")
    assert "data:image/png;base64," in text  # the regions, which lie on a canvas
    assert "class 0" in text
