"""The rules of a trace replay, written down once more and as plainly as possible.

This is no part of ``ambics``: it is what the tests compare the engine with. It shares no code with the engine, knows
nothing of it, and was written from the rules alone:

- a leg takes ``round_half_even(minutes * 60000 / factor)`` or ``round_half_even(seconds * 1000 / factor)`` ms;
- at one instant: shifts begin, arrivals home, vehicles freed (lowest row first), incidents in file order;
- an incident is answered by the vehicle idle or on its way home with the shortest leg, the lowest row of equals;
- a vehicle on its way home is where the straight line says at ``elapsed / leg``, at the area nearest to that;
- nobody free: the incident waits; a vehicle that is freed serves the head of the queue at once;
- no hospital recorded: the hospital with the shortest leg from the incident, the lowest row of equals.
"""

import csv
import heapq
import math

HOME, FREED, INCIDENT = 0, 1, 2
BEGIN = -1
EARTH_KM = 6371.0088


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ms(text):
    return round(float(text) * 1000.0)


def apart(kind, a, b):
    if kind == "planar":
        return math.hypot(a[0] - b[0], a[1] - b[1])
    lon1, lat1, lon2, lat2 = (math.radians(v) for v in (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


class Replay:
    def __init__(
        self, folder, mobilisation_s=0.0, to_scene=1.0, convey=1.0, back=1.0, by_category=False, stations=False
    ):
        areas = table(folder / "areas.csv")
        self.kind = "planar" if "x_m" in areas[0] or "x_km" in areas[0] else "lonlat"
        names = next(pair for pair in (("x_m", "y_m"), ("x_km", "y_km"), ("lon", "lat")) if pair[0] in areas[0])
        self.points = [(float(row[names[0]]), float(row[names[1]])) for row in areas]
        row_of = {row["area_code"]: n for n, row in enumerate(areas)}
        self.matrix = {}
        for row in table(folder / "matrix.csv"):
            base = float(row["minutes"]) * 60000.0 if "minutes" in row else float(row["seconds"]) * 1000.0
            self.matrix[row_of[row["from"]], row_of[row["to"]]] = base
        self.factors = {"scene": to_scene, "convey": convey, "back": back}
        self.mobilise = round(mobilisation_s * 1000.0)
        self.hospitals = [(row["hospital_code"], row_of[row["area_code"]]) for row in table(folder / "hospitals.csv")]
        self.incidents = table(folder / "incidents.csv")
        for row in self.incidents:
            row["area"] = row_of[row["area_code"]]
        self.vehicles = []
        at = {row["station_code"]: row["area_code"] for row in table(folder / "stations.csv")} if stations else {}
        for row in table(folder / "vehicles.csv"):
            home = row_of[at[row["station_code"]] if stations else row["station_code"]]
            start = ms(row["shift_start_s"]) if row.get("shift_start_s") else 0
            end = ms(row["shift_end_s"]) if row.get("shift_end_s") else math.inf
            self.vehicles.append(
                {"name": row["vehicle"], "home": home, "on": (start, end), "busy": False, "back": None}
            )
        self.by_category = by_category
        self.queue = []
        self.calendar = []
        self.out = {}

    def leg(self, purpose, a, b):
        return round(self.matrix[a, b] / self.factors[purpose])

    def place(self, vehicle, now):
        if vehicle["back"] is None:
            return vehicle["home"]
        since, start, length = vehicle["back"]
        share = (now - since) / length
        (x0, y0), (x1, y1) = self.points[start], self.points[vehicle["home"]]
        at = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
        return min(range(len(self.points)), key=lambda n: (apart(self.kind, at, self.points[n]), n))

    def send(self, now, v, incident, start, queued, at_home):
        row, vehicle = self.incidents[incident], self.vehicles[v]
        o = {"vehicle": vehicle["name"], "queued": queued, "from_road": vehicle["back"] is not None and not queued}
        o["at_ms"], o["assigned_ms"], o["mobilised_ms"] = ms(row["at_s"]), now, now + (self.mobilise if at_home else 0)
        o["reached_ms"] = o["mobilised_ms"] + self.leg("scene", start, row["area"])
        o["left_scene_ms"] = o["freed_ms"] = o["reached_ms"] + ms(row["on_scene_s"])
        o["hospital_code"], o["at_hospital_ms"], end = None, None, row["area"]
        if row["convey"] == "1" and row["handover_s"] != "":
            legs = [(self.leg("convey", row["area"], area), n) for n, (_, area) in enumerate(self.hospitals)]
            chosen = [leg for leg in legs if self.hospitals[leg[1]][0] == row.get("hospital_code")]
            leg, n = chosen[0] if chosen else min(legs)
            o["hospital_code"], end = self.hospitals[n]
            o["at_hospital_ms"] = o["left_scene_ms"] + leg
            o["freed_ms"] = o["at_hospital_ms"] + ms(row["handover_s"])
        vehicle.update(busy=True, back=None)
        self.out[incident] = o
        heapq.heappush(self.calendar, (o["freed_ms"], FREED, v, (end, incident)))

    def serve(self, now, v, start, at_home):
        vehicle = self.vehicles[v]
        if not self.queue or not vehicle["on"][0] <= now < vehicle["on"][1]:
            return False
        key = (lambda n: (self.incidents[n]["category"], self.queue.index(n))) if self.by_category else self.queue.index
        head = min(self.queue, key=key)
        self.queue.remove(head)
        self.send(now, v, head, start, True, at_home)
        return True

    def run(self):
        for n, row in enumerate(self.incidents):
            heapq.heappush(self.calendar, (ms(row["at_s"]), INCIDENT, n, None))
        for v, vehicle in enumerate(self.vehicles):
            if vehicle["on"][0] > 0:
                heapq.heappush(self.calendar, (vehicle["on"][0], BEGIN, v, None))
        while self.calendar:
            now, what, n, more = heapq.heappop(self.calendar)
            if what == BEGIN:
                self.serve(now, n, self.vehicles[n]["home"], True)
            elif what == HOME:
                if self.vehicles[n]["back"] is more[0]:
                    self.vehicles[n]["back"] = None
                    if now < self.vehicles[n]["on"][1]:
                        self.out[more[1]]["home_ms"] = now
            elif what == FREED:
                self.vehicles[n]["busy"] = False
                if not self.serve(now, n, more[0], False):
                    length = self.leg("back", more[0], self.vehicles[n]["home"])
                    self.vehicles[n]["back"] = back = (now, more[0], length) if length else None
                    heapq.heappush(self.calendar, (now + length, HOME, n, (back, more[1])))
            else:
                free = [
                    (self.leg("scene", self.place(v, now), self.incidents[n]["area"]), i)
                    for i, v in enumerate(self.vehicles)
                    if not v["busy"] and v["on"][0] <= now < v["on"][1]
                ]
                if free:
                    v = min(free)[1]
                    self.send(now, v, n, self.place(self.vehicles[v], now), False, self.vehicles[v]["back"] is None)
                else:
                    self.queue.append(n)
        return [self.out.get(n) for n in range(len(self.incidents))]
