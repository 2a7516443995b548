"""Run one program on one city in this process and print what came out as JSON: `peer.py simpy city`."""

from __future__ import annotations

import argparse
import json

from city import all_cities

SIMPY, TUNED, CIW = "simpy", "simpy-tuned", "ciw"


def main() -> None:
    """Only the program asked for is imported."""
    cities = {here.name: here for here in all_cities()}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", choices=[SIMPY, TUNED, CIW])
    parser.add_argument("city", choices=list(cities))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    here = cities[options.city]
    if options.program == CIW:
        from city_ciw import simulate

        print(json.dumps(simulate(here, options.seed)))
    elif options.program == TUNED:
        from city_simpy import simulate
        from city_simpy_tuned import TunedReplication

        print(json.dumps(simulate(here, options.seed, TunedReplication)))
    else:
        from city_simpy import simulate

        print(json.dumps(simulate(here, options.seed)))


if __name__ == "__main__":
    main()
