#!/usr/bin/env python3
"""Holds Schema/openapi.yaml against the vectors of Fixtures/wire/v1.

Every accepted vector must be valid against its schema, and of the refused ones those whose fault is
one of shape must not be. Reads as much of YAML and of JSON Schema 2020-12 as that file uses, and
refuses the rest: a keyword that nobody checks is a mistake here.
"""
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import wire  # noqa: E402

SCHEMAS = {
    "hello-request": "HelloRequest", "hello-response": "HelloResponse",
    "push-request": "PushRequest", "push-response": "PushResponse",
    "documents-request": "DocumentsRequest", "reconcile-request": "ReconcileRequest",
    "reconcile-response": "ReconcileResponse", "head-event": "HeadEvent", "problem": "Problem",
    "peer-request": "PeerRequest", "offer-request": "OfferRequest",
    "offer-response": "OfferResponse",
    "pull": "PullLine", "documents": "PullLine", "peer": "PullLine",
}

# What no schema of shapes can say: order, what belongs together, and texts that are no JSON.
BEYOND_SHAPE = {
    "gap-inside", "group-split", "ops-order", "path-twice", "txn-ahead", "order", "overlap",
    "empty-range", "part-order", "document-twice", "first-part", "dot-twice", "register-twice",
    "register-empty", "path",
}


# MARK: YAML

def scalar(text):
    """A value that stands on one line."""
    if text.startswith(("[", "{")):
        items = text[1:-1].strip()
        if text.startswith("{"):
            if items:
                raise ValueError(f"only empty braces are read: {text}")
            return {}
        return [scalar(item.strip()) for item in items.split(",")] if items else []
    if text.startswith('"'):
        return json.loads(text)
    if text in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[text]
    return int(text) if re.fullmatch(r"-?\d+", text) else text


class Yaml:
    """Mappings and lists by indentation, values on one line, and texts that are folded."""

    def __init__(self, text):
        self.lines = [(len(line) - len(line.lstrip()), line.strip())
                      for line in text.splitlines()
                      if line.strip() and not line.lstrip().startswith("#")]
        self.place = 0

    def peek(self):
        return self.lines[self.place] if self.place < len(self.lines) else (-1, "")

    def block(self, indent):
        """The mapping or list whose lines stand at an indentation."""
        return self.list(indent) if self.peek()[1].startswith("- ") else self.mapping(indent)

    def list(self, indent):
        result = []
        while self.peek()[0] == indent and self.peek()[1].startswith("- "):
            rest = self.peek()[1][2:]
            if re.match(r"[^\"\[{]+:( |$)", rest):
                # A mapping begins behind the dash.
                self.lines[self.place] = (indent + 2, rest)
                result.append(self.mapping(indent + 2))
            else:
                self.place += 1
                result.append(scalar(rest))
        return result

    def mapping(self, indent):
        result = {}
        while self.peek()[0] == indent and not self.peek()[1].startswith("- "):
            match = re.fullmatch(r"(\"[^\"]+\"|[^\"\s][^:]*):(?: (.*))?", self.peek()[1])
            if match is None:
                raise ValueError(f"no mapping: {self.peek()[1]}")
            key, value = match.group(1).strip('"'), match.group(2)
            if key in result:
                raise ValueError(f"{key} stands twice")
            self.place += 1
            inner = self.peek()[0]
            if value == ">-":
                words = []
                while self.peek()[0] > indent:
                    words.append(self.peek()[1])
                    self.place += 1
                result[key] = " ".join(words)
            elif value is not None:
                result[key] = scalar(value)
            elif inner > indent:
                result[key] = self.block(inner)
            else:
                result[key] = None
        return result


def load(path):
    reader = Yaml(Path(path).read_text(encoding="utf-8"))
    result = reader.block(0)
    if reader.place != len(reader.lines):
        raise ValueError(f"line {reader.peek()[1]!r} belongs to nothing")
    return result


# MARK: JSON Schema

TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}

KEYWORDS = {
    "description", "$ref", "type", "const", "enum", "pattern", "minLength", "maxLength", "minimum",
    "minItems", "maxItems", "items", "prefixItems", "required", "properties", "propertyNames",
    "additionalProperties", "dependentRequired", "oneOf",
}


