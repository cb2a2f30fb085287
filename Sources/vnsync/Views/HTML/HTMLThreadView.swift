internal import VNModel
internal import VNStore

/// The comments of an article as nested lists.
struct HTMLThreadView {
    let messages: Messages
    let dates: DateText

    /// A heading and the comments, replies inside what they answer.
    ///
    /// - Parameters:
    ///   - thread: depth-first.
    ///   - article: tells whether comments may still be written.
    func lines(_ thread: [ThreadedComment], of article: Article) -> [String] {
        let count = thread.filter { !$0.isPlaceholder }.count
        let title = messages(ReadingPhrase.comments, count: count)
        var lines = [
            "<section aria-labelledby=\"comments\">",
            "<h2 id=\"comments\">\(HTMLText.escaped(title))</h2>",
        ]
        if let notice = notice(thread, article) {
            lines.append("<p class=\"notice\">\(HTMLText.escaped(messages(notice)))</p>")
        }
        // How many lists are open; the last item of each is open too.
        var open = 0
        for element in thread {
            // Nobody is nested deeper than one below the comment before.
            let depth = min(element.depth, open)
            while open > depth + 1 {
                lines.append("</li></ol>")
                open -= 1
            }
            if open == depth {
                lines.append(open == 0 ? "<ol class=\"thread\">" : "<ol>")
                open += 1
            } else {
                lines.append("</li>")
            }
            lines.append("<li>")
            lines += comment(element)
        }
        lines += Array(repeating: "</li></ol>", count: open)
        return lines + ["</section>"]
    }

    private func notice(_ thread: [ThreadedComment], _ article: Article) -> ReadingPhrase? {
        switch article.commentPolicy {
        case .open: thread.isEmpty ? .noComments : nil
        case .premoderated: .commentsPremoderated
        case .closed: .commentsClosed
        }
    }

    private func comment(_ element: ThreadedComment) -> [String] {
        let comment = element.comment
        guard !element.isPlaceholder else {
            let phrase: ReadingPhrase = comment.isDeleted ? .deletedComment : .missingComment
            return ["<p class=\"notice\">\(HTMLText.escaped(messages(phrase)))</p>"]
        }
        var state = ""
        if comment.status != .approved, let phrase = StatePhrase(comment.status) {
            state = " <em>\(HTMLText.escaped(messages(phrase)))</em>"
        }
        let time = HTMLText.escaped(dates.minute(comment.dateCreated))
        return [
            "<p class=\"origin\"><b>\(HTMLText.escaped(comment.author.name))</b> "
                + "<time datetime=\"\(HTMLText.escaped(comment.dateCreated))\">\(time)</time>"
                + "\(state)</p>",
            "<p>\(HTMLText.lines(comment.text))</p>",
        ]
    }
}
