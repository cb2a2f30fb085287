"""The messages of wire protocol v1: reading them strictly, writing them canonically.

Written from Schema/wire-protocol.md alone, with Python's standard library. Run as a program it
holds itself against the vectors: `wire.py FOLDER`, where FOLDER is Fixtures/wire/v1.
"""
import hashlib
import json
import re
import sys
from pathlib import Path

NO_HASH = "0" * 32
MAX = 2**64 - 1


class WireError(Exception):
    """A message that is not as the protocol says."""

    def __init__(self, code, detail):
        super().__init__(f"{code}: {detail}")
        self.code = code


def need(condition, detail, code="wire.malformed"):
    if not condition:
        raise WireError(code, detail)


def canonical(value):
    """The canonical form (VN-WIRE-005)."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # Python has short forms of two characters more than the protocol.
    short = {"b": "\\u0008", "f": "\\u000c"}
    return re.sub(r"\\(.)", lambda match: short.get(match[1], match[0]), written)


def short_hash(data):
    """The first 16 bytes of SHA-256."""
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()[:32]


def parse(data):
    """One JSON text (VN-WIRE-003)."""

    def unique(pairs):
        need(len({key for key, _ in pairs}) == len(pairs), "a key stands twice")
        return dict(pairs)

    def number(text):
        value = float(text)
        return int(value) if value.is_integer() and abs(value) < 2**63 else value

    def check(value, depth=0):
        need(depth <= 32, "nested too deep")
        if isinstance(value, str):
            need("\0" not in value, "the character NUL")
            need(not re.search("[\ud800-\udfff]", value), "half a surrogate pair")
        elif isinstance(value, int):
            need(-(2**63) <= value <= MAX, "a number beyond 64 bits")
        elif isinstance(value, (dict, list)):
            for part in list(value) + (list(value.values()) if isinstance(value, dict) else []):
                check(part, depth + 1)

    try:
        value = json.loads(data, object_pairs_hook=unique, parse_float=number)
    except (ValueError, RecursionError) as error:
        raise WireError("wire.malformed", str(error)) from None
    check(value)
    return value


# What a member may be. Each takes a value and gives it back without what it does not know.

def whole(low=0, high=MAX):
    def read(value):
        need(type(value) is int and low <= value <= high, f"no whole number: {value!r}")
        return value
    return read


def text(pattern=None):
    expression = re.compile(pattern or r"(?s).*")

    def read(value):
        need(isinstance(value, str) and expression.fullmatch(value), f"not as expected: {value!r}")
        return value
    return read


def flag(value):
    need(isinstance(value, bool), "neither true nor false")
    return value


def anything(value):
    return value


def many(item, limit=MAX, least=0):
    def read(value):
        need(isinstance(value, list) and len(value) >= least, "not the list that was expected")
        need(len(value) <= limit, "a list over its limit", "wire.too-large")
        return [item(part) for part in value]
    return read


def by_key(key, item):
    def read(value):
        need(isinstance(value, dict), "no object")
        return {key(name): item(part) for name, part in value.items()}
    return read


def record(rule=None, **members):
    """An object; the name of a member that may be absent ends in an underscore."""
    def read(value):
        need(isinstance(value, dict), "no object")
        result = {}
        for name, member in members.items():
            key = name.rstrip("_")
            if key in value:
                result[key] = member(value[key])
            else:
                need(name.endswith("_"), f'the member "{key}" is missing')
        if rule:
            rule(result)
        return result
    return read


def version(message):
    """A message that must say its version (VN-WIRE-001)."""
    def read(value):
        need(isinstance(value, dict), "no object")
        need(value.get("v") == 1, "another version", "wire.version")
        return dict(message(value), v=1)
    return read


def is_path(value):
    need(isinstance(value, str) and len(value.encode()) <= 200, f"no path: {value!r}")
    need(re.fullmatch(r"[A-Za-z]+(/[^\x00-\x1f\x7f]+)?", value), f"no path: {value!r}")
    return value


def ascending(values, detail):
    need(all(a < b for a, b in zip(values, values[1:])), detail)


def one_of(*names):
    def rule(value):
        need(sum(name in value for name in names) == 1, f"not one of {names}")
    return rule


counter, count = whole(1), whole()
replica, digest = text("[0-9a-hjkmnp-tv-z]{13}"), text("[0-9a-f]{32}")
uuid = text("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
dot = text("[0-9a-hjkmnp-tv-z]{13}:[1-9][0-9]*")
vector = by_key(replica, counter)
names = many(text(), 1000)
kind = text("article|comment")
mark = record(counter=count, hash=digest)
scope = record(sections_=names, publishers_=names, articles_=many(uuid, 1000),
               since_=whole(-(2**63)), bodies_=flag, comments_=flag)


def verdict_rule(value):
    need((value["verdict"] == "duplicate") == ("dot" in value), "only a duplicate has a dot")
    need((value["verdict"] == "refused") == ("code" in value), "only a refusal has a code")
    need(("code" in value) == ("message" in value), "a code and its message stand together")


def change_rule(value):
    need(value.get("txn", 1) <= value["counter"], "a group begins behind its row")
    if value.get("withdrawn"):
        return need("hash" in value, "a withdrawn row without hash")
    need(all(key in value for key in ("doc", "hlc", "kind", "ops")), "a row without its change")
    ascending([op["path"].encode() for op in value["ops"]], "paths are not in order")


def push_rule(value):
    rows = value["changes"]
    need("prev" in rows[0], "the first row must say what it stands behind")
    groups = [row.get("txn", row["counter"]) for row in rows]
    for number, row in enumerate(rows):
        need(row["counter"] == rows[0]["counter"] + number, "counters are not contiguous")
    ascending([group for n, group in enumerate(groups) if n == 0 or groups[n - 1] != group],
              "a group does not stand together")


def ranges_rule(value):
    for part in value["ranges"]:
        need(part.get("from", "") < part.get("to", "g"), "a range without ids")
    for one, other in zip(value["ranges"], value["ranges"][1:]):
        need("to" in one and "from" in other and one["to"] <= other["from"], "ranges overlap")


def answer_rule(value):
    one_of("equal", "parts", "documents")(value)
    need(value.get("equal", True), "equal is only said where it is true")
    if "parts" in value:
        need("from" not in value["parts"][0], "the first part begins where its range does")
        need(all("from" in part for part in value["parts"][1:]), "a part without beginning")
        ascending([part["from"] for part in value["parts"][1:]], "parts are not in order")
    ascending([entry["id"] for entry in value.get("documents", [])], "ids are not in order")


def register_rule(value):
    dots = [live["dot"] for live in value["live"]]
    need(len(set(dots)) == len(dots), "a dot stands twice")
    need(dots or value.get("seen"), "a register that nobody wrote")


def document_rule(value):
    need(("values" in value) <= ("at" in value), "values without their write")
    need(not set(value.get("values", {})) & set(value.get("registers", {})), "a register twice")


def at(value):
    need(isinstance(value, list) and len(value) == 3, "no write")
    return [replica(value[0]), counter(value[1]), count(value[2])]


outcome = text("applied|merged|duplicate|refused")
verdict = record(verdict_rule, counter=counter, verdict=outcome, dot_=dot, code_=text(),
                 message_=text(), hlc_=count, out_=flag)
verdicts = many(verdict, 10_000)
operation = record(path=is_path, value=anything, seen_=vector)
change = record(change_rule, counter=counter, cid=uuid, prev_=digest, hash_=digest, txn_=counter,
                hlc_=count, doc_=uuid, kind_=kind, ops_=many(operation, least=1), withdrawn_=flag)
live = record(dot=dot, hlc=count, value=anything)
register = record(register_rule, live=many(live), seen_=vector)
part = record(from_=uuid, count=count, sum=digest)
judged = record(replica=replica, hash=digest, verdict=verdict, doc_=uuid, cid_=uuid,
                paths_=many(is_path, 256))
who = dict(replica=replica, generation=text())
LINES = {
    "doc": record(document_rule, doc=uuid, kind=kind, seq=counter, at_=at,
                  values_=by_key(is_path, anything), registers_=by_key(is_path, register)),
    "evict": record(evict=uuid), "purge": record(purge=uuid), "absent": record(absent=uuid),
    "judged": record(judged=judged),
    "complete": record(complete=flag, count=count, cursor_=text(), digest=digest,
                       state_=record(count=count, sum=digest), ledger_=vector),
    "v": version(record(generation=text(), head=count, known=mark, from_=count)),
    "cursor": record(cursor=text()),
}


def pull_line(value):
    """A line of a pull or a re-read."""
    for name, line in LINES.items():
        if isinstance(value, dict) and name in value:
            return line(value)
    raise WireError("wire.malformed", "a line of no known kind")


def offered(value):
    """What a hub offers another one: the lines of documents and purges."""
    for name in ("doc", "purge"):
        if isinstance(value, dict) and name in value:
            return LINES[name](value)
    raise WireError("wire.malformed", "an offer holds documents and purges only")


def problem(value):
    """A problem document, which any server on the way may have written."""
    value = value if isinstance(value, dict) else {}
    result = {key: value.get(key, "") for key in ("code", "detail", "title")}
    result.update(status=value.get("status", 0), type="about:blank")
    return dict(result, retryAfter=value["retryAfter"]) if "retryAfter" in value else result


MESSAGES = {
    "hello-request": version(record(
        replica=replica, formerReplicas_=many(replica, 256), counter=count, acked=count,
        ackedHash=digest, generation_=text(), cursor_=text(), scope_=scope, schema=whole(1))),
    "hello-response": version(record(
        generation=text(), head=count, pull=flag, known=mark, verdicts=verdicts,
        durableThrough=count,
        former_=many(record(replica=replica, known=mark, verdicts=verdicts, durableThrough=count)),
        time=count, limits=record(bytes=counter, changes=counter), recovering_=text())),
    "push-request": version(record(
        push_rule, **who, formerReplicas_=many(replica, 256), cursor_=text(), ahead_=flag,
        scope_=scope, changes=many(change, least=1))),
    "push-response": version(record(
        generation=text(), verdicts=verdicts, from_=text(), cursor_=text(), known=mark)),
    "documents-request": version(record(**who, ids=many(uuid, 100, 1), scope_=scope)),
    "reconcile-request": version(record(
        ranges_rule, **who, cursor_=text(), scope_=scope,
        ranges=many(record(from_=uuid, to_=uuid, count=count, sum=digest), 64, 1))),
    "reconcile-response": version(record(
        generation=text(), head=count, known=mark,
        ranges=many(record(answer_rule, equal_=flag, parts_=many(part, 32, 2), documents_=many(
            record(id=uuid, digest=digest, newer_=flag), 32)), 64))),
    "peer-request": version(record(generation_=text(), cursor_=text(), ledger=vector)),
    "offer-request": version(record(
        generation=text(), cursor_=text(), items_=many(offered, 1000), judged_=many(judged, 1000))),
    "offer-response": version(record(
        generation=text(), head=count, cursor_=text(), refused_=many(uuid, 1000))),
    "head-event": version(record(generation=text(), head=count)),
    "pull-line": pull_line, "problem": problem,
}


def check_vectors(folder):
    """Holds this file against the vectors; says what is wrong."""
    wrong, right = [], 0
    for path in sorted(folder.glob("accept/*")):
        if path.name.endswith(".canonical.json"):
            continue
        lines = path.read_bytes().rstrip(b"\n").split(b"\n") if path.suffix == ".jsonl" else [
            path.read_bytes().removesuffix(b"\n")]
        wanted = path.with_suffix(".canonical.json")
        for line in lines:
            named = (read for name, read in MESSAGES.items() if path.name.startswith(name))
            message = next(named, pull_line)
            try:
                result = canonical(message(parse(line))).encode()
            except WireError as error:
                result = str(error).encode()
            expected = wanted.read_bytes().removesuffix(b"\n") if wanted.exists() else line
            right += 1
            if result != expected:
                wrong.append(f"{path.name}: {result.decode()}")
    for path in sorted(folder.glob("reject/*")):
        code, name = path.name.split("--", 1)
        message = next(read for prefix, read in MESSAGES.items() if name.startswith(prefix))
        right += 1
        try:
            message(parse(path.read_bytes().removesuffix(b"\n")))
            wrong.append(f"{path.name}: it was accepted")
        except WireError as error:
            if error.code != code:
                wrong.append(f"{path.name}: {error}")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{right - len(wrong)} of {right} vectors are as they should be")
    return not wrong and right > 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("wire.py: give the folder of the vectors, Fixtures/wire/v1")
    sys.exit(0 if check_vectors(Path(sys.argv[1])) else 1)
