internal import VNModel

/// The members of an object that is being decoded. Its errors name the member, never its value.
struct WireObject {
    let members: CanonicalObject
    /// What the object is, for errors.
    let name: String

    init(_ json: CanonicalJSON, _ name: String) throws(WireError) {
        guard let members = json.object else { throw .malformed("\(name) must be an object") }
        self.members = members
        self.name = name
    }

    /// Throws unless the message says that it is of version 1.
    func checkVersion() throws(WireError) {
        guard members["v"]?.integer == 1 else {
            throw WireError(
                code: WireCode.version,
                message: "\(name) must say \"v\":1; update the older of client and hub")
        }
    }

    func has(_ key: String) -> Bool { members[key] != nil }

    func failure(_ key: String, _ wanted: String) -> WireError {
        .malformed("\"\(key)\" of \(name) must be \(wanted)")
    }

    /// A member that may be missing, of any type.
    func optional<Value>(
        _ key: String, _ wanted: String, _ read: (CanonicalJSON) -> Value?
    ) throws(WireError) -> Value? {
        guard let json = members[key] else { return nil }
        guard let value = read(json) else { throw failure(key, wanted) }
        return value
    }

    /// A member that must be there, of any type.
    func required<Value>(
        _ key: String, _ wanted: String, _ read: (CanonicalJSON) -> Value?
    ) throws(WireError) -> Value {
        guard let value = try optional(key, wanted, read) else { throw failure(key, wanted) }
        return value
    }

    func text(_ key: String) throws(WireError) -> String {
        try required(key, "a string", \.string)
    }

    func optionalText(_ key: String) throws(WireError) -> String? {
        try optional(key, "a string", \.string)
    }

    func flag(_ key: String, default standard: Bool) throws(WireError) -> Bool {
        try optional(key, "true or false", \.bool) ?? standard
    }

    func number(_ key: String) throws(WireError) -> UInt64 {
        try required(key, "a whole number from 0") { $0.integer.flatMap { UInt64(exactly: $0) } }
    }

    func counter(_ key: String) throws(WireError) -> UInt64 {
        try required(key, "a whole number from 1") { WireObject.counter($0) }
    }

    func replica(_ key: String) throws(WireError) -> ReplicaID {
        try required(key, "a replica id") { $0.string.flatMap { ReplicaID($0) } }
    }

    func hash(_ key: String) throws(WireError) -> ChangeHash {
        try required(key, "32 hexadecimal digits", WireObject.hash)
    }

    func id(_ key: String) throws(WireError) -> DocumentID {
        try required(key, "a UUID") { $0.string.flatMap { DocumentID($0) } }
    }

    func stamp(_ key: String) throws(WireError) -> HybridTimestamp {
        HybridTimestamp(rawValue: try number(key))
    }

    func kind(_ key: String) throws(WireError) -> DocumentKind {
        try required(key, "article or comment") { $0.string.flatMap(DocumentKind.init(rawValue:)) }
    }

    /// A list that may be missing; `limit` bounds its length.
    func list<Value>(
        _ key: String, limit: Int, _ wanted: String, _ read: (CanonicalJSON) -> Value?
    ) throws(WireError) -> [Value]? {
        guard let elements = try elements(key, limit: limit) else { return nil }
        var result: [Value] = []
        result.reserveCapacity(elements.count)
        for element in elements {
            guard let value = read(element) else { throw failure(key, "a list of \(wanted)") }
            result.append(value)
        }
        return result
    }

    /// A list of objects that may be missing; `limit` bounds its length.
    func objects<Value>(
        _ key: String, limit: Int, _ read: (CanonicalJSON) throws(WireError) -> Value
    ) throws(WireError) -> [Value]? {
        guard let elements = try elements(key, limit: limit) else { return nil }
        var result: [Value] = []
        result.reserveCapacity(elements.count)
        for element in elements { result.append(try read(element)) }
        return result
    }

    private func elements(_ key: String, limit: Int) throws(WireError) -> [CanonicalJSON]? {
        guard let elements = try optional(key, "a list", \.array) else { return nil }
        guard elements.count <= limit else {
            throw WireError(
                code: WireCode.tooLarge,
                message: "\"\(key)\" of \(name) has more than \(limit) entries; send fewer")
        }
        return elements
    }

    static func counter(_ json: CanonicalJSON) -> UInt64? {
        json.integer.flatMap { $0 >= 1 ? UInt64($0) : nil }
    }

    static func hash(_ json: CanonicalJSON) -> ChangeHash? {
        json.string.flatMap { ChangeHash($0) }
    }

    static func dot(_ json: CanonicalJSON) -> Dot? {
        guard let text = json.string else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let replica = ReplicaID(parts[0]), let last = parts.last,
            last.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let counter = Int64(last),
            counter >= 1
        else { return nil }
        return Dot(replica, UInt64(counter))
    }

    /// A vector of at most `limit` replicas with positive counters.
    static func vector(_ json: CanonicalJSON, limit: Int) -> VersionVector? {
        guard let members = json.object?.members, members.count <= limit else { return nil }
        var result = VersionVector()
        for member in members {
            guard let replica = ReplicaID(member.key), let counter = counter(member.value) else {
                return nil
            }
            result.include(replica, counter)
        }
        return result
    }
}
