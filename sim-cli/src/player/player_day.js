"use strict";
// Plays one day of a run on a map. What the numbers of the data mean stands where they are written.

const STATUSES = ["off_duty", "at_station", "to_scene", "on_scene", "to_hospital", "at_hospital", "wrap_up", "returning",
  "relocating", "on_standby", "on_break", "off_road"];
// Of an incident: its call is not coded yet, or the dispatch rule is being asked; no clinician is sent; it is over.
const TRIAGE = [0, 1];
const WAITING = 2;
const ENDED = 9;
const RECATEGORISED = 20;
const CATEGORIES = ["C1", "C2", "C3", "C4", "Other"];
// What is drawn and counted as one, in the order of a job; a shape each, so that colour is never all there is.
const GROUPS = [
  { words: "Free: at base, or on the way", colour: "#28A197", shape: "circle", statuses: [1, 7, 8, 9] },
  { words: "On the way to a scene", colour: "#F46A25", shape: "triangle", statuses: [2] },
  { words: "At a scene", colour: "#12436D", shape: "square", statuses: [3] },
  { words: "On the way to hospital", colour: "#A285D1", shape: "diamond", statuses: [4] },
  { words: "At hospital, before handover", colour: "#801650", shape: "cross", statuses: [5] },
  { words: "Wrapping up", colour: "#3D3D3D", shape: "down", statuses: [6] },
  { words: "On a break, or off the road", colour: "#FFFFFF", shape: "circle", statuses: [10, 11] },
];
const GROUP_OF = STATUSES.map((_, status) => GROUPS.findIndex((group) => group.statuses.includes(status)));
const ICS_COLOURS = ["#12436D", "#28A197", "#801650", "#F46A25", "#A285D1", "#3D3D3D"];
const NONE = "#D5DADF";
const SPEEDS = [1, 10, 30, 60, 120, 300, 600, 1200, 2400];
const KINDS = { dca: "double-crewed ambulance", rrv: "rapid response vehicle", cfr: "community first responder" };

const find = (id) => document.getElementById(id);
const play = { now: 0, speed: 4, running: false, last: 0, drawn: 0, told: 0 };
const view = { x: 0, y: 0, scale: 1, fit: 1, wide: 0, tall: 0 };
let day, followed = null;

// ---- What the data holds ----

/** Steps that follow each other by seconds, as columns; `width` numbers a step. */
function columns(told, width, from) {
  const out = Array.from({ length: width }, () => []);
  let at = from;
  for (let row = 0; row < told.length; row += width) {
    at += told[row];
    out[0].push(at);
    for (let column = 1; column < width; column += 1) out[column].push(told[row + column]);
  }
  return out;
}

function readVehicle([sign, kind, home, found, shifts, told]) {
  const [t, status, to, takes, incident] = columns(told, 5, 0);
  const one = { sign, kind, ics: day.places[home][2], shifts, t, status, to, takes, incident, x: [], y: [] };
  [one.x[0], one.y[0]] = day.places[found];
  for (let row = 1; row < t.length; row += 1) [one.x[row], one.y[row]] = placeAt(one, row - 1, t[row]);
  return one;
}

function readIncident([id, called, place, category, stop, response, told]) {
  const one = { id, called, place, stop, response, t: [], status: [], category: [], ics: day.places[place][2] };
  let [status, now] = [0, category];
  const [times, codes] = columns(told, 2, called);
  codes.forEach((code, row) => {
    if (code >= RECATEGORISED) now = code - RECATEGORISED;
    else status = code;
    one.t.push(times[row]);
    one.status.push(status);
    one.category.push(now);
  });
  return one;
}

/** Row of the last step at or before an instant; -1: none yet. */
function rowAt(times, at) {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where a vehicle is at an instant of one of its steps: on a straight line while it drives. */
function placeAt(one, row, at) {
  const [x, y] = day.places[one.to[row]];
  const gone = at - one.t[row];
  if (gone >= one.takes[row]) return [x, y];
  const part = gone / one.takes[row];
  return [one.x[row] + (x - one.x[row]) * part, one.y[row] + (y - one.y[row]) * part];
}

// ---- What is so now ----

function vehiclesNow(at) {
  const found = [];
  for (const one of day.vehicles) {
    const row = rowAt(one.t, at);
    if (row >= 0 && one.status[row] !== 0) found.push({ one, row, status: one.status[row], served: servedBy(one, row) });
  }
  return found;
}

function servedBy(one, row) {
  return one.incident[row] ? day.incidents[one.incident[row] - 1] : null;
}

const isAway = (now) => now.served !== null && now.served.ics !== now.one.ics;

/** The incidents to which nobody is sent yet; `coded`: whether the dispatch rule had its say. */
function waitingNow(at) {
  const found = [];
  for (const one of day.incidents) {
    if (one.called > at || one.t[one.t.length - 1] <= at && one.status[one.status.length - 1] === ENDED) continue;
    const row = rowAt(one.t, at);
    if (row < 0 || one.status[row] > WAITING) continue;
    found.push({ one, category: one.category[row], coded: !TRIAGE.includes(one.status[row]) });
  }
  return found;
}

/** Seconds a mean C2 response took of those whose clock stopped in the hour before, and their number. */
function c2Mean(at) {
  let [sum, n] = [0, 0];
  for (const one of day.incidents) {
    if (one.response === null || one.stop > at || one.stop <= at - 3600) continue;
    if (CATEGORIES[one.category[rowAt(one.t, one.stop)]] !== "C2") continue;
    sum += one.response;
    n += 1;
  }
  return [n ? sum / n : null, n];
}

// ---- Words ----

const two = (number) => String(number).padStart(2, "0");
const hours = (s) => `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}`;
const minutes = (s) => `${Math.floor(Math.round(s) / 60)}:${two(Math.round(s) % 60)}`;

function localTime(at) {
  const [since, local] = day.clock[rowAt(day.clock.map((piece) => piece[0]), at)];
  return new Date(Date.parse(`${local}Z`) + (at - since) * 1000);
}

function shown(at, asked) {
  return localTime(at).toLocaleString("en-GB", { timeZone: "UTC", ...asked });
}

const longDate = (at) => shown(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const clockTime = (at) => shown(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const icsName = (ics) => (ics < 0 ? "elsewhere" : day.icses[ics][1]);
const icsColour = (ics) => (ics < 0 ? NONE : ICS_COLOURS[day.icses[ics][2]]);

/** An element with a text; text never becomes markup. */
function made(tag, text, attributes = {}) {
  const one = document.createElement(tag);
  one.textContent = text;
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  return one;
}

/** Fills a table's body; a row is its head, with a picture or none, and its numbers. */
function fill(id, rows) {
  find(id).tBodies[0].replaceChildren(...rows.map(([head, cells, picture]) => {
    const row = document.createElement("tr");
    const first = made("th", head, { scope: "row" });
    if (picture) first.prepend(picture);
    row.append(first, ...cells.map((cell) => made("td", String(cell), { class: "number" })));
    return row;
  }));
}
