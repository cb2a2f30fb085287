#!/usr/bin/env python3
"""A client of wire protocol v1, to show how little one needs. Its store is one JSON file.

    client.py STORE URL post HEADLINE           prints the new article's id
    client.py STORE URL comment ARTICLE TEXT    prints the new comment's id
    client.py STORE URL set ID PATH JSON        writes one register; null removes
    client.py STORE URL get ID PATH             prints the values that nobody superseded
    client.py STORE URL sync                    pushes, pulls, compares and repairs

A hub with tokens wants one in VNSYNC_TOKEN. Errors end with status 1 and one line on stderr.
"""
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

import wire

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def joined(one, other):
    """The join of two states of a register."""
    replicas = {**one["seen"], **other["seen"]}
    seen = {r: max(one["seen"].get(r, 0), other["seen"].get(r, 0)) for r in replicas}
    live = {}
    for mine, theirs in ((one, other), (other, one)):
        for dot, (hlc, value) in mine["live"].items():
            replica, counter = dot.split(":")
            if dot in theirs["live"]:
                live[dot] = [min(hlc, theirs["live"][dot][0]), value]
            elif theirs["seen"].get(replica, 0) < int(counter):
                live[dot] = [hlc, value]
    return {"seen": seen, "live": live}


def registers(line):
    """The registers of a document line (VN-WIRE-041)."""
    result = {}
    for path, value in line.get("values", {}).items():
        replica, counter, hlc = line["at"]
        result[path] = {"seen": {replica: counter}, "live": {f"{replica}:{counter}": [hlc, value]}}
    for path, register in line.get("registers", {}).items():
        seen = dict(register.get("seen", {}))
        for live in register["live"]:
            replica, counter = live["dot"].split(":")
            seen[replica] = max(seen.get(replica, 0), int(counter))
        live = {entry["dot"]: [entry["hlc"], entry["value"]] for entry in register["live"]}
        result[path] = {"seen": seen, "live": live}
    return result


def digest(doc, document):
    """The digest of a document as a number (VN-WIRE-090)."""
    text = f'{{"doc":"{doc}","kind":"{document["kind"]}","registers":['
    for path, register in sorted(document["registers"].items(), key=lambda item: item[0].encode()):
        text += wire.canonical(path) + wire.canonical(register["seen"])
        for dot in sorted(register["live"], key=lambda dot: (dot[:13], int(dot[14:]))):
            hlc, value = register["live"][dot]
            text += f"{dot}@{hlc}{wire.canonical(value)}"
    return int(wire.short_hash(text + "]}"), 16)


