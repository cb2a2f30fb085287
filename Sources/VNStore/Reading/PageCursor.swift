internal import VNModel

/// Where a page begins: behind the last element of the page before, by its keys.
///
/// The text is opaque to callers. Nothing is skipped or repeated when documents come or go
/// between two pages, as long as the keys of those that stay do not change.
enum PageCursor: Equatable {
    /// Behind a time and an id.
    case time(milliseconds: Int64, id: DocumentID)
    /// Behind a title's sort key and an id.
    case title(key: [UInt8], id: DocumentID)

    /// The cursor of a text.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request`.
    init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let id = DocumentID(parts[2]) else { throw PageCursor.invalid }
        switch parts[0] {
        case "d":
            guard let milliseconds = Int64(parts[1]) else { throw PageCursor.invalid }
            self = .time(milliseconds: milliseconds, id: id)
        case "t":
            guard let key = PageCursor.bytes(parts[1]) else { throw PageCursor.invalid }
            self = .title(key: key, id: id)
        default: throw PageCursor.invalid
        }
        guard self.text == text else { throw PageCursor.invalid }
    }

    /// The text of the cursor.
    var text: String {
        switch self {
        case .time(let milliseconds, let id): "d.\(milliseconds).\(id)"
        case .title(let key, let id):
            "t.\(key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()).\(id)"
        }
    }

    static var invalid: StoreError {
        StoreError(
            .invalidRequest, "this is no cursor of this query; begin again with the first page")
    }

    private static func bytes(_ digits: Substring) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

extension StoreLimits {
    /// A page's limit as it is used.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request` if it is less than 1.
    static func page(_ limit: Int) throws -> Int {
        guard limit >= 1 else {
            throw StoreError(.invalidRequest, "a page has at least one element")
        }
        return min(limit, pageElements)
    }
}
