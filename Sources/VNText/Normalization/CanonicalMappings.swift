/// Decompositions and compositions of scalars, by the pinned tables and the rule of Hangul.
struct CanonicalMappings {
    /// The tables as dictionaries; built once, on first use, in about a millisecond.
    static let shared = CanonicalMappings()

    private var parts: [UInt32: (first: UInt32, second: UInt32?)] = [:]
    private var composites: [UInt64: UInt32] = [:]
    /// Scalars that are the second part of a composite, vowels and finals of Hangul aside.
    private var seconds: Set<UInt32> = []

    private init() {
        Self.forEachTriple(of: CompositionTable.triples) { composite, first, second in
            parts[composite] = (first, second)
            composites[UInt64(first) << 32 | UInt64(second)] = composite
            seconds.insert(second)
        }
        Self.forEachTriple(of: DecompositionTable.triples) { parts[$0] = ($1, $2) }
        let pairs = DecompositionTable.pairs
        for index in stride(from: 0, to: pairs.count, by: 2) {
            parts[pairs[index]] = (pairs[index + 1], nil)
        }
    }

    /// Calls `body` with each scalar of the full decomposition of a scalar, in order.
    func decompose(_ value: UInt32, _ body: (UInt32) -> Void) {
        if let index = Hangul.index(ofSyllable: value) {
            body(Hangul.initialBase + index / Hangul.finalCount / Hangul.vowelCount)
            body(Hangul.vowelBase + index / Hangul.finalCount % Hangul.vowelCount)
            let final = index % Hangul.finalCount
            if final > 0 { body(Hangul.finalBase + final) }
        } else if let (first, second) = parts[value] {
            decompose(first, body)
            if let second { decompose(second, body) }
        } else {
            body(value)
        }
    }

    /// Returns the scalar that stands for two, or nil if none does.
    func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if Hangul.isVowelOrFinal(second) { return Hangul.composite(first, second) }
        return composites[UInt64(first) << 32 | UInt64(second)]
    }

    /// Whether a scalar can be composed with one before it.
    func isSecond(_ value: UInt32) -> Bool {
        seconds.contains(value) || Hangul.isVowelOrFinal(value)
    }

    private static func forEachTriple(
        of triples: [UInt32], _ body: (UInt32, UInt32, UInt32) -> Void
    ) {
        for index in stride(from: 0, to: triples.count, by: 3) {
            body(triples[index], triples[index + 1], triples[index + 2])
        }
    }
}

/// The arithmetic of Hangul syllables.
///
/// - Source: The Unicode Standard, section 3.12.
private enum Hangul {
    static let syllableBase: UInt32 = 0xAC00
    static let initialBase: UInt32 = 0x1100
    static let vowelBase: UInt32 = 0x1161
    /// One below the first final, so that no final at all is index 0.
    static let finalBase: UInt32 = 0x11A7
    static let initialCount: UInt32 = 19
    static let vowelCount: UInt32 = 21
    static let finalCount: UInt32 = 28

    static func index(ofSyllable value: UInt32) -> UInt32? {
        let count = initialCount * vowelCount * finalCount
        return syllableBase..<syllableBase + count ~= value ? value - syllableBase : nil
    }

    static func isVowelOrFinal(_ value: UInt32) -> Bool {
        vowelBase..<vowelBase + vowelCount ~= value
            || finalBase + 1..<finalBase + finalCount ~= value
    }

    static func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if second < finalBase {
            guard initialBase..<initialBase + initialCount ~= first else { return nil }
            let initial = first - initialBase
            return syllableBase + (initial * vowelCount + second - vowelBase) * finalCount
        }
        guard let index = index(ofSyllable: first), index % finalCount == 0 else { return nil }
        return first + second - finalBase
    }
}
