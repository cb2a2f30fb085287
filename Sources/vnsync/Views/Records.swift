internal import VNModel
internal import VNStore

/// The JSON of what commands show.
enum Records {
    /// The replica and the counter of a change.
    static func dot(_ dot: Dot) -> JSONValue {
        .members([("replica", .text(dot.replica)), ("counter", .count(dot.counter))])
    }

    /// A line of `list`.
    ///
    /// - Parameter next: where the next page begins; only in the last line of a page.
    static func article(
        _ article: ArticleSummary, next: String? = nil
    ) -> [(String, JSONValue?)] {
        [
            ("id", .text(article.id)), ("type", .string("article")),
            ("headline", .string(article.headline)), ("publisher", .string(article.publisher)),
            ("section", .text(article.section)), ("datePublished", .string(article.datePublished)),
            ("status", .string(article.state)), ("comments", .count(article.comments)),
            ("unread", .bool(article.isUnread)), ("starred", .bool(article.isStarred)),
            ("conflicts", .count(article.conflicts)), ("pending", .bool(article.hasPending)),
            ("next", .text(next)),
        ]
    }

    /// A line of `list comments` and of the moderation queue.
    static func comment(_ entry: CommentEntry, next: String? = nil) -> [(String, JSONValue?)] {
        var pairs: [(String, JSONValue?)] = [
            ("conflicts", .count(entry.conflicts.count)), ("pending", .bool(entry.hasPending)),
            ("next", .text(next)),
        ]
        for member in entry.comment.json.object?.members ?? [] {
            pairs.append((member.key, member.value))
        }
        return pairs
    }

    /// A line of `list sections` and `list topics`.
    static func facet(_ facet: FacetCount, type: String) -> [(String, JSONValue?)] {
        [
            ("type", .string(type)), ("name", .string(facet.name)),
            ("articles", .count(facet.articles)),
        ]
    }

    /// A line of `conflicts`, and an element of `read`.
    static func conflict(_ conflict: Conflict) -> [(String, JSONValue?)] {
        let values = conflict.values.map { value in
            JSONValue.members([
                ("replica", .text(value.dot.replica)), ("counter", .count(value.dot.counter)),
                ("at", time(value.stamp)), ("value", value.value), ("shown", .bool(value.isShown)),
            ])
        }
        return [
            ("id", .text(conflict.document)), ("path", .string(conflict.path)),
            ("values", .array(values)),
        ]
    }

    /// What `read` shows.
    static func reading(
        _ entry: ArticleEntry, _ thread: [ThreadedComment]
    ) -> [(String, JSONValue?)] {
        [
            ("article", entry.article.json), ("clock", entry.vector.json),
            ("comments", .array(thread.map(comment))),
            ("conflicts", .array(entry.conflicts.map { .members(conflict($0)) })),
            ("deleted", entry.isDeleted ? .bool(true) : nil),
        ]
    }

    /// What every writer answers.
    static func receipt(_ receipt: WriteReceipt) -> [(String, JSONValue?)] {
        [
            ("id", .text(receipt.id)), ("counter", .count(receipt.counter)),
            ("pending", .bool(receipt.counter != 0)),
        ]
    }

    private static func comment(_ element: ThreadedComment) -> JSONValue {
        var members = element.comment.json.object ?? JSONObject()
        members["depth"] = .count(element.depth)
        if element.isPlaceholder { members["placeholder"] = .bool(true) }
        return .object(members)
    }

    private static func time(_ stamp: HybridTimestamp) -> JSONValue {
        let time = Timestamp(
            milliseconds: Int64(clamping: stamp.milliseconds), precision: .millisecond)
        return .string(time.rfc3339)
    }
}
