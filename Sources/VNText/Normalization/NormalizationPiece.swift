/// A short stretch of text on its way to composition, its combining marks in canonical order.
struct NormalizationPiece {
    private var scalars = String.UnicodeScalarView()
    private var count = 0
    /// Marks since the last starter, not yet in order.
    private var marks: [(order: UInt8, scalar: Unicode.Scalar)] = []

    /// Whether the piece is long enough to be composed at the next place where a cut is safe.
    var isFull: Bool { count >= TextLimits.normalizationPieceLimit }

    /// Adds one scalar; marks that decompose into marks are taken apart so that they sort.
    mutating func append(_ scalar: Unicode.Scalar) {
        count += 1
        switch scalar.value {
        case 0..<0x300: appendStarter(scalar)
        case 0x0344: appendMarks("\u{0308}", "\u{0301}")
        case 0x0F73: appendMarks("\u{0F71}", "\u{0F72}")
        case 0x0F75: appendMarks("\u{0F71}", "\u{0F74}")
        case 0x0F81: appendMarks("\u{0F71}", "\u{0F80}")
        default:
            let order = scalar.properties.canonicalCombiningClass.rawValue
            if order == 0 { appendStarter(scalar) } else { marks.append((order, scalar)) }
        }
    }

    /// Empties the piece and returns what was in it, canonically equivalent to what was added.
    mutating func takeText() -> String {
        appendSortedMarks()
        defer {
            scalars.removeAll(keepingCapacity: true)
            count = 0
        }
        return String(scalars)
    }

    private mutating func appendStarter(_ scalar: Unicode.Scalar) {
        appendSortedMarks()
        scalars.append(scalar)
    }

    private mutating func appendMarks(_ first: Unicode.Scalar, _ second: Unicode.Scalar) {
        marks.append((first.properties.canonicalCombiningClass.rawValue, first))
        marks.append((second.properties.canonicalCombiningClass.rawValue, second))
    }

    private mutating func appendSortedMarks() {
        guard !marks.isEmpty else { return }
        if marks.count > 1 {
            // The order among marks of one class carries meaning, so the position breaks ties.
            let sorted = marks.enumerated().sorted {
                ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
            }
            scalars.append(contentsOf: sorted.lazy.map(\.element.scalar))
        } else {
            scalars.append(marks[0].scalar)
        }
        marks.removeAll(keepingCapacity: true)
    }
}
