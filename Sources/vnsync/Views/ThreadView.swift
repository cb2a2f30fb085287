internal import VNModel
internal import VNStore

/// The comments of an article as a tree.
struct ThreadView {
    let messages: Messages
    let style: Style
    let dates: DateText
    /// Columns; `nil`: every paragraph is one line.
    let width: Int?

    /// A heading and the comments, replies beneath what they answer.
    ///
    /// - Parameters:
    ///   - thread: depth-first.
    ///   - article: tells whether comments may still be written.
    func lines(_ thread: [ThreadedComment], of article: Article) -> [String] {
        let count = thread.filter { !$0.isPlaceholder }.count
        var lines = ["", style.bold(messages(ReadingPhrase.comments, count: count))]
        switch article.commentPolicy {
        case .open: break
        case .premoderated:
            lines.append(style.dim(messages(ReadingPhrase.commentsPremoderated)))
        case .closed: lines.append(style.dim(messages(ReadingPhrase.commentsClosed)))
        }
        guard !thread.isEmpty else {
            return lines
                + (article.commentPolicy == .closed
                    ? [] : [style.dim(messages(ReadingPhrase.noComments))])
        }
        for (index, element) in thread.enumerated() {
            let (head, body) = branches(thread, at: index)
            if element.depth == 0 { lines.append("") }
            lines += comment(element, head, body)
        }
        return lines
    }

    private func comment(
        _ element: ThreadedComment, _ head: String, _ body: String
    ) -> [String] {
        let comment = element.comment
        let room = width ?? .max
        guard !element.isPlaceholder else {
            let phrase: ReadingPhrase =
                comment.isDeleted ? .deletedComment : .missingComment
            return TextWrapping.lines(messages(phrase), width: room, first: head, rest: body)
                .map(style.dim)
        }
        var marks: [String] = []
        if comment.status != .approved, let state = StatePhrase(comment.status) {
            marks.append("[\(messages(state))]")
        }
        if element.hasPending { marks.append("↑") }
        let title =
            ([comment.author.name, "·", dates.minute(comment.dateCreated)] + marks
            + ["·", ShortID.text(comment.id)]).joined(separator: " ")
        return TextWrapping.lines(title, width: room, first: head, rest: body).map(style.cyan)
            + TextWrapping.lines(comment.text, width: room, first: body, rest: body)
    }

    /// The lines of the tree before the first line of a comment and before the others.
    private func branches(_ thread: [ThreadedComment], at index: Int) -> (String, String) {
        let depth = thread[index].depth
        guard depth > 0 else { return ("", "") }
        var stem = ""
        for level in 1..<max(1, depth) {
            stem += goesOn(thread, after: index, at: level) ? "│  " : "   "
        }
        let goesOn = goesOn(thread, after: index, at: depth)
        return (stem + (goesOn ? "├─ " : "└─ "), stem + (goesOn ? "│  " : "   "))
    }

    /// Whether another comment of a level follows before the branch ends.
    private func goesOn(_ thread: [ThreadedComment], after index: Int, at level: Int) -> Bool {
        for element in thread[(index + 1)...] {
            if element.depth < level { return false }
            if element.depth == level { return true }
        }
        return false
    }
}
