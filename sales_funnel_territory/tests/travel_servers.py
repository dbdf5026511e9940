"""Servers on this machine that speak OSRM's and Valhalla's protocol: real requests, no map."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PACE = 100_000  # seconds for a degree, metres for a degree: easy to check


class TravelHandler(BaseHTTPRequestHandler):
    """Times are degrees x PACE; east of 150 degrees is an island, south of -60 is no road."""

    def log_message(self, *_args):
        pass

    def do_GET(self):
        self.server.requests.append(self.path)
        self.server.headers_seen.append(dict(self.headers))
        if self.server.broken:
            return self._send_broken()
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        places = [
            tuple(map(float, reversed(pair.split(","))))
            for pair in parts.path.rpartition("/")[2].split(";")
        ]
        if len(places) > self.server.places:
            return self._send(400, {"code": "TooBig", "message": "Too many table coordinates"})
        if any(latitude < -60 for latitude, _longitude in places):
            return self._send(400, {"code": "NoSegment"})
        sources = [places[int(i)] for i in query["sources"][0].split(";")]
        targets = [places[int(i)] for i in query["destinations"][0].split(";")]
        table = _table(sources, targets)
        return self._send(200, {"code": "Ok", "durations": table, "distances": table})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.headers_seen.append(dict(self.headers))
        if self.server.broken:
            return self._send_broken()
        sources, targets = (
            [(place["lat"], place["lon"]) for place in body[name]]
            for name in ("sources", "targets")
        )
        if len(sources) * len(targets) > (self.server.places // 2) ** 2:
            return self._send(400, {"error_code": 150, "error": "Exceeded max locations"})
        if any(latitude < -60 for latitude, _longitude in sources + targets):
            return self._send(400, {"error_code": 171, "error": "No suitable edges near location"})
        if any(abs(a[0] - b[0]) > 3.5 for a in sources for b in targets):
            return self._send(400, {"error_code": 154, "error": "Path distance exceeds the max"})
        rows = [
            [{"time": cell, "distance": cell if cell is None else cell / 1000} for cell in row]
            for row in _table(sources, targets)
        ]
        return self._send(200, {"sources_to_targets": rows, "units": "kilometers"})

    def _send_broken(self):
        status, text = self.server.broken
        self._send_text(status, text)

    def _send(self, status, content):
        self._send_text(status, json.dumps(content))

    def _send_text(self, status, text):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _table(sources, targets):
    return [[_time(source, target) for target in targets] for source in sources]


def _time(source, target):
    """One-way streets: northward takes twice as long."""
    if (source[1] > 150) != (target[1] > 150):
        return None
    north = target[0] - source[0]
    pace = PACE * (2 if north > 0 else 1)
    return round(pace * (abs(north) + abs(target[1] - source[1])), 1)


@contextmanager
def travel_server(places=100):
    """Run a server on a free port of this machine; ``server.broken`` is what it answers then."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), TravelHandler)
    server.places, server.broken = places, None
    server.requests, server.headers_seen = [], []
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
