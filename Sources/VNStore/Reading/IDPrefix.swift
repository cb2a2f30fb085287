internal import VNModel

/// The first digits of an id, as people type them.
struct IDPrefix: Equatable {
    /// The least id with these digits.
    let lower: DocumentID
    /// The greatest id with these digits.
    let upper: DocumentID

    /// The prefix of a text of hexadecimal digits in either case, with hyphens at their places or
    /// without any.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request`.
    init(_ text: String) throws {
        let invalid = StoreError(
            .invalidRequest,
            "an id, or at least its first \(StoreLimits.idPrefixDigits) characters, is needed: "
                + "hexadecimal digits with hyphens at their places")
        var digits: [UInt8] = []
        let hasHyphens = text.utf8.contains(UInt8(ascii: "-"))
        for (index, byte) in text.utf8.enumerated() {
            if hasHyphens, [8, 13, 18, 23].contains(index) {
                guard byte == UInt8(ascii: "-") else { throw invalid }
            } else {
                digits.append(byte)
            }
        }
        guard (StoreLimits.idPrefixDigits...32).contains(digits.count),
            let lower = IDPrefix.id(digits, filledWith: UInt8(ascii: "0")),
            let upper = IDPrefix.id(digits, filledWith: UInt8(ascii: "f"))
        else { throw invalid }
        self.lower = lower
        self.upper = upper
    }

    private static func id(_ digits: [UInt8], filledWith filler: UInt8) -> DocumentID? {
        let all = digits + Array(repeating: filler, count: 32 - digits.count)
        var text: [UInt8] = []
        for (index, digit) in all.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digit)
        }
        return DocumentID(String(decoding: text, as: UTF8.self))
    }
}
