import Foundation

extension String {
    /// The decomposed form, by the platform's tables rather than ours.
    ///
    /// Where the platform errs, as some versions do with Tibetan vowels and with scalars beyond
    /// U+FFFF, so that the result is not equivalent by the rules of the language, the text itself.
    var decomposed: String {
        let decomposed = decomposedStringWithCanonicalMapping
        return decomposed == self ? decomposed : self
    }
}
