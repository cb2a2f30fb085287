internal import VNModel
internal import VNStore

/// Comments that wait for a moderator, with their whole text.
struct QueueView {
    let style: Style
    let dates: DateText
    let width: Int

    func lines(_ entries: [CommentEntry]) -> [String] {
        let ids = ShortID.texts(entries.map(\.comment.id))
        var lines: [String] = []
        for (index, entry) in entries.enumerated() {
            let comment = entry.comment
            let title = [
                ids[index], comment.author.name, dates.minute(comment.dateCreated),
                "→ " + ShortID.text(comment.articleID),
            ].joined(separator: " · ")
            lines += TextWrapping.lines(title, width: width).map(style.cyan)
            lines += TextWrapping.lines(comment.text, width: width, first: "  ")
        }
        return lines
    }
}