class Schema:
    def __init__(self, document):
        self.document = document

    def resolve(self, reference):
        node = self.document
        for name in reference.removeprefix("#/").split("/"):
            node = node[name]
        return node

    def errors(self, value, schema, place="$"):
        """What is wrong with a value, as texts."""
        if isinstance(schema, bool):
            return [] if schema else [f"{place}: must not be there"]
        unknown = set(schema) - KEYWORDS
        if unknown:
            raise ValueError(f"nobody checks {sorted(unknown)}")
        found = []
        if "$ref" in schema:
            found += self.errors(value, self.resolve(schema["$ref"]), place)
        if "type" in schema and not TYPES[schema["type"]](value):
            return found + [f"{place}: no {schema['type']}"]
        if "const" in schema and (value != schema["const"] or type(value) is not type(
                schema["const"])):
            found.append(f"{place}: not {schema['const']!r}")
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{place}: none of {schema['enum']}")
        if isinstance(value, str):
            found += self.text(value, schema, place)
        if TYPES["integer"](value) and value < schema.get("minimum", value):
            found.append(f"{place}: less than {schema['minimum']}")
        if isinstance(value, list):
            found += self.list(value, schema, place)
        if isinstance(value, dict):
            found += self.object(value, schema, place)
        if "oneOf" in schema:
            results = [self.errors(value, one, place) for one in schema["oneOf"]]
            fitting = sum(not result for result in results)
            if fitting != 1:
                found.append(f"{place}: fits {fitting} of the kinds: {results}")
        return found

    def text(self, value, schema, place):
        found = []
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            found.append(f"{place}: too short or too long")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            found.append(f"{place}: {value!r} does not match")
        return found

    def list(self, value, schema, place):
        found = []
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{place}: too few or too many")
        first = schema.get("prefixItems", [])
        for index, item in enumerate(value):
            if index < len(first):
                found += self.errors(item, first[index], f"{place}[{index}]")
            if "items" in schema and index >= len(first):
                found += self.errors(item, schema["items"], f"{place}[{index}]")
        return found

    def object(self, value, schema, place):
        found = [f"{place}: no {name}" for name in schema.get("required", []) if name not in value]
        for name, needed in schema.get("dependentRequired", {}).items():
            if name in value:
                found += [f"{place}: {name} without {other}" for other in needed
                          if other not in value]
        known = schema.get("properties", {})
        for name, member in value.items():
            if "propertyNames" in schema:
                found += self.errors(name, schema["propertyNames"], f"{place} name")
            if name in known:
                found += self.errors(member, known[name], f"{place}.{name}")
            elif "additionalProperties" in schema:
                found += self.errors(member, schema["additionalProperties"], f"{place}.{name}")
        return found


# MARK: The check

def schema_name(name):
    return next(schema for prefix, schema in SCHEMAS.items() if name.startswith(prefix))


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def check(document, folder):
    """What is wrong, and how many vectors were looked at."""
    schema, wrong, count = Schema(document), [], 0
    schemas = document["components"]["schemas"]
    for reference in set(references(document)):
        schema.resolve(reference)
    used = set(references(document)) | {f"#/components/schemas/{name}" for name in SCHEMAS.values()}
    wrong += [f"{name} is used nowhere" for name in schemas
              if f"#/components/schemas/{name}" not in used]
    for path in sorted(folder.glob("accept/*")):
        lines = path.read_bytes().strip().split(b"\n") if path.suffix == ".jsonl" \
            else [path.read_bytes()]
        for line in lines:
            count += 1
            found = schema.errors(wire.parse(line.strip()), schemas[schema_name(path.name)])
            wrong += [f"{path.name}: {error}" for error in found]
    for path in sorted(folder.glob("reject/*")):
        count += 1
        name = path.stem.split("--", 1)[1]
        message = next(one for one in sorted(SCHEMAS, key=len, reverse=True)
                       if name.startswith(one))
        try:
            value = wire.parse(path.read_bytes().removesuffix(b"\n"))
        except wire.WireError:
            continue
        fault = name.removeprefix(message).removeprefix("-").removeprefix("line-")
        if fault in BEYOND_SHAPE:
            continue
        if not schema.errors(value, schemas[SCHEMAS[message]]):
            wrong.append(f"{path.name}: its schema admits it")
    return wrong, count


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("openapi.py: give Schema/openapi.yaml and the folder of the vectors")
    mistakes, looked = check(load(sys.argv[1]), Path(sys.argv[2]))
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    print(f"{looked} vectors were held against the schemas, {len(mistakes)} mistakes")
    sys.exit(1 if mistakes or not looked else 0)
