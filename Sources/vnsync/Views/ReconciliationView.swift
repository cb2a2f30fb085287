internal import VNModel
internal import VNSync

extension Reconciliation {
    /// The JSON of a comparison with a hub.
    var record: [(String, JSONValue?)] {
        [
            ("ok", .bool(isEqual)), ("compared", .count(compared)), ("missing", .count(missing)),
            ("extra", .count(extra)), ("differing", .count(differing)),
            ("pending", .count(pending)), ("newer", .count(newer)),
            ("repaired", .count(repaired)), ("complete", .bool(isComplete)),
            ("roundTrips", .count(roundTrips)), ("bytes", .count(bytes)),
        ]
    }

    /// The same as one of the checks of `verify`.
    func check(_ remote: String) -> Check {
        var parts = ["\(compared) documents compared"]
        func part(_ count: Int, _ text: String) {
            if count > 0 { parts.append("\(count) \(text)") }
        }
        part(missing, "missing here")
        part(differing, "differ")
        part(extra, isShared ? "not at this hub" : "that the hub has not")
        part(pending, "wait to be pushed")
        part(newer, "newer at the hub")
        part(repaired, "repaired")
        if !isComplete { parts.append("more than were looked at; run it again") }
        return Check("remote \(remote)", isOK: isEqual, parts.joined(separator: ", "))
    }
}
