"""`make screens`: pictures of every main screen, as a phone and a desk show it.

Runs twice: once to start a server, and then, in the environment that has websocket-client, as the
driver of the browser (see the end).
"""

from __future__ import annotations

import itertools
import json
import os
import re
import sys
import tomllib
from typing import Any

from dev import chromium, config, odoo
from dev.say import step
from dev.server import Server

PICTURES = config.DEV / "screens"
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
LANGUAGES = ("en_US", "zh_CN")
SCHEMES = ("light", "dark")
RENDERED = (
    "document.readyState === 'complete' && window.odoo?.isReady !== false"
    " && document.querySelector('.o_action_manager > *, .o_login_auth, body:not(.o_web_client)')"
    " && !document.querySelector('.o_blockUI, .o_loading_indicator, .o_view_sample_data')"
)
# Community serves the dark bundle but never asks for it (and has few dark styles of its own).
DARKEN = """new Promise((done) => {
    const link = document.querySelector('link[href*="/web.assets_web."]');
    if (!link) { done(false); return; }
    link.onload = () => requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
    link.onerror = () => done(false);
    link.href = '/web/assets/any/web.assets_web_dark.min.css';
})"""
# An option is chosen: a click on it does nothing.
CLICK = """((found) => {
    if (!(found instanceof HTMLOptionElement)) { found?.click(); return; }
    found.selected = true;
    found.parentElement.dispatchEvent(new Event('change', {bubbles: true}));
})(document.querySelector(%s))"""
XML_ID = re.compile(r"\{(\w+)\.(\w+)\}")
RPC = """fetch(%s, {method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({jsonrpc: '2.0', method: 'call', params: %s})})
    .then((answer) => answer.json()).then((answer) => answer.error?.data?.message || answer)"""


def main(database: str) -> int:
    """Serve the database, then drive the browser through it."""
    with Server(database, odoo.free_port()) as server:
        return odoo.foreground([str(odoo.python()), "-m", "dev.screens", server.url])


# One entry of screens.toml.
Screen = dict[str, Any]


