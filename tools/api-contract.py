#!/usr/bin/env python3
"""Writes what the API demands of every member of its requests and answers, a line each, from service models.

    python3 tools/api-contract.py MODELS > personalize-api/src/test/resources/api-contract.txt

MODELS is a directory with the service models of the three services as the SDKs publish them (service-2.json), named personalize.json,
personalize-runtime.json and personalize-events.json. A line has, by tabs: operation, in or out, path of the member, its type, and its
constraints as JSON. In a path [] stands for an element of a list, {k} and {v} for a key and a value of a map.
"""
import json
import pathlib
import sys

KEPT = ("min", "max", "pattern", "enum")


def walk(shapes, name, path, required, emit, above=()):
    if name in above:
        raise SystemExit(f"{name} is recursive at {path}")
    shape = shapes[name]
    limits = {key: shape[key] for key in KEPT if key in shape}
    if required:
        limits["required"] = True
    if path:
        emit(path, shape["type"], limits)
    above = above + (name,)
    if shape["type"] == "structure":
        for member, ref in shape.get("members", {}).items():
            inner = f"{path}.{member}" if path else member
            walk(shapes, ref["shape"], inner, member in shape.get("required", []), emit, above)
    elif shape["type"] == "list":
        walk(shapes, shape["member"]["shape"], path + "[]", False, emit, above)
    elif shape["type"] == "map":
        walk(shapes, shape["key"]["shape"], path + "{k}", False, emit, above)
        walk(shapes, shape["value"]["shape"], path + "{v}", False, emit, above)


def main():
    models = pathlib.Path(sys.argv[1])
    lines = []
    for service in ("personalize", "personalize-runtime", "personalize-events"):
        model = json.loads((models / f"{service}.json").read_text())
        for operation, described in sorted(model["operations"].items()):
            for side, key in (("in", "input"), ("out", "output")):
                if key not in described:
                    continue

                def emit(path, kind, limits, operation=operation, side=side):
                    lines.append("\t".join(
                        (operation, side, path, kind, json.dumps(limits, sort_keys=True))))

                walk(model["shapes"], described[key]["shape"], "", False, emit)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
