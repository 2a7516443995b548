"""Make the virtual environment that the tests use, or say in one sentence what is missing.

Use: make_venv.py FOLDER REQUIREMENTS. Written for any Python 3, so that an old one can say that it is too old.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 10)


def stop(sentence):
    """Say what is wrong and end."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def make(folder, requirements):
    """A fresh environment with the pinned requirements; the mark is written last."""
    shutil.rmtree(folder, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "venv", folder], stdin=subprocess.DEVNULL):
        stop("This Python cannot make a virtual environment: install its venv module (Debian: python3-venv).")
    python = os.path.join(folder, "bin", "python")
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements]
    if subprocess.call([python, *install], stdin=subprocess.DEVNULL):
        stop("The packages of " + requirements + " could not be installed; the message above says why.")
    with open(os.path.join(folder, ".ready"), "w", encoding="utf-8") as mark:
        mark.write(sys.version + "\n")


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        stop(
            "The tests need Python 3.10 or newer; {} is {}.{}. Name another: make PYTHON=python3.12 test".format(
                sys.executable, *sys.version_info[:2]
            )
        )
    print("Making the virtual environment " + sys.argv[1] + " (about half a minute) ...", flush=True)
    make(sys.argv[1], sys.argv[2])
