internal import VNModel

/// The values of a document's row that stand in indexes, seq and id aside.
///
/// SQLite takes a row out of an index and puts it in again if a statement names one of the index's
/// columns, whatever the values: for most edits that is many pages for nothing. So those columns
/// are only written if one of them changed.
struct IndexedColumns: Hashable, Sendable {
    let state: String
    let conflicts: Int64
    /// When it was published or made.
    let milliseconds: Int64
    /// An article's section, a comment's article; empty if there is none.
    let place: [UInt8]

    /// The names of the columns.
    static func names(_ kind: DocumentKind) -> [String] {
        switch kind {
        case .article: ["state", "conflicts", "published_ms", "section"]
        case .comment: ["state", "conflicts", "created_ms", "article"]
        }
    }

    init(_ derived: DerivedColumns, _ row: EncodedRow, _ kind: DocumentKind) {
        state = derived.state
        conflicts = Int64(derived.conflicts)
        milliseconds = derived.milliseconds
        let place = StoredColumns.of(kind).index(of: kind == .article ? "section" : "articleId")
        self.place = place.map { row.columns[$0].bytes } ?? []
    }

    /// Reads the columns from `first` on.
    init(_ row: borrowing SQLRow, from first: Int32) {
        state = row.text(first) ?? ""
        conflicts = row.integer(first + 1)
        milliseconds = row.integer(first + 2)
        place = row.blob(first + 3)
    }
}

extension SQLValue {
    /// The bytes of a text or blob; none of other values.
    fileprivate var bytes: [UInt8] {
        switch self {
        case .null, .integer: []
        case .text(let text): Array(text.utf8)
        case .utf8(let text): Array(text)
        case .blob(let blob): blob
        case .id(let id): id.bytes
        }
    }
}
