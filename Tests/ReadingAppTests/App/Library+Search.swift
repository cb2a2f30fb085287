import VNModel
import VNStore

extension Library {
    /// What a search field shows.
    struct Found: Sendable {
        let hits: [SearchHit]
        /// A line under the field, if there is something to say.
        let remark: String?
    }

    /// Searches headlines, leads and bodies for all words that were typed.
    func search(_ text: String) async throws -> Found {
        let results = try await store.search(SearchRequest(text))
        var remark: String?
        if results.isRelaxed {
            remark = "Không có kết quả đúng dấu; đây là kết quả không phân biệt dấu."
        } else if results.indexed < results.total {
            remark = "Mới tìm trong \(results.indexed) trên \(results.total) bài."
        }
        return Found(hits: results.hits, remark: remark)
    }
}
