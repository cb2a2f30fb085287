internal import VNModel

/// Beginnings of ids that people can type.
enum ShortID {
    /// An id by itself: long enough to hold time to the millisecond and some chance.
    static func text(_ id: DocumentID) -> String { String(id.description.prefix(18)) }

    /// The beginnings, all of one length and at least 8, that tell some ids apart.
    static func texts(_ ids: [DocumentID]) -> [String] {
        let whole = ids.map(\.description)
        let distinct = Set(whole)
        var length = 8
        while length < 36, Set(distinct.map { $0.prefix(length) }).count < distinct.count {
            length += 1
        }
        return whole.map { String($0.prefix(length)) }
    }
}
