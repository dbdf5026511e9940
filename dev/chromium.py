"""A headless Chromium, spoken to in the DevTools protocol."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from dev import apt
from dev.say import step

# The names under which Odoo looks for a browser; without one it skips tests and says "0 failed".
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
FLAGS = [
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
]
FONTS = Path("/usr/share/fonts")
PATIENCE = 60  # seconds until an answer


def ensure() -> None:
    """There is a browser."""
    if not any(map(shutil.which, BROWSERS)):
        apt.install("chromium")


def ensure_chinese_font() -> None:
    """Pictures of Chinese pages show characters. Without the rights to a font: boxes, and why."""
    if any(FONTS.rglob("*CJK*")) or any(FONTS.rglob("wqy*")):
        return
    if os.geteuid() == 0 and apt.available():
        apt.install("fonts-noto-cjk")
    else:
        step("Chinese pictures show boxes: install fonts-noto-cjk, as root")


class Chromium:
    """One browser with one page. Collects what the page complains of."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._numbers = itertools.count(1)
        self._profile = tempfile.mkdtemp(prefix="sft-chromium-")
        program = next(path for path in map(shutil.which, BROWSERS) if path)
        flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        words = [program, *flags, f"--user-data-dir={self._profile}", "about:blank"]
        self._process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._socket = self._connect()
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def _connect(self) -> Any:
        import websocket

        told = Path(self._profile) / "DevToolsActivePort"
        deadline = time.monotonic() + PATIENCE
        while not told.exists() or not told.read_text().strip():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError("Chromium does not start")
            time.sleep(0.1)
        port = told.read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            pages = [page for page in json.load(answer) if page["type"] == "page"]
        return websocket.create_connection(pages[0]["webSocketDebuggerUrl"], timeout=PATIENCE)

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command and its answer; events that arrive meanwhile are looked through."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = self._receive(method)
            if message.get("id") != number:
                self._listen(message)
                continue
            if "error" in message:
                raise RuntimeError(f"{method}: {message['error']['message']}")
            result: dict[str, Any] = message["result"]
            return result

    def _receive(self, method: str) -> dict[str, Any]:
        from websocket import WebSocketTimeoutException

        try:
            message: dict[str, Any] = json.loads(self._socket.recv())
        except WebSocketTimeoutException:
            raise RuntimeError(f"{method}: no answer within {PATIENCE} s") from None
        return message

    def _listen(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            details = told["exceptionDetails"]
            thrown = details.get("exception", {}).get("description", "")
            self.complaints.append(thrown or details["text"])
        if event.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")
        if event.get("method") == "Runtime.consoleAPICalled" and told["type"] == "error":
            words = [str(arg.get("value", arg.get("description", ""))) for arg in told["args"]]
            self.complaints.append(" ".join(words))

    def evaluate(self, script: str) -> Any:
        """What a script (or its promise) gives in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def wait_for(self, script: str, seconds: float = PATIENCE) -> bool:
        """Whether a condition comes true in time; the page may be navigating meanwhile."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.evaluate(f"Boolean({script})"):
                    return True
            except RuntimeError:
                pass  # the page is on its way to another one
            time.sleep(0.1)
        return False

    def open(self, url: str) -> None:
        """Go somewhere."""
        self.call("Page.navigate", url=url)

    def resize(self, width: int, height: int) -> None:
        """A phone or a desk."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 768,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=width < 768)

    def picture(self, target: Path) -> None:
        """What is to be seen now."""
        target.parent.mkdir(parents=True, exist_ok=True)
        shot = self.call("Page.captureScreenshot", format="png")
        target.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        """End the browser and forget its profile."""
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)
