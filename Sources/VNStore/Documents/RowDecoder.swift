internal import VNModel

/// Gives the values back that a row's stored columns keep.
struct RowDecoder {
    let layout: StoredColumns
    private(set) var values: [(path: String, value: JSONValue)] = []

    init(_ kind: DocumentKind) { layout = StoredColumns.of(kind) }

    /// Reads the stored columns, which start at `first`, and `extra` behind them.
    mutating func read(_ row: borrowing SQLRow, from first: Int32) throws {
        values.reserveCapacity(24)
        for (offset, column) in layout.columns.enumerated() {
            let place = first + Int32(offset)
            guard !row.isNull(place) else { continue }
            switch column.field {
            case .text: values.append((column.path, .string(row.text(place) ?? "")))
            case .id:
                guard let id = row.id(place) else { throw damaged(column.name) }
                values.append((column.path, .string(id.description)))
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
        values.sort { JSONObject.precedes($0.path, $1.path) }
    }

    private mutating func blocks(
        _ row: borrowing SQLRow, _ place: Int32, _ column: StoredColumns.Column
    ) throws {
        guard case .array(let blocks) = try json(row, place, column.name) else {
            throw damaged(column.name)
        }
        for block in blocks {
            guard var members = block.object, let id = members["id"]?.string else {
                throw damaged(column.name)
            }
            members["id"] = nil
            values.append((column.path + "/" + id, .object(members)))
        }
    }

    private func object(
        _ row: borrowing SQLRow, _ place: Int32, _ name: String
    ) throws -> [JSONObject.Member] {
        guard case .object(let object) = try json(row, place, name) else { throw damaged(name) }
        return object.members
    }

    private func json(
        _ row: borrowing SQLRow, _ place: Int32, _ name: String
    ) throws -> JSONValue {
        try row.withBytes(place) { bytes in
            do throws(JSONError) {
                // What a register's value may nest, and the row's own array and object around it.
                return try JSONValue(parsing: bytes, depthLimit: Limits.jsonDepth + 2)
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
