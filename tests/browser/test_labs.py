"""Labs in Chromium: a picture follows the hand, by keyboard alone, and nonsense is answered."""

from typing import Literal

import pytest

from tests.browser.visit import ENDLESS, POLL, Visit
from tests.serve.live import serving

pytestmark = pytest.mark.browser

MOVED = """([pictures, text]) => {
    const lab = document.querySelector('[data-testid=lab]');
    return Number(lab?.dataset.pictures) > pictures && lab.innerText.includes(text);
}"""

DRAWN = "Number(document.querySelector('[data-testid=lab]')?.dataset.pictures) > 0"


def opened(visit: Visit, query: str) -> Visit:
    """Open a lab by its address and wait for its first picture."""
    visit.page.goto(f"{visit.address}labs?{query}")
    visit.page.wait_for_function(DRAWN, polling=POLL)
    return forgive(visit)


def forgive(visit: Visit) -> Visit:
    """Forget that Streamlit looked for its server below the page's own address first."""
    visit.errors[:] = [error for error in visit.errors if "404" not in error]
    return visit


def until_moved(visit: Visit, pictures: int, text: str) -> None:
    """Wait until there are more pictures and the lab says ``text``."""
    visit.page.wait_for_function(MOVED, arg=[pictures, text], polling=POLL)


def pictures(visit: Visit) -> int:
    """Return how many pictures were drawn."""
    return int(visit.page.get_by_test_id("lab").get_attribute("data-pictures") or 0)


def test_a_picture_follows_the_slider_and_the_address_holds_it(visit: Visit):
    visit.page.goto(f"{visit.address}labs")
    visit.page.get_by_role("link", name="Logits → softmax → argmax").click()
    visit.page.wait_for_function(DRAWN, polling=POLL)
    plot = visit.page.locator(".lab .js-plotly-plot")
    plot.evaluate("(plot) => { plot.querySelector('.main-svg').kept = true; }")
    slider = visit.page.get_by_role("slider", name="Temperature")
    box = slider.bounding_box()
    assert box is not None
    across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visit.page.mouse.move(across, down)
    visit.page.mouse.down()
    before = pictures(visit)
    for share in (0.6, 0.7, 0.8, 0.9):
        now = pictures(visit)
        visit.page.mouse.move(box["x"] + share * box["width"], down)
        visit.page.wait_for_function(MOVED, arg=[now, ""], polling=POLL)
    visit.page.mouse.up()
    assert pictures(visit) >= before + 4
    assert plot.evaluate("(plot) => plot.querySelector('.main-svg').kept")
    proba = plot.evaluate("(plot) => plot.data.find((t) => t.meta.role === 'proba').y")
    assert max(proba) - min(proba) < 0.06
    visit.page.wait_for_url("**/labs?lab=softmax&temperature=*")
    said = visit.page.get_by_test_id("lab-output").inner_text()
    visit.page.reload()
    visit.page.wait_for_function(DRAWN, polling=POLL)
    forgive(visit)
    assert visit.page.get_by_test_id("lab-output").inner_text() == said


def press_on(visit: Visit, role: Literal["link", "slider"], name: str, key: str) -> int:
    """Press a key on what has the keyboard's focus then; return how many pictures came before."""
    now = pictures(visit)
    visit.page.get_by_role(role, name=name, exact=True).focus()
    visit.page.keyboard.press(key)
    return now


def test_labs_are_used_by_keyboard_alone(visit: Visit):
    opened(visit, "lab=activations")
    visit.page.get_by_role("combobox", name="Activation").focus()
    now = pictures(visit)
    visit.page.keyboard.press("t")
    until_moved(visit, now, "f = nn.Tanh()")
    now = pictures(visit)
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("ArrowRight")
    until_moved(visit, now, "x = torch.tensor(2.6")
    now = pictures(visit)
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.type("0")
    until_moved(visit, now, "f(x) = 0.0000, f'(x) = 1.0000")
    press_on(visit, "link", "Logits → softmax → argmax →", "Enter")
    until_moved(visit, 0, "softmax(logits")
    now = press_on(visit, "slider", "Shift", "ArrowRight")
    until_moved(visit, now, "+ 0.5")
    press_on(visit, "link", "Cross-entropy →", "Enter")
    until_moved(visit, 0, "CrossEntropyLoss")
    now = press_on(visit, "slider", "True class", "ArrowRight")
    until_moved(visit, now, "label = torch.tensor([1])")


def test_nonsense_gets_a_sentence_and_the_picture_stays(visit: Visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    opened(visit, "lab=sofmax&temperature=nan")
    page = visit.page
    page.get_by_text("There is no lab “sofmax”").wait_for()
    page.get_by_role("alert").filter(has_text="Temperature must be a number.").wait_for()
    field = page.get_by_role("textbox", name="Shift")
    shown = page.get_by_test_id("lab-output").inner_text()
    for nonsense in ("", "1e300", "nan"):
        field.fill(nonsense)
        page.get_by_role("alert").filter(has_text="Shift must be").wait_for()
        assert page.get_by_test_id("lab-output").inner_text() == shown
    field.fill("2")
    page.get_by_test_id("lab-code").filter(has_text="+ 2.0").wait_for()
    assert page.get_by_role("alert").filter(has_text="must be").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{visit.address}labs?lab=qqqq")
    page.get_by_text("There is no lab “qqqq”").wait_for()
    page.get_by_role("link", name="Dropout").wait_for()
    forgive(visit)


def test_a_lab_is_opened_in_place_and_the_run_goes_on_meanwhile(browser):
    """Below a base path: by a control's help, a row of the views' menu, and the keyboard."""
    with serving(base="some/where") as server:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        visit = Visit(context, server.address).open(ENDLESS).train()
        page = visit.page
        page.evaluate("window.isSame = true")
        epoch = visit.number("epoch")
        page.locator(".st-key-optimizer").get_by_test_id("stTooltipHoverTarget").hover()
        page.get_by_role("link", name="Lab: Optimizers").click()
        page.wait_for_url(f"{visit.address}labs?lab=optimizers")
        page.wait_for_function(DRAWN, polling=POLL)
        page.go_back()
        page.wait_for_url(f"{visit.address}?{ENDLESS}")
        visit.ready().until("data.status === 'running'")
        assert visit.number("epoch") > epoch
        visit.button("Views").click()
        row = page.get_by_role("listitem").filter(has_text="Confusion matrix")
        row.get_by_role("link", name="Lab").press("Enter")
        page.wait_for_url(f"{visit.address}labs?lab=confusion")
        page.wait_for_function(DRAWN, polling=POLL)
        assert page.evaluate("window.isSame")
        assert len(context.pages) == 1
        assert (visit.errors, visit.foreign) == ([], [])
        context.close()
