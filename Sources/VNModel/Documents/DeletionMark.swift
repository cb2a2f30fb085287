/// The value of the `deleted` register: who deleted the document, when, and what they had seen.
public struct DeletionMark: Hashable, Sendable {
    /// RFC 3339 time of the deletion.
    public var at: String
    /// Who deleted it, if they said.
    public var by: String?
    /// All writes of the document that the deletion covers.
    public var saw: VersionVector

    /// - Parameters:
    ///   - at: RFC 3339 time.
    ///   - by: a name, if known.
    ///   - saw: the document's vector at the deletion.
    public init(at: String, by: String?, saw: VersionVector) {
        self.at = at
        self.by = by
        self.saw = saw
    }

    /// The mark in a register's value; `nil` if the value is no mark.
    public init?(_ value: JSONValue) {
        guard let members = value.object, let at = members["at"]?.string,
            let saw = members["saw"].flatMap({ VersionVector(json: $0) })
        else { return nil }
        self.init(at: at, by: members["by"]?.string, saw: saw)
    }

    /// The register's value.
    public var value: JSONValue {
        var pairs: [(String, JSONValue)] = [("at", .string(at)), ("saw", saw.json)]
        if let by { pairs.append(("by", .string(by))) }
        return .object(pairs)
    }
}

extension VersionVector {
    /// `{"replica": counter, …}`.
    public var json: JSONValue {
        .object(
            JSONObject(
                entries.map {
                    ($0.replica.description, .integer(Int64(clamping: $0.counter)))
                }))
    }

    /// The vector of an object of replica ids and positive counters; `nil` for anything else.
    public init?(json: JSONValue) {
        guard let members = json.object?.members, members.count <= Limits.vectorEntries else {
            return nil
        }
        self.init()
        for member in members {
            guard let replica = ReplicaID(member.key), let counter = member.value.integer,
                counter > 0
            else { return nil }
            include(replica, UInt64(counter))
        }
    }
}
