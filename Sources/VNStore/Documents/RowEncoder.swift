internal import VNModel

/// The stored columns of a document's row.
struct EncodedRow {
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
        var objects: [Int: [JSONObject.Member]] = [:]
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
            case .json: columns[index] = .text(shown.canonicalText)
            case .members, .blocks:
                let name = RegisterPath.member(field.path).map(String.init) ?? ""
                objects[index, default: []].append(JSONObject.Member(key: name, value: shown))
            }
        }
        for (index, members) in objects {
            let isBody = if case .blocks = layout.columns[index].field { true } else { false }
            columns[index] = .text(isBody ? EncodedRow.blocks(members) : EncodedRow.object(members))
        }
        if !others.isEmpty { extra = .text(EncodedRow.object(others)) }
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

    private static func object(_ members: [JSONObject.Member]) -> String {
        // Fields come sorted by path, and so do the members of one family.
        var writer = JSONWriter()
        writer.raw("{")
        for (index, member) in members.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.string(member.key)
            writer.raw(":")
            writer.value(member.value)
        }
        writer.raw("}")
        return writer.text
    }

    private static func blocks(_ members: [JSONObject.Member]) -> String {
        let ordered = members.map { ($0, $0.value["order"]?.string ?? "") }.sorted { left, right in
            left.1 == right.1
                ? JSONObject.precedes(left.0.key, right.0.key)
                : JSONObject.precedes(left.1, right.1)
        }
        var writer = JSONWriter(capacity: 8192)
        writer.raw("[")
        for (index, (member, _)) in ordered.enumerated() {
            if index > 0 { writer.raw(",") }
            var block = member.value.object ?? JSONObject()
            block["id"] = .string(member.key)
            writer.value(.object(block))
        }
        writer.raw("]")
        return writer.text
    }
}
