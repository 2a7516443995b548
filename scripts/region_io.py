"""Reading, writing and projecting: what every part of the region builder needs."""

import csv
import hashlib
import json
from pathlib import Path

import numpy as np
import tomllib

EARTH_RADIUS_M = 6_371_009.0
CENTRAL_MERIDIAN_DEG = -2.0


class Reference:
    """The read-only folder of public facts; remembers the hash of every file it served."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.hashes = {}

    def path(self, name):
        """The path of a file of the folder, with its hash noted."""
        path = self.folder / name
        if name not in self.hashes:
            self.hashes[name] = sha256_of(path)
        return path

    def rows(self, name):
        """The rows of a CSV file as dictionaries of text."""
        with self.path(name).open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    def geojson(self, name):
        """The features of a GeoJSON file."""
        return json.loads(self.path(name).read_text(encoding="utf-8"))["features"]


def sha256_of(path):
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def write_csv(path, columns, rows):
    """Write rows (dictionaries) with exactly these columns; `None` becomes an empty cell."""
    with Path(path).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({c: "" if row[c] is None else row[c] for c in columns} for row in rows)
    return len(rows)


def read_csv(path):
    """The rows of a CSV file as dictionaries of text."""
    with Path(path).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def number(value, decimals):
    """A decimal number as short text: no trailing zeros, never `-0`."""
    text = f"{float(value):.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def whole(text):
    """A count that may be written as a float, as a whole number; empty stays empty."""
    return None if text in ("", None) else int(round(float(text)))


def shares(weights, decimals=8):
    """Weights scaled to sum to one exactly at the given decimals; the largest takes the remainder."""
    unit = 10**decimals
    total = float(sum(weights))
    parts = [int(round(w / total * unit)) for w in weights]
    parts[parts.index(max(parts))] += unit - sum(parts)
    return [f"{p / unit:.{decimals}f}" for p in parts]


def project(lon, lat):
    """Longitude and latitude in degrees to metres east and north: a spherical transverse Mercator about 2 W."""
    angle = np.radians(np.asarray(lon, float) - CENTRAL_MERIDIAN_DEG)
    phi = np.radians(np.asarray(lat, float))
    east = EARTH_RADIUS_M * np.arctanh(np.cos(phi) * np.sin(angle))
    north = EARTH_RADIUS_M * np.arctan2(np.tan(phi), np.cos(angle))
    return east, north


def toml_text(value):
    """A text, number or list of small tables as TOML."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    items = ", ".join("{ " + ", ".join(f"{k} = {toml_text(v)}" for k, v in item.items()) + " }" for item in value)
    return f"[{items}]"


def write_source(path, region, tables):
    """Write SOURCE.toml: one `[region]`, then one `[table."x.csv"]` for each table, in the order given."""
    lines = ["[region]"] + [f"{k} = {toml_text(v)}" for k, v in region.items()]
    for name, entry in tables.items():
        lines += ["", f'[table."{name}"]'] + [f"{k} = {toml_text(v)}" for k, v in entry.items()]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_source(path):
    """The SOURCE.toml of a folder as a dictionary; empty when there is none."""
    path = Path(path)
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
