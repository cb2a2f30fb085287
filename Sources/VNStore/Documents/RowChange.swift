internal import VNModel

/// What an ordinary edit changes of a document's row: the columns of the registers that were
/// written, and what is computed from those. The others, the body of an article above all, are
/// neither encoded nor written again.
struct RowChange: Sendable {
    /// The names of the columns, and their values.
    private(set) var names: [String] = []
    private(set) var values: [SQLValue] = []
    let digest: [UInt8]
    /// All that the changed registers have observed.
    private(set) var vector = VersionVector()

    /// - Returns: `nil` if anything but plain columns may change, or if the row cannot be relied
    ///   on: then all of it is written.
    /// - Complexity: O(*n*) in the size of the document.
    init?(_ document: Document, over stored: StoredDocument) {
        guard stored.indexed != nil, !stored.hasSiblings,
            document.field(RegisterPath.deleted) == nil,
            document.fields.count >= stored.document.fields.count
        else { return nil }
        let layout = StoredColumns.of(document.kind)
        var columns: Set<Int> = []
        var added = 0
        for (index, before) in document.fields(changedSince: stored.document) {
            let field = document.fields[index]
            if before == nil { added += 1 }
            guard let column = RowChange.column(of: field, before, layout, document) else {
                return nil
            }
            columns.insert(column)
            vector.join(field.register.seen)
        }
        // A register that is gone leaves its column.
        guard !columns.isEmpty,
            document.fields.count == stored.document.fields.count + added
        else { return nil }
        var part = Document(id: document.id, kind: document.kind)
        for field in document.fields
        where layout.index(of: field.path).map(columns.contains) == true {
            part.set(field.path, field.register)
        }
        let encoded = EncodedRow(part)
        guard encoded.extra.isNull else { return nil }
        for column in columns.sorted() {
            names.append(layout.columns[column].name)
            values.append(encoded.columns[column])
        }
        if document.kind == .article {
            names += ["date_modified"]
            values += [.text(DerivedColumns.dateModified(document))]
            if names.contains("headline") {
                names += ["title_key"]
                values += [.blob(DerivedColumns.titleKey(document))]
            }
        }
        digest = document.digest
    }

    /// The column that a changed register stands in, if nothing but that column, and what is
    /// computed below, depends on it.
    private static func column(
        of field: Document.Field, _ before: Document.Field?, _ layout: StoredColumns,
        _ document: Document
    ) -> Int? {
        let isPlain =
            switch document.kind {
            case .article: plainFields.contains(String(RegisterPath.family(field.path)))
            case .comment: field.path == "text" || field.path == "author"
            }
        guard isPlain, field.register.liveCount < 2, let column = layout.index(of: field.path),
            fits(field, layout.columns[column]),
            before.map({ fits($0, layout.columns[column]) }) ?? true
        else { return nil }
        return column
    }

    private static let plainFields: Set<String> = [
        "authors", "body", "commentPolicy", "headline", "image", "language", "related", "summary",
        "url",
    ]

    private static func fits(_ field: Document.Field, _ column: StoredColumns.Column) -> Bool {
        field.register.live.allSatisfy { $0.isNull || column.field.accepts($0.encoded) }
    }
}
