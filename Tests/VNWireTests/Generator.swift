import VNModel
import VNRandom

typealias Generator = SplitMix64

/// Random values of the wire.
extension Generator {
    mutating func pick<T>(_ values: [T]) -> T {
        values[Int.random(in: 0..<values.count, using: &self)]
    }

    static let replicas = (1...4).map { ReplicaID(bits: UInt64($0) &* 0x1234_5678_9ABC_DEF1) }
    static let texts = [
        "", "Giá cà phê tăng", "\"trích\" \\ /", "dòng một\ndòng hai\t", "\u{1}\u{1F}",
        "Ngân hàng 🏦",
        "đ\u{2028}Đ",
    ]

    mutating func dot() -> Dot {
        Dot(pick(Generator.replicas), UInt64.random(in: 1...9, using: &self))
    }

    mutating func stamp() -> HybridTimestamp {
        HybridTimestamp(milliseconds: UInt64.random(in: 0..<1 << 46, using: &self), count: 7)
    }

    mutating func vector() -> VersionVector {
        VersionVector(
            (0..<Int.random(in: 0..<4, using: &self)).map { _ in
                let dot = dot()
                return (dot.replica, dot.counter)
            })
    }

    mutating func value(depth: Int = 3) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
        case 0: .null
        case 1: .bool(chance(50))
        case 2: .integer(Int64(truncatingIfNeeded: next()))
        case 3: JSONValue(Double.random(in: -1e6...1e6, using: &self))
        case 4, 5: .string(pick(Generator.texts))
        case 6: .array((0..<3).map { _ in value(depth: depth - 1) })
        default:
            .object((0..<3).map { _ in (pick(Generator.texts), value(depth: depth - 1)) })
        }
    }

    mutating func document() -> Document {
        var document = Document(id: id(), kind: pick(DocumentKind.allCases))
        let shared = (dot(), stamp())
        for path in ["body/p1", "body/p2", "headline", "section", "topics/kinh-te", "x"] {
            guard chance(80) else { continue }
            if chance(50) {
                let live = LiveValue(dot: shared.0, stamp: shared.1, value: value())
                document.set(path, Register(seen: VersionVector(), live: [live]))
                continue
            }
            let dots = Set((0..<Int.random(in: 0..<4, using: &self)).map { _ in dot() })
            var seen = vector()
            seen.include(dot())
            let live = dots.sorted().map { LiveValue(dot: $0, stamp: stamp(), value: value()) }
            document.set(path, Register(seen: seen, live: live))
        }
        return document
    }

    mutating func id() -> DocumentID { DocumentID(high: next(), low: next()) }
}
