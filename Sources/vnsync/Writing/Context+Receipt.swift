internal import VNModel
internal import VNStore

extension Context {
    /// Shows what a writer did to one document.
    func show(_ receipt: WriteReceipt, _ phrase: WritingPhrase) throws {
        let id = receipt.id.description
        let isUnchanged = receipt.counter == 0
        try result(
            Records.receipt(receipt),
            messages(isUnchanged ? WritingPhrase.unchanged : phrase, id), essence: id)
    }

    /// Now, as documents say it.
    var now: Timestamp {
        Timestamp(
            milliseconds: Int64(clamping: environment.milliseconds() / 1000 * 1000),
            offsetMinutes: Timestamp.vietnamOffsetMinutes)
    }

    /// The name under which this user writes comments.
    func author(_ flag: String?) -> String {
        settings.text(.asName, flag) ?? settings.environment["USER"]?.nonBlank
            ?? settings.environment["LOGNAME"]?.nonBlank ?? messages(ReadingPhrase.reader)
    }
}
