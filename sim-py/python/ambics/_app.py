"""A local page: a form made from the scenario's schema, and the report of what it asks. Served to this machine alone."""

from __future__ import annotations

import argparse
import html
import json
import secrets
import sys
import webbrowser
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import ambics
from ambics import _core
from ambics._app_jobs import Job, Jobs, Report
from ambics._native import native

HOST = "127.0.0.1"
MOST_BYTES = 20_000
# Keys of the form, in its order, and what a reader calls them; limits and units are the schema's.
NUMBERS = {
    "border.ring_fence": ("Vehicles kept in their own ICS (hypothetical)", 0.05),
    "demand.hear_and_treat_more": ("More treated by telephone, as a share of all incidents", 0.005),
    "cycle.on_scene_ratio": ("Time on scene against now", 0.05),
    "cycle.wrap_up_ratio": ("Time to clear against now", 0.05),
    "arrangement.uplift_hours_per_week": ("Hours of an uplift, a week", 84),
    "run.days": ("Days", 1),
    "run.replications": ("Replications", 1),
}
NARROWER = {"arrangement.uplift_hours_per_week": (0, 5_000), "run.days": (1, 56), "run.replications": (2, 60)}
BEGIN = {"demand.hear_and_treat_more": 0, "run.days": 14, "run.replications": 10}
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:1rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
fieldset{border:1px solid #b3b3b3;border-radius:4px;margin:0 0 1rem}legend{font-weight:600;padding:0 .4rem}
label{display:block;margin:.5rem 0}progress{width:100%;height:1.2rem;accent-color:#12436d}input[type=range]{width:60%;vertical-align:middle}
input,select,button{font:inherit}button{background:#12436d;color:#fff;border:0;border-radius:4px;padding:.6rem 1.2rem}
:focus-visible{outline:3px solid #801650;outline-offset:2px}output{font-variant-numeric:tabular-nums;margin-left:.6rem}
.warning{background:#fff4d6;border-left:4px solid #8a5a00;padding:.4rem .8rem}small{color:#3d3d3d}
"""
SCRIPT = """
for (const slider of document.querySelectorAll('input[type=range]')) {
  const shown = slider.parentElement.querySelector('output');
  const show = () => { shown.textContent = slider.value + (slider.dataset.unit || ''); };
  slider.addEventListener('input', show);
  show();
}
"""
WATCH = """
const bar = document.querySelector('progress'), said = document.querySelector('[role=status]');
async function look() {
  const told = await (await fetch(location.pathname + '/state')).json();
  if (told.state === 'waiting') { said.textContent = 'Waiting for the simulation before it.'; }
  else if (told.state === 'running') {
    bar.value = told.share;
    const left = told.seconds_left === null ? '' : `, about ${told.seconds_left} s left`;
    said.textContent = `${Math.round(100 * told.share)}% simulated${left}.`;
  } else { location.replace(location.pathname + '/report'); return; }
  setTimeout(look, 250);
}
look();
"""


def services_by_name() -> list[tuple[str, str]]:
    """Codes and names of the services, in order of name."""
    return sorted(_core.service_names(), key=lambda own: own[1])


def key_of(schema: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """What the schema says of a key."""
    for part in path.split("."):
        schema = schema["properties"][part]
    return schema


def field(schema: Mapping[str, Any], path: str) -> str:
    """A slider for a number of the schema."""
    said, (label, step) = key_of(schema, path), NUMBERS[path]
    low, high = NARROWER.get(path, (said.get("minimum", 0), said.get("maximum", 1)))
    value = BEGIN.get(path, said.get("default", low))
    return (
        f'<label>{html.escape(label)}<br><input type="range" name="{path}" min="{low}" max="{high}" step="{step}" '
        f'value="{value}"><output></output><br><small>{html.escape(said["description"])}</small></label>'
    )


def form(token: str, fault: str = "") -> str:
    """The page with the form."""
    schema = ambics.schema()
    services = "".join(
        f'<option value="{code}"{" selected" if code == "RYF" else ""}>{html.escape(name)}</option>'
        for code, name in services_by_name()
    )
    methods = [name for name in key_of(schema, "arrangement.method")["enum"] if name != "table"]
    arrangements = "".join(f"<option>{html.escape(name)}</option>" for name in methods)
    boxes = "".join(
        f'<label><input type="checkbox" name="intervention" value="{html.escape(name)}"> {html.escape(title)} '
        f"<small>(evidence {grade})</small></label>"
        for name, title, grade in sorted(_core.intervention_titles(), key=lambda own: own[1])
    )
    warning = f'<p class="warning" role="alert">{html.escape(fault)}</p>' if fault else ""
    numbers = "".join(field(schema, path) for path in NUMBERS)
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>ambics: what if</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{STYLE}</style></head><body><main><h1>What if</h1>
<p class="warning">A model on SYNTHETIC stations and fitted hours, for planning only. This page is served to this machine alone.</p>
{warning}<form method="post" action="/run"><input type="hidden" name="token" value="{token}">
<fieldset><legend>Where</legend><label>Ambulance service <select name="service">{services}</select></label></fieldset>
<fieldset><legend>Hours and handover</legend>
<label>Vehicle hours against now, %<br><input type="range" name="hours" min="-20" max="20" step="1" value="5" data-unit="%"><output></output></label>
<label>Mean handover at its hospitals, minutes (empty: as published) <input type="number" name="handover" min="5" max="300"></label></fieldset>
<fieldset><legend>Arrangement</legend><label>Who places the uplift <select name="arrangement.method">{arrangements}</select></label></fieldset>
<fieldset><legend>Sliders of the scenario</legend>{numbers}</fieldset>
<fieldset><legend>Prevention, at its published or assumed effect (see the grade) and usual reach</legend>
<small>Evidence: A randomised, ambulance calls counted; B randomised or matched, something else counted; C before and after;
D opinion.</small>{boxes}</fieldset>
<button>Simulate beside today</button></form></main><script>{SCRIPT}</script></body></html>"""


def edits(asked: Mapping[str, list[str]]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The service, what both arms share, and what the second changes."""
    service = asked["service"][0]
    if service not in dict(services_by_name()):
        raise ValueError(f"no service {service!r}")
    shared = {key: int(asked[key][0]) for key in ("run.days", "run.replications")}
    own: dict[str, Any] = {"name": "what if", "arrangement.method": asked["arrangement.method"][0]}
    for key in NUMBERS:
        if key not in shared and asked.get(key):
            value = float(asked[key][0])
            if key != "demand.hear_and_treat_more" or value > 0:
                own[key] = value
    percent = int(asked.get("hours", ["0"])[0])
    if percent:
        own[f"fleet.hours_per_week.{service}"] = f"{percent:+d}%"
    if asked.get("handover", [""])[0]:
        own[f"handover.mean.{service}"] = f"{float(asked['handover'][0]):g} min"
    if asked.get("intervention"):
        own["intervention"] = [{"name": name} for name in asked["intervention"]]
    return service, shared, own


def question(asked: Mapping[str, list[str]]) -> Report:
    """What gives the report of what a form asks, as a page; faults of the form come at once."""
    service, shared, own = edits(asked)
    today = ambics.demo(service).with_(shared)
    arm = today.with_(own)

    def report(tell: Callable[[int, int], None]) -> str:
        return native(ambics.compare(today, arm, progress=tell)).html()

    return report


def waiting(job: Job, token: str) -> str:
    """The page that tells how far a simulation has come."""
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>ambics: simulating</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<noscript><meta http-equiv="refresh" content="2; url=/job/{job.name}/report"></noscript>
<style>{STYLE}</style></head><body><main><h1>Simulating</h1>
<p role="status">Begun.</p><p><progress max="1" value="0" aria-label="Share simulated"></progress></p>
<form method="post" action="/job/{job.name}/stop"><input type="hidden" name="token" value="{token}">
<button>Stop</button></form></main><script>{WATCH}</script></body></html>"""


class Page(BaseHTTPRequestHandler):
    """The form, and the report that it asks for."""

    server_version = "ambics"
    token = ""
    jobs = Jobs()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal is the user's."""

    def _is_own(self) -> bool:
        # A name that leads here from elsewhere is not ours.
        return self.headers.get("Host", "").split(":")[0] in {HOST, "localhost"}

    def _send(self, status: int, body: str, kind: str = "text/html", location: str = "") -> None:
        sent = body.encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(sent)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(sent)

    def _job(self) -> tuple[Job | None, str]:
        """The job that the path names, and what of it is asked for."""
        place, _, rest = self.path.removeprefix("/job/").partition("/")
        return (self.jobs.find(place) if self.path.startswith("/job/") else None), rest

    def do_GET(self) -> None:
        job, part = self._job()
        if not self._is_own():
            self._send(403, "not here")
        elif self.path == "/":
            self._send(200, form(self.token))
        elif job is None or part not in ("", "state", "report"):
            self._send(404, "no such page")
        elif part == "state":
            self._send(200, json.dumps(job.told()), "application/json")
        elif job.state == "done":
            self._send(200, job.page)
        elif job.state in ("stopped", "fault"):
            self._send(422, form(self.token, job.fault or "Stopped; nothing of it is kept."))
        else:
            self._send(200, waiting(job, self.token))

    def do_POST(self) -> None:
        job, part = self._job()
        length = int(self.headers.get("Content-Length", "0") or 0)
        is_known = self.path == "/run" or (job is not None and part == "stop")
        if not self._is_own() or length > MOST_BYTES or not is_known:
            self._send(403, "not here")
            return
        asked = parse_qs(self.rfile.read(length).decode("utf-8", "replace"))
        if not secrets.compare_digest(asked.get("token", [""])[0], self.token):
            self._send(403, "this form is not of this page: open the page again")
            return
        if job is not None:
            job.stop()
            self._send(303, "", location=f"/job/{job.name}")
            return
        try:
            begun = self.jobs.begin(question(asked))
        except (ambics.AmbicsError, KeyError, ValueError) as fault:
            self._send(422, form(self.token, str(fault)))
        else:
            self._send(303, "", location=f"/job/{begun.name}")


def serve(port: int) -> ThreadingHTTPServer:
    """A server of this machine alone; port 0 takes a free one."""
    handler = type("Own", (Page,), {"token": secrets.token_urlsafe(16), "jobs": Jobs()})
    return ThreadingHTTPServer((HOST, port), handler)


def main(arguments: list[str]) -> int:
    """Serve the page until Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="ambics app", description="A local page with a form: simulate beside today and see the report."
    )
    parser.add_argument("--port", type=int, default=0, help="0, if not given, takes a free one")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    options = parser.parse_args(arguments)
    try:
        server = serve(options.port)
    except OSError as error:
        print(f"ambics: cannot serve on port {options.port}: {error.strerror}", file=sys.stderr)
        return 74
    address = f"http://{HOST}:{server.server_address[1]}/"
    print(f"{address}  (Ctrl-C ends it)", flush=True)
    if not options.no_browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 130
    finally:
        server.server_close()
    return 0
