"""A second verifier, written from docs/verified.md and docs/verified.json.

    python3 verify.py FILE [--key VKEY]… [--policy FILE] [--tsa HEX]… [--known FILE]…
    python3 verify.py --many       a task a line on the standard input, a verdict a line on the output
"""

import argparse
import base64
import json
import sys
from pathlib import Path

from archive import Unreadable, open_zip
from verdict import verify


def verdict_of(files, options):
    try:
        return verify(files, options)
    except Unreadable as unreadable:
        return {"outcome": "unreadable", "fault": unreadable.fault, "file": unreadable.file}


def many():
    """{"files": {name: base64}} or {"zip": base64}, each with "options"; what comes back is the verdict."""
    for line in sys.stdin:
        task = json.loads(line)
        try:
            if "zip" in task:
                files = open_zip(base64.b64decode(task["zip"]))
            else:
                files = {name: (lambda data=base64.b64decode(data): data) for name, data in task["files"].items()}
            verdict = verdict_of(files, task.get("options", {}))
        except Unreadable as unreadable:
            verdict = {"outcome": "unreadable", "fault": unreadable.fault, "file": unreadable.file}
        print(json.dumps(verdict), flush=True)


def main():
    words = argparse.ArgumentParser(description="Verifies an evidence bundle.")
    words.add_argument("file", nargs="?")
    words.add_argument("--many", action="store_true")
    words.add_argument("--key", action="append", default=[])
    words.add_argument("--policy")
    words.add_argument("--tsa", action="append", default=[])
    words.add_argument("--known", action="append", default=[])
    given = words.parse_args()
    if given.many:
        return many()
    options = {
        "keys": given.key,
        "authorities": [one.replace(":", "").replace(" ", "").lower() for one in given.tsa],
        "held": [Path(one).read_text("utf-8") for one in given.known],
    }
    if given.policy:
        options["policy"] = Path(given.policy).read_text("utf-8")
    try:
        verdict = verdict_of(open_zip(Path(given.file).read_bytes()), options)
    except Unreadable as unreadable:
        verdict = {"outcome": "unreadable", "fault": unreadable.fault, "file": unreadable.file}
    print(json.dumps(verdict, indent=2))
    return {"proved": 0, "false": 1}.get(verdict["outcome"], 2)


if __name__ == "__main__":
    sys.exit(main())
