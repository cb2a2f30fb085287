/// The entries of ASCII, Latin-1, Latin Extended A and B, and Latin Extended Additional.
///
/// Together they hold every letter of Vietnamese and of every language of Europe in Latin script.
/// Built once, on first use, in about a millisecond.
enum LatinTable {
    /// First the entries of U+0000–024F, then those of U+1E00–1EFF.
    static let letters: [LatinLetter] = (0..<lowCount + highRange.count).map { index in
        scalar(at: index).map { LatinLetter($0) } ?? LatinLetter()
    }

    /// The scalar of an entry of ``letters``.
    static func scalar(at index: Int) -> Unicode.Scalar? {
        let low = UInt32(index)
        return Unicode.Scalar(
            index < lowCount ? low : low - UInt32(lowCount) + highRange.lowerBound)
    }

    private static let lowCount = 0x250
    private static let highRange: Range<UInt32> = 0x1E00..<0x1F00

    /// Returns where in ``letters`` the entry of a scalar is, or nil if it has none.
    @inline(__always)
    static func index(of value: UInt32) -> Int? {
        if value < 0x250 { return Int(value) }
        if 0x1E00..<0x1F00 ~= value { return Int(value) - 0x1E00 + 0x250 }
        return nil
    }
}
