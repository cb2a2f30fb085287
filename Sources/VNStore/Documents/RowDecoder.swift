internal import VNModel

/// Gives the values back that a row's stored columns keep.
struct RowDecoder {
    let layout: StoredColumns
    private(set) var values: [(path: String, value: CanonicalJSON)] = []

    init(_ kind: DocumentKind) { layout = StoredColumns.of(kind) }

    /// Reads the stored columns, which start at `first`, and `extra` behind them.
    mutating func read(_ row: borrowing SQLRow, from first: Int32) throws {
        values.reserveCapacity(24)
        for offset in layout.byPath {
            let column = layout.columns[offset]
            let place = first + Int32(offset)
            guard !row.isNull(place) else { continue }
            switch column.field {
            case .text: values.append((column.path, try text(row, place, column.name)))
            case .id:
                guard let id = row.id(place) else { throw damaged(column.name) }
                var writer = JSONWriter(capacity: 38)
                writer.raw("\"")
                writer.id(id)
                writer.raw("\"")
                values.append((column.path, CanonicalJSON(canonical: writer.bytes[...])))
            case .json: values.append((column.path, try json(row, place, column.name)))
            case .members:
                for member in try object(row, place, column.name) {
                    values.append((column.path + "/" + member.key, member.value))
                }
            case .blocks: try blocks(row, place, column)
            }
        }
        let place = first + Int32(layout.columns.count)
        if !row.isNull(place) {
            for member in try object(row, place, "extra") {
                values.append((member.key, member.value))
            }
        }
        // Most are in order already, but for blocks and what is in `extra`.
        values.sort { JSONObject.precedes($0.path, $1.path) }
    }

    private mutating func blocks(
        _ row: borrowing SQLRow, _ place: Int32, _ column: StoredColumns.Column
    ) throws {
        guard let blocks = try json(row, place, column.name).objects(without: "id") else {
            throw damaged(column.name)
        }
        for block in blocks { values.append((column.path + "/" + block.name, block.rest)) }
    }

    private func object(
        _ row: borrowing SQLRow, _ place: Int32, _ name: String
    ) throws -> [CanonicalObject.Member] {
        guard let object = try json(row, place, name).object else { throw damaged(name) }
        return object.members
    }

    private func text(
        _ row: borrowing SQLRow, _ place: Int32, _ name: String
    ) throws -> CanonicalJSON {
        try row.withBytes(place) { bytes in
            var writer = JSONWriter(capacity: bytes.count + 2)
            guard writer.string(utf8: bytes) else { throw damaged(name) }
            return CanonicalJSON(canonical: writer.bytes[...])
        }
    }

    private func json(
        _ row: borrowing SQLRow, _ place: Int32, _ name: String
    ) throws -> CanonicalJSON {
        try row.withBytes(place) { bytes in
            do throws(JSONError) {
                // What a register's value may nest, and the row's own array and object around it.
                return try CanonicalJSON(parsing: Array(bytes), depthLimit: Limits.jsonDepth + 2)
            } catch {
                throw damaged(name)
            }
        }
    }

    private func damaged(_ name: String) -> StoreError {
        StoreError(
            .corrupt, "column \(name) of a document is damaged; run `vnsync verify --deep`")
    }
}
