/// The search keys of one word or syllable, and where in its text it stands.
public struct SearchToken: Sendable, Equatable {
    /// The key without any mark, which an unmarked query word is compared with.
    public let fold: String
    /// The key with its tones as digits at the end, which a marked query word is compared with.
    public let tone: String
    /// Whether the word has a mark that the fold key lacks, or a đ.
    public let isMarked: Bool
    /// Offsets in the UTF-8 form of the original text, on scalar boundaries.
    public let utf8Range: Range<Int>

    init(fold: String, tone: String, utf8Range: Range<Int>) {
        self.fold = fold
        self.tone = tone
        self.isMarked = !fold.utf8.elementsEqual(tone.utf8)
        self.utf8Range = utf8Range
    }
}
