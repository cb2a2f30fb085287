internal import GRDBSQLite

/// The rank of a hit: BM25 in which all phrases count alike.
///
/// FTS5's own `bm25` weighs a phrase by how rare it is, and reads for that everything that the
/// index has about each phrase, with every search. All phrases of our searches must occur, so
/// their weight decides little, and what is left depends on the hit alone.
///
/// - Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
///   2009.
enum SearchRank {
    /// The name of the function in SQL; its arguments are the weights of the columns, 1 for those
    /// that have none.
    static let name = "vnsync_rank"

    /// How fast further occurrences of a phrase count less.
    private static let saturation = 1.2
    /// How much occurrences in a long text count less than in a short one.
    private static let lengthWeight = 0.75

    /// Lets a connection rank its hits.
    ///
    /// - Throws: ``StoreError`` `store.database` if SQLite was built without FTS5.
    static func register(on connection: OpaquePointer?) throws(StoreError) {
        guard let api = extensions(of: connection) else {
            throw StoreError(.database, "this SQLite lacks FTS5, which searching needs")
        }
        let code = api.pointee.xCreateFunction(api, name, nil, rank, nil)
        guard code == SQLITE_OK else {
            throw StoreError(.database, "SQLite does not take the rank of searches: code \(code)")
        }
    }

    /// - Source: SQLite, "FTS5 Extension", section 7.
    private static func extensions(
        of connection: OpaquePointer?
    ) -> UnsafeMutablePointer<fts5_api>? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, "SELECT fts5(?)", -1, &statement, nil) == SQLITE_OK
        else { return nil }
        defer { sqlite3_finalize(statement) }
        var api: UnsafeMutablePointer<fts5_api>?
        return withUnsafeMutablePointer(to: &api) { place in
            "fts5_api_ptr".withCString { type in
                sqlite3_bind_pointer(statement, 1, place, type, nil)
                sqlite3_step(statement)
                // The pointers end here.
                sqlite3_clear_bindings(statement)
            }
            return place.pointee
        }
    }

    private static let rank: fts5_extension_function = { api, hit, result, count, weights in
        guard let api = api?.pointee, let hit, let weights else { return }
        let phrases = Int(api.xPhraseCount(hit))
        var (places, size, rows): (Int32, Int32, Int64) = (0, 0, 0)
        var total: Int64 = 0
        guard api.xInstCount(hit, &places) == SQLITE_OK,
            api.xColumnSize(hit, -1, &size) == SQLITE_OK,
            api.xColumnTotalSize(hit, -1, &total) == SQLITE_OK,
            api.xRowCount(hit, &rows) == SQLITE_OK
        else { return sqlite3_result_error_code(result, SQLITE_CORRUPT) }
        let average = total > 0 && rows > 0 ? Double(total) / Double(rows) : 1
        let length = 1 - lengthWeight + lengthWeight * Double(size) / average
        let score = withUnsafeTemporaryAllocation(of: Double.self, capacity: phrases) { found in
            found.initialize(repeating: 0)
            for place in 0..<places {
                var (phrase, column, offset): (Int32, Int32, Int32) = (0, 0, 0)
                guard api.xInst(hit, place, &phrase, &column, &offset) == SQLITE_OK,
                    found.indices.contains(Int(phrase))
                else { continue }
                found[Int(phrase)] +=
                    column >= 0 && column < count
                    ? sqlite3_value_double(weights[Int(column)]) : 1
            }
            return found.reduce(0) { sum, times in
                sum + times * (saturation + 1) / (times + saturation * length)
            }
        }
        // FTS5 sorts the best hits, whose rank is the lowest, to the front.
        sqlite3_result_double(result, -score)
    }
}
