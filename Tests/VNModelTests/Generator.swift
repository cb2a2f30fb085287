public import VNModel
public import VNRandom

/// Every test that uses it names the seed in its failures.
public typealias Generator = SplitMix64

extension Generator {
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}

/// alice, bob, carol and dave.
let people = [1, 2, 3, 4].map { ReplicaID(bits: $0 &* 0x1234_5678_9ABC_DEF1) }
let alice = people[0]
let bob = people[1]
let carol = people[2]
let dave = people[3]

/// The vector of a text such as `a3 b1`.
func vector(_ text: String) -> VersionVector {
    VersionVector(
        text.split(separator: " ").map { dot(String($0)) }.map { ($0.replica, $0.counter) })
}

/// The dot of a text such as `a3`.
func dot(_ text: String) -> Dot {
    guard let name = text.first, let index = Array("abcd").firstIndex(of: name),
        let counter = UInt64(text.dropFirst())
    else { preconditionFailure("a dot is a letter and a counter") }
    return Dot(people[index], counter)
}

extension Generator {
    mutating func json(depth: Int = 2) -> JSONValue {
        switch below(depth > 0 ? 8 : 6) {
        case 0: return .null
        case 1: return .bool(chance(50))
        case 2: return .integer(Int64(truncatingIfNeeded: next() >> UInt64(below(64))))
        case 3: return JSONValue(Double(Int64(truncatingIfNeeded: next())) / 1024)
        case 4, 5: return .string(text())
        case 6: return .array((0..<below(4)).map { _ in json(depth: depth - 1) })
        default: return .object((0..<below(4)).map { _ in (text(), json(depth: depth - 1)) })
        }
    }

    mutating func text() -> String {
        let pieces = ["a", "Đ", "ế", "\"", "\\", "\n", "\u{1}", " ", "😀", "z9", "/", "日", "\u{7F}"]
        return (0..<below(6)).map { _ in pick(pieces) }.joined()
    }

    mutating func stamp() -> HybridTimestamp {
        HybridTimestamp(milliseconds: 1_700_000_000_000 + UInt64(below(5)), count: UInt16(below(3)))
    }

    /// A few small values, some of them `null`, so that equal ones meet.
    mutating func value() -> JSONValue {
        pick([.null, "x", "y", .bool(true), .integer(3)])
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
}
