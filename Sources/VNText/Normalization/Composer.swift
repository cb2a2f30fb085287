/// Brings text into canonical composition, one segment at a time.
///
/// A segment is a starter, decomposed, with all that follows it up to the next scalar that
/// composes with nothing before it. Time is linear but for the sorting of marks in a segment.
struct Composer {
    /// A scalar and its canonical combining class.
    private struct Element {
        let value: UInt32
        let order: UInt8
    }

    private let mappings = CanonicalMappings.shared
    private var output = String.UnicodeScalarView()
    private var segment: [Element] = []
    /// Whether the segment is one scalar, taken over as it is, that is its own composition.
    private var isUntouched = false

    /// Adds the next scalar of the text.
    mutating func append(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if NormalizationCheck.isComposedStarter(value) {
            endSegment()
            segment.append(Element(value: value, order: 0))
            isUntouched = true
            return
        }
        mappings.decompose(value) { appendDecomposed($0) }
    }

    /// Returns all that was added, in NFC.
    mutating func finish() -> String {
        endSegment()
        defer { output = String.UnicodeScalarView() }
        return String(output)
    }

    private mutating func appendDecomposed(_ value: UInt32) {
        let order = Self.order(value)
        if order == 0 && !mappings.isSecond(value) {
            endSegment()
        } else if isUntouched, let starter = segment.first {
            segment.removeAll(keepingCapacity: true)
            mappings.decompose(starter.value) {
                segment.append(Element(value: $0, order: Self.order($0)))
            }
        }
        isUntouched = false
        segment.append(Element(value: value, order: order))
    }

    private mutating func endSegment() {
        if !isUntouched && segment.count > 1 {
            sortMarks()
            compose()
        }
        for element in segment {
            output.append(Unicode.Scalar(element.value) ?? "\u{FFFD}")
        }
        segment.removeAll(keepingCapacity: true)
        isUntouched = false
    }

    /// Sorts each run of marks by class; the order among marks of one class carries meaning.
    private mutating func sortMarks() {
        var start = 0
        while start < segment.count {
            guard segment[start].order > 0 else {
                start += 1
                continue
            }
            let end = segment[start...].firstIndex { $0.order == 0 } ?? segment.count
            let run = segment[start..<end]
            if zip(run, run.dropFirst()).contains(where: { $0.order > $1.order }) {
                let sorted = run.enumerated().sorted {
                    ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
                }
                segment.replaceSubrange(start..<end, with: sorted.map(\.element))
            }
            start = end
        }
    }

    /// Composes each scalar with the last starter unless one between them is in the way.
    private mutating func compose() {
        var count = 0
        var starter: Int?
        for element in segment {
            if let place = starter {
                let last = segment[count - 1].order
                let isReached = place == count - 1 || (last != 0 && last < element.order)
                if isReached,
                    let composite = mappings.composite(segment[place].value, element.value)
                {
                    segment[place] = Element(value: composite, order: 0)
                    continue
                }
            }
            if element.order == 0 { starter = count }
            segment[count] = element
            count += 1
        }
        segment.removeLast(segment.count - count)
    }

    private static func order(_ value: UInt32) -> UInt8 {
        guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return 0 }
        return scalar.properties.canonicalCombiningClass.rawValue
    }
}
