"""A browser that uses the map as a person does, and times what it shows.

Software rendering, 1440 x 900. Frames are the gaps between two of the browser's animation frames
while the wheel zooms and the mouse drags; a filter is a group of the legend, from the click until
the frame that shows it has been painted. What follows waits for what is to be seen, never for a
time: only the mouse moves at the pace of a hand.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dev.chromium import Chromium

MAP = "/odoo/sales-customers?view_type=sales_map"
SIZE = (1440, 900)
MIDDLE = (480, 500)
ZOOMS = (-120, -120, 120, 120, 120, -120, 120, -120)
DRAGS = 6
PACE = 0.016  # seconds between two moves of the mouse
FILTERS = 12
PATIENCE = 120  # seconds
RECORD = """(() => {
    const told = { frames: [], tasks: [] };
    let last = performance.now();
    const frame = (now) => {
        told.frames.push(now - last);
        last = now;
        told.next = requestAnimationFrame(frame);
    };
    told.next = requestAnimationFrame(frame);
    told.observer = new PerformanceObserver((list) =>
        list.getEntries().forEach((task) => told.tasks.push(task.duration)));
    told.observer.observe({ type: "longtask" });
    window.sftTold = told;
})()"""
STOP = """(() => {
    const { frames, tasks, next, observer } = window.sftTold;
    cancelAnimationFrame(next);
    observer.disconnect();
    return { frames: frames.slice(2), tasks };
})()"""
FILTER = """new Promise((done) => {
    const buttons = document.querySelectorAll(".o_sales_map_legend_item[data-group]");
    const start = performance.now();
    buttons[%d %% buttons.length].click();
    requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now() - start);
        channel.port2.postMessage(null);
    });
})"""
# Nothing of the map changes any more, no zoom runs, and the browser has nothing else to do. Leaflet
# gathers turns of the wheel for 40 ms, and a list follows what one sees after 150 ms.
STILL = """new Promise((done) => {
    const map = document.querySelector(".o_sales_map_host");
    const finish = () => {
        observer.disconnect();
        requestIdleCallback(() => done(true));
    };
    const rest = () =>
        setTimeout(() => map.querySelector(".leaflet-zoom-anim") || finish(), 200);
    let timer = rest();
    const observer = new MutationObserver(() => {
        clearTimeout(timer);
        timer = rest();
    });
    observer.observe(map, { attributes: true, childList: true, subtree: true });
})"""
LOG_IN = """fetch("/web/session/authenticate", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", params: %s }),
}).then((answer) => answer.json()).then((answer) => Boolean(answer.result?.uid))"""
COUNTS = """[...document.querySelectorAll(".o_sales_map_legend [data-group] .o_sales_map_count")]
    .reduce((sum, el) => sum + Number(el.textContent.replace(/\\D/g, "")), 0)"""


@dataclass(frozen=True)
class Seen:
    """What a browser saw; milliseconds."""

    points: int
    zoom: list[float]
    pan: list[float]
    filter: list[float]
    longest: float


def use(browser: Chromium, base: str, login: dict[str, str]) -> Seen:
    """Open the map of all customers, zoom, drag, filter."""
    browser.open(f"{base}/web/login")
    wait(browser, "form.oe_login_form")
    if not browser.evaluate(LOG_IN % json.dumps(login)):
        raise RuntimeError(f"{login['login']} cannot log in")
    browser.resize(*SIZE)
    browser.open(f"{base}{MAP}")
    wait(browser, ".o_sales_map_tools")
    _frames, load_tasks = record(browser, show_all)
    points = browser.evaluate(COUNTS)
    zoom, zoom_tasks = record(browser, zoom_about)
    pan, pan_tasks = record(browser, drag_about)
    browser.evaluate("document.querySelector('.o_sales_map_fit').click()")
    browser.evaluate(STILL)
    filters = [browser.evaluate(FILTER % (number // 2)) for number in range(FILTERS)]
    return Seen(
        points, zoom, pan, filters, max([*load_tasks, *zoom_tasks, *pan_tasks], default=0.0)
    )


def wait(browser: Chromium, selector: str) -> None:
    """Wait until something is there; if it does not come, tell what the page complained of."""
    if not browser.wait_for(f"document.querySelector({json.dumps(selector)})", PATIENCE):
        told = "; ".join(browser.complaints[:3]) or "the page complains of nothing"
        raise RuntimeError(f"{selector} is not there after {PATIENCE} s: {told}")


def record(browser: Chromium, do: Any) -> tuple[list[float], list[float]]:
    """Return the gaps between frames and the long tasks while something is done."""
    browser.evaluate(RECORD)
    do(browser)
    told = browser.evaluate(STOP)
    return told["frames"], told["tasks"]


def show_all(browser: Chromium) -> None:
    """Take away the filter for one's own customers."""
    browser.evaluate("document.querySelector('.o_facet_remove')?.click()")
    wait(browser, "body:not(:has(.o_facet_remove)) .o_sales_map_legend")
    wait(browser, ".o_sales_map_row")
    browser.evaluate(STILL)


def zoom_about(browser: Chromium) -> None:
    x, y = MIDDLE
    for delta in ZOOMS:
        browser.call(
            "Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=delta
        )
        browser.evaluate(STILL)


def drag_about(browser: Chromium) -> None:
    for number in range(DRAGS):
        x, y = MIDDLE
        step = 24 if number % 2 else -24
        mouse(browser, "mousePressed", x, y)
        for _move in range(10):
            x += step
            y += step // 3
            mouse(browser, "mouseMoved", x, y)
            time.sleep(PACE)
        mouse(browser, "mouseReleased", x, y)
        browser.evaluate(STILL)


def mouse(browser: Chromium, kind: str, x: int, y: int) -> None:
    values = {"button": "left", "buttons": 1, "clickCount": 1}
    browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **values)
