
// ---- Figures ----

function writeFigures() {
  const t = Math.floor(play.now);
  const [now, unsent, [mean, n]] = [vehiclesNow(t), waitingNow(t), c2Mean(t)];
  const waiting = unsent.filter(({ coded }) => coded);
  find("date").textContent = longDate(t);
  find("hour").textContent = clockTime(t);
  find("time").value = t;
  find("time").setAttribute("aria-valuetext", `${clockTime(t)}, ${longDate(t)}`);
  const plain = find("mode").value === "state";
  fill("states", GROUPS.map(({ words, shape, colour }, group) => {
    const there = now.filter(({ status }) => GROUP_OF[status] === group);
    return [words, [there.length], picture(shape, plain ? colour : NONE)];
  }));
  fill("queue", CATEGORIES.map((name, row) => {
    const those = waiting.filter(({ category }) => category === row).map(({ one }) => t - one.called);
    const all = unsent.filter(({ category }) => category === row).length;
    return [name, [all - those.length, those.length, those.length ? hours(Math.max(...those)) : "-"]];
  }));
  find("c2").textContent = mean === null ? "none" : `${minutes(mean)} min:s, ${n} incidents`;
  writeHospitals(now, t);
  writeSystems(now, waiting);
  writeFollowed(t);
  play.summary = `${clockTime(t).slice(0, 5)}. ${now.length} vehicles on duty, ${now.filter(isAway).length} on a job for ` +
    `another ICS, ${waiting.length} incidents waiting, ${now.filter(({ status }) => status === 5).length} vehicles ` +
    `at hospital before handover.`;
}

function writeHospitals(now, t) {
  const queues = day.hospitals.map(([place, , name]) => {
    const there = now.filter(({ one, row, status }) => status === 5 && one.to[row] === place);
    return [name, there.map(({ one, row }) => t - one.t[row])];
  });
  queues.sort(([, a], [, b]) => b.length - a.length || Math.max(0, ...b) - Math.max(0, ...a));
  const longest = queues.slice(0, 5).filter(([, waits]) => waits.length);
  fill("busiest", longest.map(([name, waits]) => [name, [waits.length, hours(Math.max(...waits))]]));
}

function writeSystems(now, waiting) {
  const plain = find("mode").value === "state";
  fill("systems", day.icses.map(([, name], ics) => {
    const own = now.filter(({ one }) => one.ics === ics);
    const others = now.filter((each) => each.served?.ics === ics && isAway(each));
    const cells = [own.length, own.filter(({ served }) => served).length, own.filter(isAway).length, others.length,
      waiting.filter(({ one }) => one.ics === ics).length];
    return [name, cells, plain ? null : picture("square", icsColour(ics))];
  }));
}

function writeFollowed(t) {
  find("followed").hidden = !followed;
  if (!followed) return;
  const row = rowAt(followed.t, t);
  const status = row < 0 ? 0 : followed.status[row];
  const served = row < 0 ? null : servedBy(followed, row);
  const since = row < 0 ? "" : `, since ${clockTime(followed.t[row]).slice(0, 5)}`;
  const lines = [`${followed.sign}, ${KINDS[followed.kind] ?? followed.kind}, home ${icsName(followed.ics)}`,
    `${STATUSES[status].replace("_", " ")}${since}`];
  if (status === 4 || status === 5) lines.push(hospitalName(followed.to[row]));
  if (served) {
    const category = CATEGORIES[served.category[Math.max(0, rowAt(served.t, t))]];
    lines.push(`${category} incident ${served.id} in ${icsName(served.ics)}, called ${clockTime(served.called).slice(0, 5)}`);
  }
  find("followed").replaceChildren(...lines.map((line, first) => made(first ? "p" : "strong", line)));
}

const hospitalName = (place) => day.hospitals.find(([own]) => own === place)?.[2] ?? "a point of transfer";

// ---- Playing ----

function refresh() {
  writeFigures();
  draw();
}

function seek(to) {
  play.now = Math.min(Math.max(to, 0), day.seconds);
  refresh();
  clearTimeout(play.pending);
  play.pending = setTimeout(say, 600);
}

/** What is said to those who listen: when the day stands still, not at every step of it. */
function say() {
  find("said").textContent = play.summary;
}

function run(on) {
  play.running = on && play.now < day.seconds;
  find("play").textContent = play.running ? "Pause" : "Play";
  play.last = performance.now();
  if (play.running) requestAnimationFrame(frame);
  else say();
}

function frame(instant) {
  if (!play.running) return;
  // Those who ask for less motion see a picture a second.
  const least = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1000 : 0;
  const passed = instant - play.last;
  if (passed >= least) {
    play.now = Math.min(day.seconds, play.now + Math.max(0, passed) / 1000 * SPEEDS[play.speed]);
    play.last = instant;
    draw();
    if (instant - play.told > 250 || play.now === day.seconds) {
      play.told = instant;
      writeFigures();
    }
  }
  if (play.now < day.seconds) requestAnimationFrame(frame);
  else run(false);
}

function setSpeed(row) {
  play.speed = Math.min(Math.max(row, 0), SPEEDS.length - 1);
  const speed = SPEEDS[play.speed];
  find("speed").textContent = speed === 1 ? "1×, as the clock" : `${speed}×, ${speed < 60 ? `${speed} s` : `${speed / 60} min`} a second`;
}

function look(x, y, scale) {
  Object.assign(view, { x, y, scale: Math.min(Math.max(scale, view.fit * 0.8), view.fit * 40) });
  play.moved = true;
  draw();
}

