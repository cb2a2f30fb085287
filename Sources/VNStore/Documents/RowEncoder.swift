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
        var others: [(name: String, value: CanonicalJSON)] = []
        for field in document.fields {
            guard let shown = shownValue(field, of: document), !shown.isNull else { continue }
            let index = layout.index(of: field.path)
            guard let index, layout.columns[index].field.accepts(shown) else {
                others.append((field.path, shown))
                continue
            }
            switch layout.columns[index].field {
            case .text: columns[index] = shown.utf8.map { .utf8($0) } ?? .null
            case .id: columns[index] = .id(shown.string.flatMap { DocumentID($0) })
            case .json: columns[index] = .utf8(shown.bytes)
            case .members, .blocks:
                if family.column != index { close(&family, layout) }
                family.column = index
                let name = RegisterPath.member(field.path).map(String.init) ?? ""
                family.members.append((name, shown))
            }
        }
        close(&family, layout)
        if !others.isEmpty { extra = .utf8(EncodedRow.object(others)[...]) }
    }

    /// The members of one family as they are collected.
    private struct Family {
        var column: Int?
        var members: [(name: String, value: CanonicalJSON)] = []
    }

    /// Fills the column of a family whose members are complete.
    private mutating func close(_ family: inout Family, _ layout: StoredColumns) {
        guard let index = family.column else { return }
        let isBody = if case .blocks = layout.columns[index].field { true } else { false }
        columns[index] = .utf8(
            (isBody ? EncodedRow.blocks(family.members) : EncodedRow.object(family.members))[...])
        family = Family()
    }

    /// The shown value of a field; what is not shown goes to the siblings.
    private mutating func shownValue(
        _ field: Document.Field, of document: Document
    ) -> CanonicalJSON? {
        if let sole = field.register.sole { return sole.encoded }
        let live = field.register.live
        guard live.count > 1 else { return live.first?.encoded }
        let shown = document.shownLive(field)
        for value in live where value.dot != shown?.dot { siblings.append((field.path, value)) }
        return shown?.encoded
    }

    private static func object(_ members: [(name: String, value: CanonicalJSON)]) -> [UInt8] {
        // Fields come sorted by path, and so do the members of one family.
        var writer = JSONWriter(capacity: members.reduce(2) { $0 + $1.value.size + 40 })
        writer.raw("{")
        for (position, member) in members.enumerated() {
            if position > 0 { writer.raw(",") }
            writer.string(member.name)
            writer.raw(":")
            writer.value(member.value)
        }
        writer.raw("}")
        return writer.bytes
    }

    private static func blocks(_ members: [(name: String, value: CanonicalJSON)]) -> [UInt8] {
        let blocks = members.map { BlockText($0.name, $0.value) }
        let order = blocks.indices.sorted { left, right in
            let (one, other) = (blocks[left].order, blocks[right].order)
            return one.elementsEqual(other)
                ? JSONObject.precedes(blocks[left].name, blocks[right].name)
                : one.lexicographicallyPrecedes(other)
        }
        var writer = JSONWriter(capacity: blocks.reduce(2) { $0 + $1.value.size + 50 })
        writer.raw("[")
        for (position, index) in order.enumerated() {
            if position > 0 { writer.raw(",") }
            blocks[index].write(into: &writer)
        }
        writer.raw("]")
        return writer.bytes
    }
}

/// A block of the body as its column has it: the register's value with the block's `id` in it.
struct BlockText {
    let name: String
    let value: CanonicalJSON
    /// Where it stands among the blocks; empty if it does not say.
    private(set) var order: ArraySlice<UInt8> = []
    /// Where `id` belongs; the end of the value if it comes last.
    private var place: Int
    private var isEmpty = true

    /// - Parameters:
    ///   - name: the block's id.
    ///   - value: an object without `id`.
    init(_ name: String, _ value: CanonicalJSON) {
        (self.name, self.value) = (name, value)
        let end = value.bytes.endIndex
        var (place, order, isEmpty) = (end, order, true)
        value.walk { key, range in
            isEmpty = false
            let key = value.bytes[key].dropFirst().dropLast()
            if place == end, BlockText.id.lexicographicallyPrecedes(key) {
                place = key.startIndex - 1
            }
            if key.elementsEqual(BlockText.order) {
                order = CanonicalJSON(canonical: value.bytes[range]).utf8 ?? []
            }
        }
        (self.place, self.order, self.isEmpty) = (place, order, isEmpty)
    }

    func write(into writer: inout JSONWriter) {
        let end = value.bytes.endIndex
        if place < end {
            writer.raw(value.bytes[..<place])
            writer.raw("\"id\":")
            writer.string(name)
            writer.raw(",")
            writer.raw(value.bytes[place...])
        } else {
            writer.raw(value.bytes[..<(end - 1)])
            writer.raw(isEmpty ? "\"id\":" : ",\"id\":")
            writer.string(name)
            writer.raw("}")
        }
    }

    private static let id = Array("id".utf8)
    private static let order = Array("order".utf8)
}
