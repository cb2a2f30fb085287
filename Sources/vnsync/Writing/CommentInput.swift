internal import VNModel

/// Comments as this user writes them.
enum CommentInput {
    /// A new comment.
    static func new(
        _ text: String, on article: DocumentID, inReplyTo parent: DocumentID?, by name: String,
        _ context: Context
    ) throws -> Comment {
        let comment = Comment(
            id: context.environment.newDocumentID(), articleID: article, inReplyTo: parent,
            author: CommentAuthor(name: name), text: text, dateCreated: context.now.rfc3339)
        return try Comment(json: comment.json)
    }

    /// A comment with another text.
    static func edited(_ comment: Comment, text: String, now: Timestamp) throws -> Comment {
        guard text != comment.text else { return comment }
        var members = comment.json.object ?? JSONObject()
        members["text"] = .string(text)
        members["dateModified"] = .string(now.rfc3339)
        return try Comment(json: .object(members))
    }
}