class Client:
    """One store and what it knows of one hub."""

    def __init__(self, path, url):
        self.path, self.url = Path(path), url
        bits = int.from_bytes(os.urandom(8), "big")
        replica = "".join(ALPHABET[bits >> 5 * n & 31] for n in reversed(range(13)))
        new = {"replica": replica, "hlc": 0, "journal": [], "acked": 0, "generation": None,
               "cursor": None, "documents": {}, "refused": []}
        self.state = json.loads(self.path.read_text()) if self.path.exists() else new

    def save(self):
        """Replaces the file as a whole."""
        part = self.path.with_suffix(".part")
        with part.open("w") as file:
            file.write(wire.canonical(self.state))
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)

    # Local writes

    def hash_at(self, counter):
        return self.state["journal"][counter - 1]["hash"] if counter else wire.NO_HASH

    def write(self, doc, kind, values):
        """Writes registers: one change, applied here and kept in the journal."""
        state, counter = self.state, len(self.state["journal"]) + 1
        held = state["documents"].get(doc, {"registers": {}})["registers"]
        state["hlc"] = max(state["hlc"] + 1, int(time.time() * 1000) << 16)
        ops = []
        for path, value in sorted(values.items(), key=lambda item: item[0].encode()):
            seen = held.get(path, {"seen": {}})["seen"]
            ops.append({"path": path, "value": value, **({"seen": seen} if seen else {})})
        change = {"cid": self.new_id(), "counter": counter, "doc": doc, "hlc": state["hlc"],
                  "kind": kind, "ops": ops, "txn": counter}
        chained = dict(change, prev=self.hash_at(counter - 1), replica=state["replica"])
        change["hash"] = wire.short_hash(wire.canonical(chained))
        state["journal"].append(change)
        self.apply(change)

    @staticmethod
    def new_id():
        """A UUID of version 7."""
        random = int.from_bytes(os.urandom(9), "big") & ~(3 << 62)
        digits = f"{int(time.time() * 1000) << 80 | 7 << 76 | random | 2 << 62:032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def apply(self, change):
        """Joins an own change into its document."""
        new = {"kind": change["kind"], "registers": {}}
        document = self.state["documents"].setdefault(change["doc"], new)
        for op in change["ops"]:
            dot = f'{self.state["replica"]}:{change["counter"]}'
            seen = dict(op.get("seen", {}))
            seen[self.state["replica"]] = max(seen.get(self.state["replica"], 0), change["counter"])
            written = {"seen": seen, "live": {dot: [change["hlc"], op["value"]]}}
            old = document["registers"].get(op["path"], {"seen": {}, "live": {}})
            document["registers"][op["path"]] = joined(old, written)

    # The hub

    def ask(self, path, body=None, query=None):
        """One request; a problem is raised under its code."""
        url = self.url + path + ("?" + urllib.parse.urlencode(query) if query else "")
        data = wire.canonical(body).encode() if body else None
        headers = {"Content-Type": "application/json"}
        if "VNSYNC_TOKEN" in os.environ:
            headers["Authorization"] = "Bearer " + os.environ["VNSYNC_TOKEN"]
        request = urllib.request.Request(url, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            problem = wire.problem(wire.parse(error.read()))
            raise wire.WireError(problem["code"], problem["detail"]) from None

    def message(self, kind, path, **body):
        body = {"v": 1, "replica": self.state["replica"], **body}
        return wire.MESSAGES[kind](wire.parse(self.ask(path, body)))

    def hello(self):
        state = self.state
        known = {key: state[key] for key in ("generation", "cursor") if state[key]}
        answer = self.message(
            "hello-response", "/v1/hello", counter=len(state["journal"]), schema=1,
            acked=state["acked"], ackedHash=self.hash_at(state["acked"]), **known)
        if state["generation"] != answer["generation"]:
            # Another or a restored hub: its feed begins anew, and it is offered what it lacks.
            state.update(generation=answer["generation"], cursor=None, acked=0)
            self.save()
            return self.hello() if known.get("generation") else answer
        return answer

    def check_known(self, known):
        """More rows than ours, or others, mean that this file was copied or rolled back."""
        ours = known["counter"] <= len(self.state["journal"])
        wire.need(ours and self.hash_at(known["counter"]) == known["hash"],
                  "this store was copied or rolled back; begin another one", "hub.forked")

    def take(self, verdicts):
        """What became of our changes; documents that have to be fetched whole."""
        again = set()
        for verdict in verdicts:
            change = self.state["journal"][verdict["counter"] - 1]
            if verdict["verdict"] in ("refused", "duplicate"):
                again.add(change["doc"])
                if "code" in verdict:
                    self.state["refused"].append({"change": change, "code": verdict["code"]})
            if "hlc" in verdict:
                change["hlc"] = verdict["hlc"]
                for op in change["ops"]:
                    live = self.state["documents"][change["doc"]]["registers"][op["path"]]["live"]
                    if f'{self.state["replica"]}:{change["counter"]}' in live:
                        live[f'{self.state["replica"]}:{change["counter"]}'][0] = verdict["hlc"]
            self.state["acked"] = verdict["counter"]
        self.save()
        return again

    def push(self, limit):
        again = set()
        while rows := self.state["journal"][self.state["acked"]:][:limit]:
            changes = [{key: value for key, value in row.items() if key != "hash"} for row in rows]
            changes[0]["prev"] = self.hash_at(rows[0]["counter"] - 1)
            answer = self.message("push-response", "/v1/push", changes=changes,
                                  generation=self.state["generation"])
            wire.need(answer["verdicts"], "no verdict")
            again |= self.take(answer["verdicts"])
        return again

    def stream(self, data):
        """The items of a pull or a re-read, with the cursors between them (VN-WIRE-040, 048)."""
        items = b""
        first, *lines = [line for line in data.split(b"\n") if line]
        self.check_known(wire.pull_line(wire.parse(first))["known"])
        for text in lines:
            line = wire.pull_line(wire.parse(text))
            if "complete" in line:
                is_whole = wire.short_hash(items) == line["digest"]
                wire.need(is_whole, "the digest of the items differs")
            elif "cursor" not in line:
                items += text + b"\n"
            yield line
        wire.need(lines and "complete" in line, "the stream was cut")

    def store(self, line, replaces=False):
        """Takes one item; what is pending is never lost."""
        documents = self.state["documents"]
        doc = next(line[key] for key in ("doc", "evict", "purge", "absent") if key in line)
        if "doc" not in line:
            documents.pop(doc, None)
        else:
            held = documents.setdefault(doc, {"kind": line["kind"], "registers": {}})["registers"]
            if replaces:
                held.clear()
            for path, register in registers(line).items():
                held[path] = joined(held.get(path, {"seen": {}, "live": {}}), register)
        for change in self.state["journal"][self.state["acked"]:]:
            if change["doc"] == doc and "purge" not in line:
                self.apply(change)

    def pull(self):
        query = {"replica": self.state["replica"], "state": 1}
        if self.state["cursor"]:
            query["cursor"] = self.state["cursor"]
        for line in self.stream(self.ask("/v1/pull", query=query)):
            if "cursor" in line:
                self.state["cursor"] = line["cursor"]
                self.save()
            else:
                self.store(line)
        return line

    def reread(self, ids):
        for start in range(0, len(ids), 100):
            body = {"v": 1, "replica": self.state["replica"], "ids": ids[start:start + 100],
                    "generation": self.state["generation"]}
            for line in self.stream(self.ask("/v1/documents", body)):
                if "complete" not in line:
                    self.store(line, replaces=True)
        self.save()

    def range_of(self, low, high):
        documents = self.state["documents"]
        found = {doc: digest(doc, documents[doc]) for doc in documents if low <= doc < high}
        return found, {"count": len(found), "sum": f"{sum(found.values()) % 2**128:032x}"}

    def repair(self):
        """Finds what differs from the hub and fetches it (VN-WIRE-090 to 095)."""
        ranges, wrong = [("", "g")], set()
        while ranges:
            part, ranges = ranges[:64], ranges[64:]
            asked = [{**({"from": low} if low else {}), **({"to": high} if high != "g" else {}),
                      **self.range_of(low, high)[1]} for low, high in part]
            answer = self.message(
                "reconcile-response", "/v1/reconcile", generation=self.state["generation"],
                cursor=self.state["cursor"], ranges=asked)
            for (low, high), said in zip(part, answer["ranges"]):
                starts = [low] + [p["from"] for p in said.get("parts", [])[1:]] + [high]
                for p, start, end in zip(said.get("parts", []), starts, starts[1:]):
                    if self.range_of(start, end)[1] != {"count": p["count"], "sum": p["sum"]}:
                        ranges.append((start, end))
                if "documents" in said:
                    theirs = {e["id"]: int(e["digest"], 16) for e in said["documents"]}
                    ours = self.range_of(low, high)[0]
                    newer = {e["id"] for e in said["documents"] if e.get("newer")}
                    every = {**ours, **theirs}
                    wrong |= {doc for doc in every if ours.get(doc) != theirs.get(doc)} - newer
            ranges.sort()
        self.reread(sorted(wrong))
        return len(wrong)

    def sync(self):
        hello = self.hello()
        self.check_known(hello["known"])
        again = self.take(hello["verdicts"])
        try:
            again |= self.push(hello["limits"]["changes"])
        except wire.WireError as error:
            if error.code != "hub.behind":
                raise
            self.pull()
            again |= self.push(hello["limits"]["changes"])
        end = self.pull()
        self.reread(sorted(again))
        own = self.range_of("", "g")[1]
        repaired = self.repair() if end.get("state", own) != own else 0
        return {"documents": own["count"], "sum": own["sum"], "refused": len(self.state["refused"]),
                "repaired": repaired, "complete": end["complete"]}


def main(store, url, command, *values):
    client = Client(store, url)
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if command == "post":
        doc = client.new_id()
        client.write(doc, "article", {"headline": values[0], "language": "vi", "datePublished": now,
                                      "publisher": {"name": "Báo Mẫu", "type": "Organization"}})
        print(doc)
    elif command == "comment":
        doc = client.new_id()
        client.write(doc, "comment", {"articleId": values[0], "text": values[1], "dateCreated": now,
                                      "author": {"name": "Bạn đọc"}})
        print(doc)
    elif command == "set":
        kind = client.state["documents"][values[0]]["kind"]
        client.write(values[0], kind, {values[1]: json.loads(values[2])})
    elif command == "get":
        live = client.state["documents"][values[0]]["registers"][values[1]]["live"]
        print(wire.canonical(sorted((value for _, value in live.values()), key=wire.canonical)))
    elif command == "sync":
        print(wire.canonical(client.sync()))
    else:
        sys.exit(__doc__)
    client.save()


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except (wire.WireError, KeyError, IndexError, OSError) as error:
        sys.exit(f"client.py: {error}")
