internal import VNModel

/// The stored columns of a document's row.
struct EncodedRow: Sendable {
    /// One value a column of ``StoredColumns``, in their order.
    var columns: [SQLValue]
    /// Every other register.
    var extra: SQLValue
    /// Values that are not shown.
    var siblings: [(path: String, value: LiveValue)]
}

extension EncodedRow {
    init(_ document: Document) {
        let layout = StoredColumns.of(document.kind)
        columns = Array(repeating: .null, count: layout.columns.count)
        extra = .null
        siblings = []
        // The members of a family stand together, so one list is open at a time.
        var family = Family()
        var others: [JSONObject.Member] = []
        for field in document.fields {
            guard let shown = shownValue(field, document.kind), !shown.isNull else { continue }
            let index = layout.index(of: field.path)
            guard let index, accepts(shown, layout.columns[index].field) else {
                others.append(JSONObject.Member(key: field.path, value: shown))
                continue
            }
            switch layout.columns[index].field {
            case .text: columns[index] = .text(shown.string)
            case .id: columns[index] = .id(shown.string.flatMap { DocumentID($0) })
            case .json: columns[index] = .utf8(shown.canonicalBytes)
            case .members, .blocks:
                if family.column != index { close(&family, layout) }
                family.column = index
                let name = RegisterPath.member(field.path).map(String.init) ?? ""
                family.members.append(JSONObject.Member(key: name, value: shown))
            }
        }
        close(&family, layout)
        if !others.isEmpty { extra = .utf8(EncodedRow.object(others)) }
    }

    /// The members of one family as they are collected.
    private struct Family {
        var column: Int?
        var members: [JSONObject.Member] = []
    }

    /// Fills the column of a family whose members are complete.
    private mutating func close(_ family: inout Family, _ layout: StoredColumns) {
        guard let index = family.column else { return }
        let isBody = if case .blocks = layout.columns[index].field { true } else { false }
        columns[index] = .utf8(
            isBody ? EncodedRow.blocks(family.members) : EncodedRow.object(family.members))
        family = Family()
    }

    /// The shown value of a field; what is not shown goes to the siblings.
    private mutating func shownValue(_ field: Document.Field, _ kind: DocumentKind) -> JSONValue? {
        let live = field.register.live
        guard live.count > 1 else { return live.first?.value }
        let shown = RegisterPath.policy(field.path, of: kind).shown(live)
        for value in live where value.dot != shown?.dot { siblings.append((field.path, value)) }
        return shown?.value
    }

    /// Whether a column can give the value back unchanged.
    private func accepts(_ value: JSONValue, _ field: StoredField) -> Bool {
        switch field {
        case .text: value.string != nil
        case .id:
            value.string.map { text in
                DocumentID(text) != nil && !text.utf8.contains { (0x41...0x46).contains($0) }
            } ?? false
        case .json, .members: true
        case .blocks: value.object.map { $0["id"] == nil } ?? false
        }
    }

    private static func object(_ members: [JSONObject.Member]) -> [UInt8] {
        // Fields come sorted by path, and so do the members of one family.
        var writer = JSONWriter()
        writer.value(.object(JSONObject(sorted: members)))
        return writer.bytes
    }

    private static func blocks(_ members: [JSONObject.Member]) -> [UInt8] {
        let places = members.map { $0.value["order"]?.string ?? "" }
        let order = members.indices.sorted { left, right in
            JSONObject.isSame(places[left], places[right])
                ? JSONObject.precedes(members[left].key, members[right].key)
                : JSONObject.precedes(places[left], places[right])
        }
        var writer = JSONWriter(capacity: 8192)
        writer.raw("[")
        for (position, index) in order.enumerated() {
            if position > 0 { writer.raw(",") }
            var block = members[index].value.object ?? JSONObject()
            block["id"] = .string(members[index].key)
            writer.value(.object(block))
        }
        writer.raw("]")
        return writer.bytes
    }
}
