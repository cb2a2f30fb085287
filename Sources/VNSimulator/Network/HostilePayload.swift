internal import VNRandom

/// What nobody who speaks the protocol sends: JSON that a strict reader refuses wherever it stands.
package enum HostilePayload: String, CaseIterable, Sendable {
    case invalidUTF8 = "invalid-utf8"
    case escapedNUL = "escaped-nul"
    case rawNUL = "raw-nul"
    case deepNesting = "deep"
    case duplicateKey = "duplicate-key"
    case hugeNumber = "huge-number"
    case loneSurrogate = "lone-surrogate"
    case longNumber = "long-number"

    /// A member that no reader knows, and that makes its object unreadable.
    private var member: [UInt8] {
        switch self {
        case .invalidUTF8: Array("\"zz\":\"".utf8) + [0xC3, 0x28] + Array("\"".utf8)
        case .escapedNUL: Array("\"zz\":\"\\u0000\"".utf8)
        case .rawNUL: Array("\"zz\":\"".utf8) + [0] + Array("\"".utf8)
        case .deepNesting:
            Array("\"zz\":".utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 5000)
                + [UInt8](repeating: UInt8(ascii: "]"), count: 5000)
        case .duplicateKey: Array("\"zz\":1,\"zz\":2".utf8)
        case .hugeNumber: Array("\"zz\":1e999999".utf8)
        case .loneSurrogate: Array("\"zz\":\"\\ud83d\"".utf8)
        case .longNumber:
            Array("\"zz\":".utf8) + [UInt8](repeating: UInt8(ascii: "9"), count: 4000)
        }
    }

    /// A message with the member in one of its objects that stand at the beginning of a line.
    ///
    /// - Parameters:
    ///   - bytes: an object, or an object a line.
    ///   - place: which line; any number.
    /// - Returns: `nil` if there is none.
    package func planted(in bytes: [UInt8], at place: Int) -> [UInt8]? {
        let starts = bytes.indices.filter {
            bytes[$0] == UInt8(ascii: "{") && ($0 == 0 || bytes[$0 - 1] == UInt8(ascii: "\n"))
        }
        guard !starts.isEmpty else { return nil }
        let start = starts[place % starts.count] + 1
        let isEmpty = start < bytes.count && bytes[start] == UInt8(ascii: "}")
        return bytes[..<start] + member + (isEmpty ? [] : [UInt8(ascii: ",")]) + bytes[start...]
    }
}
