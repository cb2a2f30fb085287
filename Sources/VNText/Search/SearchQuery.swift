/// What a reader typed into a search field, as words and phrases to be matched by their keys.
///
/// Words are divided at white space and must all occur, in any order. Text in quotation marks
/// (`"…"`, `“…”`, `«…»`) is a phrase: its words must stand side by side. So is a word that holds
/// several tokens, such as `TP.HCM`, `21/1` or `a@b.vn`. A quotation mark without a partner only
/// divides. Nothing a reader types is syntax beyond that: `AND`, `*` and `(` are ordinary text.
///
/// Under ``Match/auto`` a word with any mark or đ is matched by its tone key, another by its fold
/// key. A marked word whose rime is i or y alone, after h, k, l, m, t, s or nothing, is matched in
/// both spellings: `kỹ` finds `kĩ`.
///
/// Only the first 128 words count.
public struct SearchQuery: Sendable, Equatable {
    /// By which keys the words of a query are matched.
    public enum Match: String, Sendable {
        /// Words with marks by the tone key, words without by the fold key.
        case auto
        /// Every word by the tone key, in the spelling given: `ma` does not find `mạ`.
        case exact
        /// Every word by the fold key: `mạ` finds `ma`.
        case fold
    }

    /// One word: the keys that satisfy it. At least one key of each kind.
    struct Word: Sendable, Equatable {
        let folds: [String]
        let tones: [String]
        var usesTone: Bool
    }

    /// Phrases of one or more words, each phrase once, in the order of the query.
    private(set) var phrases: [[Word]]

    /// Reads a query. Every text is a valid query; one without a letter or digit is empty.
    ///
    /// - Parameters:
    ///   - text: What the reader typed; it need not be in NFC.
    ///   - match: By which keys the words are matched.
    public init(_ text: String, match: Match = .auto) {
        phrases = QueryText.phrases(in: text).reduce(into: []) { phrases, tokens in
            let phrase = tokens.map { Word($0, match: match) }
            if !phrases.contains(phrase) { phrases.append(phrase) }
        }
    }

    /// Whether there is no word to search for.
    public var isEmpty: Bool {
        phrases.isEmpty
    }

    /// Whether any word is matched by its tone key, so that ``relaxed`` may find more.
    public var usesToneKeys: Bool {
        phrases.contains { $0.contains(where: \.usesTone) }
    }

    /// The same query with every word matched by its fold key; it finds all that this one finds.
    public var relaxed: SearchQuery {
        var query = self
        query.phrases = phrases.map { phrase in
            phrase.map { Word(folds: $0.folds, tones: $0.tones, usesTone: false) }
        }
        return query
    }
}

extension SearchQuery.Word {
    init(_ token: SearchToken, match: SearchQuery.Match) {
        let variant = match == .exact ? nil : IVariant.of(token)
        folds = [token.fold] + (variant.map { [$0.fold] } ?? [])
        tones = [token.tone] + (variant.map { [$0.tone] } ?? [])
        usesTone =
            switch match {
            case .auto: token.isMarked
            case .exact: true
            case .fold: false
            }
    }
}

/// The other spelling of a syllable that is written with i or with y.
enum IVariant {
    /// Returns the keys of `kĩ` for `kỹ` and the reverse, or nil if there is one spelling only.
    ///
    /// Only for words with a tone mark: without one, `my` is more often a word of its own.
    static func of(_ token: SearchToken) -> (fold: String, tone: String)? {
        let letters = Array(token.fold.utf8)
        let isInitial = { (letter: UInt8) in "hklmts".utf8.contains(letter) }
        guard token.isMarked, let last = letters.last,
            letters.count == 1 || (letters.count == 2 && isInitial(letters[0]))
        else { return nil }
        let other: String
        switch last {
        case UInt8(ascii: "i"): other = "y"
        case UInt8(ascii: "y"): other = "i"
        default: return nil
        }
        let fold = String(token.fold.dropLast()) + other
        // Nothing but the tone may set the keys apart: ï is not a spelling of y.
        guard token.tone.hasPrefix(token.fold) else { return nil }
        let tone = token.tone.dropFirst(letters.count)
        guard tone.utf8.allSatisfy({ 0x32...0x36 ~= $0 }) else { return nil }
        return (fold, fold + tone)
    }
}