/** The whole map, or the box of one ICS, as large as it fits. */
function showPlace(ics) {
  const boxes = day.ground.boxes.filter((_, own) => ics === "" || own === Number(ics));
  const ends = (side, most) => most(...boxes.map((box) => box[side]));
  const [left, top, right, bottom] = [ends(0, Math.min), ends(1, Math.min), ends(2, Math.max), ends(3, Math.max)];
  penOf("map");
  const scale = 0.94 * Math.min(view.wide / (right - left), view.tall / (bottom - top));
  if (ics === "") view.fit = scale;
  look((left + right) / 2, (top + bottom) / 2, scale);
}

function follow(one) {
  followed = one;
  find("follow").value = one ? day.vehicles.indexOf(one) : "";
  if (one) view.scale = Math.max(view.scale, view.fit * 3);
  play.moved = true;
  if (!one) showPlace(find("show").value);
  seek(play.now);
}

function nearestTo(x, y) {
  const away = ({ place }) => Math.hypot(place[0] - x, place[1] - y);
  const near = play.seen.filter((each) => away(each) < 14);
  return near.sort((a, b) => away(a) - away(b))[0]?.one ?? null;
}

const KEYS = {
  " ": () => run(!play.running),
  ArrowLeft: (event) => seek(Math.floor(play.now) - (event.shiftKey ? 900 : 60)),
  ArrowRight: (event) => seek(Math.floor(play.now) + (event.shiftKey ? 900 : 60)),
  "+": () => setSpeed(play.speed + 1),
  "=": () => setSpeed(play.speed + 1),
  "-": () => setSpeed(play.speed - 1),
};

function onKey(event) {
  if (event.key === "Escape") return follow(null);
  // A control keeps the keys that are its own.
  const own = event.target.matches("select, input[type=checkbox]") || event.key === " " && event.target.matches("button");
  if (own || !find("keys").checked || event.ctrlKey || event.altKey || event.metaKey || !KEYS[event.key]) return undefined;
  event.preventDefault();
  return KEYS[event.key](event);
}

function listenToMap() {
  const map = find("map");
  let from = null;
  map.addEventListener("pointerdown", (event) => { from = { x: event.offsetX, y: event.offsetY, dragged: false }; });
  map.addEventListener("pointermove", (event) => {
    const [dx, dy] = from ? [event.offsetX - from.x, event.offsetY - from.y] : [0, 0];
    if (!from || !from.dragged && Math.hypot(dx, dy) < 5) return;
    from = { x: event.offsetX, y: event.offsetY, dragged: true };
    look(view.x - dx / view.scale, view.y - dy / view.scale, view.scale);
  });
  map.addEventListener("pointerup", (event) => {
    const one = from && !from.dragged ? nearestTo(event.offsetX, event.offsetY) : null;
    from = null;
    if (one) follow(one);
  });
  map.addEventListener("pointerleave", () => { from = null; });
  map.addEventListener("wheel", (event) => {
    if (document.activeElement !== map) return;
    event.preventDefault();
    look(view.x, view.y, view.scale * (event.deltaY < 0 ? 1.2 : 1 / 1.2));
  }, { passive: false });
}

function listen() {
  document.addEventListener("keydown", onKey);
  find("play").addEventListener("click", () => run(!play.running));
  find("time").addEventListener("input", (event) => seek(Number(event.target.value)));
  find("slower").addEventListener("click", () => setSpeed(play.speed - 1));
  find("faster").addEventListener("click", () => setSpeed(play.speed + 1));
  find("nearer").addEventListener("click", () => look(view.x, view.y, view.scale * 1.5));
  find("farther").addEventListener("click", () => look(view.x, view.y, view.scale / 1.5));
  find("follow").addEventListener("change", (event) => follow(day.vehicles[event.target.value] ?? null));
  find("show").addEventListener("change", (event) => showPlace(event.target.value));
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => seek(Math.floor(play.now) + Number(button.dataset.step)));
  }
  for (const id of ["mode", "waiting", "hospitals", "stations", "idle"]) {
    find(id).addEventListener("change", () => { play.moved = true; refresh(); });
  }
  window.addEventListener("resize", () => showPlace(find("show").value));
  listenToMap();
}

function writeHeadings() {
  const services = day.services.length > 2 ? `${day.services.length} ambulance services` : day.services.join(" and ");
  find("title").textContent = `${services}, scenario “${day.scenario}”`;
  document.title = `One simulated day: ${day.scenario}, ${shown(0, { dateStyle: "long" })}`;
  const facts = [["Scenario", day.scenario], ["Region", day.region], ["Seed", day.seed], ["Replication", day.replication],
    ["ambics", day.version], ["Data hash", day.data_hash], ["Scenario hash", day.scenario_hash], ["Sources", day.attribution]];
  find("facts").replaceChildren(...facts.flatMap(([term, fact]) => [made("dt", term), made("dd", String(fact))]));
  find("outlined").textContent = day.ground.words;
  find("time").max = day.seconds;
  day.icses.forEach(([, name], ics) => find("show").append(made("option", name, { value: ics })));
  const groups = day.icses.map(([, name]) => made("optgroup", "", { label: name }));
  day.vehicles.forEach((one, row) => groups[one.ics]?.append(made("option", `${one.sign} (${one.kind})`, { value: row })));
  find("follow").append(...groups);
}

function begin() {
  day = JSON.parse(find("data").textContent);
  readGround(day.ground);
  day.incidents = day.incidents.map(readIncident);
  day.vehicles = day.vehicles.map(readVehicle);
  writeHeadings();
  listen();
  setSpeed(play.speed);
  showPlace("");
  seek(0);
}

try {
  begin();
} catch (fault) {
  find("trouble").hidden = false;
  find("trouble").textContent = `The day cannot be shown here: ${fault.message}. A browser of 2022 or later is needed.`;
}
