import VNModel
import VNStore

extension Library {
    /// Writes a comment. It needs no network and is safe as soon as this returns.
    ///
    /// - Parameters:
    ///   - text: what the reader wrote.
    ///   - name: what the reader is called.
    ///   - article: the article.
    ///   - parent: the comment that it answers.
    func comment(
        _ text: String, by name: String, on article: DocumentID, replyTo parent: DocumentID? = nil
    ) async throws -> DocumentID {
        let clock = SystemEnvironment()
        let comment = Comment(
            id: clock.newDocumentID(), articleID: article, inReplyTo: parent,
            author: CommentAuthor(name: name), text: text,
            dateCreated: Timestamp(milliseconds: Int64(clock.milliseconds())).rfc3339)
        return try await store.post(comment).id
    }

    /// How many changes the hub has not taken yet, for a small mark in the corner.
    func unsent() async throws -> Int { try await store.pendingCount() }
}
