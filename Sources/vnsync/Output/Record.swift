internal import VNModel

/// One JSON object of ours: `"v":1` and the members that have a value.
struct Record {
    private var members: JSONObject

    /// Members without a value are left out.
    init(_ pairs: [(String, JSONValue?)]) {
        members = JSONObject([("v", .integer(1))])
        for case (let key, let value?) in pairs { members[key] = value }
    }

    /// The object.
    var value: JSONValue { .object(members) }

    /// The canonical encoding and a newline.
    var line: [UInt8] { value.canonicalBytes + [0x0A] }
}

extension JSONValue {
    /// An object of the members that have a value.
    static func members(_ pairs: [(String, JSONValue?)]) -> JSONValue {
        var members = JSONObject()
        for case (let key, let value?) in pairs { members[key] = value }
        return .object(members)
    }

    /// A text.
    static func text(_ text: (some CustomStringConvertible)?) -> JSONValue? {
        text.map { .string($0.description) }
    }

    /// A count.
    static func count(_ value: some BinaryInteger) -> JSONValue {
        .integer(Int64(clamping: value))
    }

    /// Milliseconds since 1970 as RFC 3339.
    static func time(_ milliseconds: UInt64?) -> JSONValue? {
        milliseconds.map { .string(Timestamp(milliseconds: Int64(clamping: $0)).rfc3339) }
    }
}
