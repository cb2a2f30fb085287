/// Something to tell people, in both languages. A new case does not compile without its texts.
///
/// `%1`, `%2` … stand for what is inserted. A bar separates the singular from the plural, which is
/// chosen by the count inserted first.
protocol Phrase {
    /// The English and the Vietnamese text.
    var texts: (en: String, vi: String) { get }
}
