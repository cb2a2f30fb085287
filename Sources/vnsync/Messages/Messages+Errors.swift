extension Messages {
    /// What a failure says in this language, and the remedy.
    ///
    /// In English the library's own words, which name what they are about, come first; in
    /// Vietnamese what stands here by code.
    func error(_ failure: Failure) -> (message: String, hint: String?) {
        let entry = ErrorTexts.table[failure.code]
        switch language {
        case .en: return (failure.message, failure.hint ?? entry?.hint?.en)
        case .vi:
            let cause = failure.cause.flatMap { ErrorTexts.table[$0] }
            let message = [entry?.vi ?? failure.message, cause?.vi].compactMap(\.self)
            return (
                message.joined(separator: ": "),
                entry?.hint?.vi ?? cause?.hint?.vi ?? failure.hint
            )
        }
    }
}