class Tour:
    """One walk past all screens."""

    def __init__(self, base: str, browser: chromium.Chromium) -> None:
        self.base = base
        self.browser = browser
        self.troubles: list[str] = []
        self.user = ""
        self._shown = False

    def log_in(self, login: str) -> int:
        """Be somebody; in the demo passwords equal logins. Returns the user's id."""
        self.user = login
        self.browser.call("Network.clearBrowserCookies")
        self.browser.open(f"{self.base}/web/login")
        self.browser.wait_for("document.querySelector('form.oe_login_form')")
        database = self.browser.evaluate("odoo.__session_info__?.db || ''") or self._database()
        answer = self._rpc(
            "/web/session/authenticate", {"db": database, "login": login, "password": login}
        )
        if not isinstance(answer, dict) or not answer.get("result", {}).get("uid"):
            raise SystemExit(f"{login} cannot log in with password {login}: {answer}")
        return int(answer["result"]["uid"])

    def _database(self) -> str:
        answer = self._rpc("/web/database/list", {})
        found = answer.get("result") if isinstance(answer, dict) else None
        return str(found[0]) if found else os.environ.get("DB", "")

    def _rpc(self, path: str, parameters: dict[str, object]) -> object:
        script = RPC % (json.dumps(path), json.dumps(parameters))
        answer: object = self.browser.evaluate(script)
        return answer

    def speak(self, user: int, language: str) -> bool:
        """Set the user's language; whether the database has it."""
        call = {"model": "res.users", "method": "write", "kwargs": {}}
        answer = self._rpc(
            "/web/dataset/call_kw/res.users/write",
            {**call, "args": [[user], {"lang": language}]},
        )
        return isinstance(answer, dict) and answer.get("result") is True

    def _record(self, module: str, name: str) -> str:
        """The id of a record, for addresses that name one."""
        answer = self._rpc(
            "/web/dataset/call_kw/ir.model.data/check_object_reference",
            {
                "model": "ir.model.data",
                "method": "check_object_reference",
                "args": [module, name],
                "kwargs": {},
            },
        )
        found = answer.get("result") if isinstance(answer, dict) else None
        if not found:
            raise SystemExit(f"{module}.{name} is not there: make db DEMO=1 has it ({answer})")
        return str(found[1])

    def look(self, screen: Screen, language: str) -> None:
        """One screen in both sizes and schemes; one that gives no answer is told of."""
        address = XML_ID.sub(lambda found: self._record(*found.groups()), screen["url"])
        for size, scheme in itertools.product(SIZES, SCHEMES):
            name = f"{screen['name']}-{size}-{language}-{scheme}"
            try:
                self._dress(size, scheme)
                self._go(address, screen)
                self._take(name, dark=scheme == "dark")
            except RuntimeError as error:
                self.troubles.append(f"{name}: {error}")
                step(f"{name}: {error}")

    def _dress(self, size: str, scheme: str) -> None:
        self.browser.complaints.clear()
        self.browser.resize(*SIZES[size])
        cookie = {"name": "color_scheme", "value": scheme, "url": self.base}
        self.browser.call("Network.setCookie", **cookie)
        # the clock of the demo's people
        self.browser.call("Emulation.setTimezoneOverride", timezoneId="Europe/Berlin")
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.browser.call("Emulation.setEmulatedMedia", features=[feature])

    def _go(self, address: str, screen: Screen) -> None:
        """Open a screen, then click where it says; each click ends with what it waits for."""
        self.browser.open("about:blank")
        self.browser.open(f"{self.base}{address}")
        self._shown = self._wait(screen.get("wait", "body"))
        for selector, awaited in screen.get("click", []):
            self.browser.evaluate(CLICK % json.dumps(selector))
            self._shown = self._wait(awaited) and self._shown

    def _wait(self, selector: str) -> bool:
        complete = f"{RENDERED} && document.querySelector({json.dumps(selector)})"
        return self.browser.wait_for(complete, 30)

    def _take(self, name: str, *, dark: bool) -> None:
        if dark:
            self.browser.evaluate(DARKEN)
        self.browser.wait_for("document.fonts.status === 'loaded'", 5)
        self.browser.picture(PICTURES / f"{name}.png")
        self._note(name, self._shown)

    def _note(self, name: str, shown: bool) -> None:
        found = [] if shown else ["did not become complete within 30 s"]
        found += self.browser.complaints
        if self.browser.evaluate("Boolean(document.querySelector('.o_error_dialog'))"):
            found.append("shows an error dialog")
        self.troubles += [f"{name}: {trouble}" for trouble in found]
        step(f"{name}{f': {found[0][:100]}' if found else ''}")


def walk(base: str, screens: list[Screen]) -> int:
    """Every screen, ordered by who looks, so that each logs in once."""
    browser = chromium.Chromium()
    tour = Tour(base, browser)
    try:
        ordered = sorted(screens, key=lambda screen: screen.get("user", "admin"))
        for login, group in itertools.groupby(ordered, lambda screen: screen.get("user", "admin")):
            seen = list(group)
            user = tour.log_in(login)
            for language in LANGUAGES:
                if not tour.speak(user, language):
                    tour.troubles.append(f"{language} is not installed: make db DEMO=1 has it")
                    continue
                tour.log_in(login)  # a session keeps the language it began with
                for screen in seen:
                    tour.look(screen, language)
            tour.speak(user, "en_US")
    finally:
        browser.close()
    report = PICTURES / "troubles.txt"
    report.write_text("".join(f"{line}\n" for line in tour.troubles))
    step(f"{len(list(PICTURES.glob('*.png')))} pictures in {config.shown(PICTURES)}")
    for line in tour.troubles:
        step(line)
    return 1 if tour.troubles else 0


def chosen() -> list[Screen]:
    """The screens of screens.toml; ONLY names one of them."""
    listed = tomllib.loads((config.ROOT / "dev" / "screens.toml").read_text())
    only = config.asked("ONLY")
    return [screen for screen in listed["screen"] if only in {"", screen["name"]}]


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    sys.exit(walk(sys.argv[1], chosen()))
