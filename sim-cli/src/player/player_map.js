
// ---- Drawing ----

const SHAPES = {
  circle: (pen, r) => pen.arc(0, 0, r, 0, 7),
  triangle: (pen, r) => corners(pen, [[0, -r * 1.25], [r * 1.15, r * 0.85], [-r * 1.15, r * 0.85]]),
  down: (pen, r) => corners(pen, [[0, r * 1.25], [r * 1.15, -r * 0.85], [-r * 1.15, -r * 0.85]]),
  square: (pen, r) => pen.rect(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8),
  diamond: (pen, r) => corners(pen, [[0, -r * 1.3], [r * 1.3, 0], [0, r * 1.3], [-r * 1.3, 0]]),
  cross: (pen, r) => corners(pen, [[-1, -3], [1, -3], [1, -1], [3, -1], [3, 1], [1, 1], [1, 3], [-1, 3], [-1, 1], [-3, 1],
    [-3, -1], [-1, -1]].map((corner) => corner.map((side) => side * r * 0.42))),
};

function corners(pen, points) {
  points.forEach(([x, y], row) => (row ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

function symbol(pen, [x, y], shape, { r, fill: inside, line = "#111", width = 1 }) {
  pen.save();
  pen.translate(x, y);
  pen.beginPath();
  SHAPES[shape](pen, r);
  pen.fillStyle = inside;
  pen.fill();
  pen.lineWidth = width;
  pen.strokeStyle = line;
  pen.stroke();
  pen.restore();
}

/** A symbol by itself, for a table's row. */
function picture(shape, inside) {
  const canvas = made("canvas", "", { width: 32, height: 32, style: "width:16px;height:16px", "aria-hidden": "true" });
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  symbol(pen, [8, 8], shape, { r: 5, fill: inside });
  return canvas;
}

function penOf(id) {
  const canvas = find(id);
  const [ratio, box] = [window.devicePixelRatio || 1, canvas.getBoundingClientRect()];
  const [wide, tall] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
  if (canvas.width !== wide || canvas.height !== tall) Object.assign(canvas, { width: wide, height: tall });
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, box.width, box.height);
  [view.wide, view.tall] = [box.width, box.height];
  return pen;
}

const onPage = (x, y) => [(x - view.x) * view.scale + view.wide / 2, (y - view.y) * view.scale + view.tall / 2];

function drawGround() {
  const pen = penOf("ground");
  const { lands, rule, coast, borders } = day.ground;
  const tinted = find("mode").value !== "state";
  pen.save();
  pen.translate(...onPage(0, 0));
  pen.scale(view.scale, view.scale);
  for (const [ics, path] of lands) {
    pen.fillStyle = tinted ? pale(icsColour(ics)) : "#EDF1F4";
    pen.fill(path, rule);
  }
  pen.lineWidth = 1 / view.scale;
  pen.strokeStyle = "#A9B3BC";
  pen.stroke(coast);
  pen.lineWidth = 1.4 / view.scale;
  pen.strokeStyle = "#5A6570";
  pen.stroke(borders);
  pen.restore();
  drawNames(pen);
  if (find("stations").checked) {
    for (const [place] of day.stations) symbol(pen, spot(place), "circle", { r: 2, fill: "#6B7680", line: "#6B7680" });
  }
}

const pxPerKm = () => view.scale * 1000 / day.unit_m;

/** A size on the page that grows with the map, within bounds. */
const sized = (least, perKm, most) => Math.min(most, least + perKm * pxPerKm());

const spot = (place) => onPage(...day.places[place]);

/** A colour mixed with white. */
function pale(colour) {
  const parts = [1, 3, 5].map((from) => Math.round(255 - (255 - parseInt(colour.slice(from, from + 2), 16)) * 0.2));
  return `rgb(${parts.join(" ")})`;
}

/** Names of ICSs where they do not lie over one another; a halo keeps them readable. */
function drawNames(pen) {
  if (pxPerKm() < 1.4) return;
  pen.font = "600 12px system-ui, Arial, sans-serif";
  pen.textAlign = "center";
  const taken = [];
  for (const [, name, , x, y] of day.icses) {
    const [[left, top], lines] = [onPage(x, y), broken(name)];
    const half = Math.max(...lines.map((line) => pen.measureText(line).width)) / 2;
    if (taken.some(([l, t, h]) => Math.abs(l - left) < h + half && Math.abs(t - top) < 34)) continue;
    taken.push([left, top, half]);
    pen.lineWidth = 3;
    pen.strokeStyle = "#FFFFFFD0";
    pen.fillStyle = "#3D3D3D";
    lines.forEach((line, row) => {
      const down = top + (row - (lines.length - 1) / 2) * 14;
      pen.strokeText(line, left, down);
      pen.fillText(line, left, down);
    });
  }
}

/** A long name in lines. */
function broken(name) {
  const lines = [""];
  for (const word of name.split(" ")) {
    if (lines.at(-1) && lines.at(-1).length + word.length > 18) lines.push("");
    lines[lines.length - 1] += `${lines.at(-1) ? " " : ""}${word}`;
  }
  return lines;
}

/** What is filled, the lines around it and between ICSs, and the box of each ICS: left, top, right, bottom. */
function readGround(ground) {
  ground.boxes = day.icses.map(() => [Infinity, Infinity, -Infinity, -Infinity]);
  Object.assign(ground, { lands: [], coast: new Path2D(), borders: new Path2D() });
  ground.rule = ground.outlines ? "evenodd" : "nonzero";
  if (ground.outlines) readOutlines(ground);
  else readCells(ground);
}

function widen(box, left, top, right, bottom) {
  Object.assign(box, [Math.min(box[0], left), Math.min(box[1], top), Math.max(box[2], right), Math.max(box[3], bottom)]);
}

/** Outlines from their steps; an edge that two ICSs have is a border, one that nobody else has is coast. */
function readOutlines(ground) {
  const first = new Map();
  const line = (path, [from, to]) => { path.moveTo(...from); path.lineTo(...to); };
  for (const [ics, rings] of ground.outlines) {
    const path = new Path2D();
    for (const told of rings) {
      const points = cornersOf(told);
      corners(path, points);
      points.forEach((point, row) => {
        widen(ground.boxes[ics], ...point, ...point);
        const edge = [point, points[(row + 1) % points.length]];
        const key = edge.map(String).sort().join(";");
        const other = first.get(key);
        first.delete(key);
        if (!other) first.set(key, { ics, edge });
        else if (other.ics !== ics) line(ground.borders, edge);
      });
    }
    ground.lands.push([ics, path]);
  }
  for (const { edge } of first.values()) line(ground.coast, edge);
}

function cornersOf(told) {
  const points = [];
  for (let row = 0, x = 0, y = 0; row < told.length; row += 2) {
    [x, y] = [x + told[row], y + told[row + 1]];
    points.push([x, y]);
  }
  return points;
}

/** Cells from their runs, and the lines between cells of different owners. */
function readCells(ground) {
  const { columns: wide, rows, runs, cell } = ground;
  const owner = new Uint8Array(wide * rows);
  const paths = day.icses.map(() => new Path2D());
  for (let row = 0, from = 0; row < runs.length; from += runs[row + 1], row += 2) {
    owner.fill(runs[row], from, from + runs[row + 1]);
  }
  const edge = (own, other, box) => {
    if (own !== other) (own && other ? ground.borders : ground.coast).rect(...box);
  };
  owner.forEach((own, row) => {
    const [x, y] = [(row % wide) * cell, Math.floor(row / wide) * cell];
    if (own) {
      // A little more than the cell, so that no seam shows.
      paths[own - 1].rect(x, y, cell + 0.5, cell + 0.5);
      widen(ground.boxes[own - 1], x, y, x + cell, y + cell);
    }
    if (row % wide) edge(own, owner[row - 1], [x, y, 0, cell]);
    if (row >= wide) edge(own, owner[row - wide], [x, y, cell, 0]);
  });
  ground.lands = paths.map((path, ics) => [ics, path]);
}

function colourOf({ one, status, served }) {
  const mode = find("mode").value;
  if (mode === "home") return icsColour(one.ics);
  if (mode === "served") return served ? icsColour(served.ics) : NONE;
  return GROUPS[GROUP_OF[status]].colour;
}

/** Those that stand at one place lie around it, so that a queue is seen as one. */
function spread([x, y], n, r) {
  const [away, turn] = [1.5 * r * Math.sqrt(n), n * 2.4];
  return [x + away * Math.cos(turn), y + away * Math.sin(turn)];
}

function drawVehicles(pen, now, t) {
  const [standing, r] = [new Map(), sized(1.2, 1.6, 6.5)];
  const [dotted, idle] = [find("mode").value !== "state", find("idle").checked];
  for (const each of now) {
    const { one, row, status } = each;
    let place = onPage(...placeAt(one, row, t));
    if (t - one.t[row] >= one.takes[row]) {
      const n = standing.get(one.to[row]) ?? 0;
      standing.set(one.to[row], n + 1);
      place = spread(place, n, r);
    }
    each.place = place;
    if (!idle && !one.incident[row] && one !== followed) continue;
    const size = one.kind === "dca" ? r : r * 0.75;
    symbol(pen, place, GROUPS[GROUP_OF[status]].shape, { r: size, fill: colourOf(each), width: 0.8 });
    if (dotted && isAway(each)) symbol(pen, place, "circle", { r: size * 0.4, fill: "#fff", width: 0.6 });
  }
}

function drawWaiting(pen, waiting) {
  const r = sized(1.4, 2.2, 8);
  pen.font = `700 ${Math.round(r * 1.5)}px system-ui, Arial, sans-serif`;
  pen.textBaseline = "middle";
  for (const { one, category } of waiting.filter(({ coded }) => coded)) {
    const [x, y] = spot(one.place);
    const urgent = category === 0;
    symbol(pen, [x, y], "circle", { r, fill: urgent ? "#801650" : "#fff", line: "#801650", width: 1.6 });
    if (r < 5) continue;
    pen.fillStyle = urgent ? "#fff" : "#801650";
    pen.fillText(category < 4 ? String(category + 1) : "o", x, y + 0.5);
  }
}

function drawHospitals(pen) {
  const r = sized(2.5, 2.2, 8);
  pen.font = `700 ${Math.round(r * 1.5)}px system-ui, Arial, sans-serif`;
  pen.textBaseline = "middle";
  for (const [place] of day.hospitals) {
    const [x, y] = spot(place);
    symbol(pen, [x, y], "square", { r, fill: "#fff", line: "#12436D", width: 1.5 });
    pen.fillStyle = "#12436D";
    pen.fillText("H", x, y + 0.5);
  }
}

function drawFollowed(pen, now) {
  const each = now.find(({ one }) => one === followed);
  if (!each) return;
  pen.strokeStyle = "#111";
  pen.lineWidth = 1.5;
  pen.setLineDash([5, 4]);
  pen.beginPath();
  pen.moveTo(...each.place);
  pen.lineTo(...spot(each.one.to[each.row]));
  pen.stroke();
  pen.setLineDash([]);
  pen.lineWidth = 3;
  pen.beginPath();
  pen.arc(...each.place, 13, 0, 7);
  pen.stroke();
}

function draw() {
  const t = play.now;
  if (followed) [view.x, view.y] = placeAt(followed, Math.max(0, rowAt(followed.t, t)), t);
  if (followed || play.moved) drawGround();
  play.moved = false;
  const [pen, now] = [penOf("map"), vehiclesNow(t)];
  pen.textAlign = "center";
  if (find("hospitals").checked) drawHospitals(pen);
  drawVehicles(pen, now, t);
  if (find("waiting").checked) drawWaiting(pen, waitingNow(t));
  drawFollowed(pen, now);
  play.seen = now;
}
