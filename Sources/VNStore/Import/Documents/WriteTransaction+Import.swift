internal import VNModel

extension WriteTransaction {
    /// Writes what was read, as a group of its own.
    ///
    /// - Parameters:
    ///   - item: what was read.
    ///   - known: what a dry run would have written before.
    ///   - isLastTry: whether a parent that is not here will not come any more.
    /// - Throws: `ContentError` and ``StoreError``, after which the transaction is to be given up.
    ///   What is wrong with the place of a document is an outcome, and nothing was written.
    func take(
        _ item: ImportItem, known: KnownDocuments, isLastTry: Bool
    ) throws -> ImportOutcome {
        let outcome: ImportOutcome
        if let refusal = try refusal(of: item) {
            outcome = refusal
        } else {
            switch item.content {
            case .article(let article): outcome = try take(article)
            case .page(let article): outcome = try take(page: article)
            case .entry(let article): outcome = try take(entry: article)
            case .comment(let comment):
                let problem = try problem(with: comment, item, known, isLastTry: isLastTry)
                outcome = try problem ?? take(comment)
            }
        }
        endGroup()
        switch outcome {
        case .created, .changed, .unchanged: return known.outcome(of: item) ?? outcome
        default: return outcome
        }
    }

    /// Deleted and purged documents stay so, and an id keeps its kind.
    private func refusal(of item: ImportItem) throws -> ImportOutcome? {
        let isPurged = try session.first(
            "SELECT 1 FROM purged WHERE doc = ?", [.id(item.id)], { _ in true })
        if isPurged == true {
            return .skipped(
                item.place.failure(ImportError.deleted, "\(item.id) is gone here for good"))
        }
        guard let document = try document(item.id) else { return nil }
        guard document.kind == item.kind else {
            return .failed(
                item.place.failure(
                    ImportError.otherKind,
                    "\(item.id) is the id of an \(document.kind.rawValue) here"))
        }
        guard document.isDeleted || document.isErased else { return nil }
        if case .comment(let comment) = item.content, comment.isDeleted { return .unchanged }
        return .skipped(item.place.failure(ImportError.deleted, "\(item.id) is deleted here"))
    }

    private func take(_ article: Article) throws -> ImportOutcome {
        let isNew = try document(article.id) == nil
        let counter = try put(article).counter
        return isNew ? .created : counter > 0 ? .changed : .unchanged
    }

    private func take(page: Article) throws -> ImportOutcome {
        guard let document = try document(page.id) else { return try take(page) }
        return try take(Article(document: document).updated(by: page))
    }

    private func take(entry: Article) throws -> ImportOutcome {
        guard let document = try document(entry.id) else { return try take(entry) }
        return try take(Article(document: document).updated(byEntry: entry))
    }

    private func take(_ comment: Comment) throws -> ImportOutcome {
        let document = try document(comment.id)
        var operations = document.map { comment.changes(to: $0) } ?? comment.operations()
        if comment.isDeleted {
            // A deleted comment keeps nothing but its place in the thread.
            if document != nil { operations = [] }
            let mark = DeletionMark(
                at: comment.dateModified ?? comment.dateCreated, by: nil,
                saw: document?.vector ?? VersionVector())
            operations.append((RegisterPath.deleted, mark.value))
        }
        guard !operations.isEmpty else { return .unchanged }
        try write(comment.id, .comment, operations)
        return document == nil ? .created : .changed
    }

    /// What stands in the way of a new comment. Closed articles take it: where it was written,
    /// they were open.
    private func problem(
        with comment: Comment, _ item: ImportItem, _ known: KnownDocuments, isLastTry: Bool
    ) throws -> ImportOutcome? {
        if let document = try document(comment.id) {
            let stored = Comment(document: document)
            guard stored.articleID == comment.articleID, stored.inReplyTo == comment.inReplyTo
            else {
                // Its article may come later and be one that moved to another address.
                if !isLastTry, try self.document(comment.articleID) == nil { return .deferred }
                return .failed(
                    item.place.failure(
                        ImportError.invalidParent, "a comment keeps its article and parent"))
            }
            return nil
        }
        if let article = try document(comment.articleID), article.kind == .article {
            guard !article.isDeleted, !article.isErased else {
                return .skipped(
                    item.place.failure(
                        ImportError.deleted, "its article \(comment.articleID) is deleted here"))
            }
        } else if !known.hasArticle(comment.articleID) {
            guard isLastTry else { return .deferred }
            return .failed(
                item.place.failure(
                    ImportError.noArticle, "its article \(comment.articleID) is not here"))
        }
        return try problem(withParentOf: comment, item, known, isLastTry: isLastTry)
    }

    private func problem(
        withParentOf comment: Comment, _ item: ImportItem, _ known: KnownDocuments,
        isLastTry: Bool
    ) throws -> ImportOutcome? {
        func refused(_ reason: String) -> ImportOutcome {
            .failed(item.place.failure(ImportError.invalidParent, reason))
        }
        var next = comment.inReplyTo
        var depth = 0
        while let id = next {
            depth += 1
            guard id != comment.id else { return refused("it answers itself") }
            guard depth <= Limits.replyDepth else {
                return refused("nested deeper than \(Limits.replyDepth)")
            }
            guard let document = try document(id) else {
                guard let article = known.article(ofComment: id) else {
                    // A parent that never comes leaves a reply under a placeholder.
                    return depth == 1 && !isLastTry ? .deferred : nil
                }
                return article == comment.articleID
                    ? nil : refused("its parent belongs to another article")
            }
            let parent = Comment(document: document)
            guard document.kind == .comment, parent.articleID == comment.articleID else {
                return refused("its parent belongs to another article")
            }
            next = parent.inReplyTo
        }
        return nil
    }
}

extension Article {
    /// This article with what a page says; what pages do not know stays.
    func updated(by page: Article) -> Article {
        var result = self
        result.headline = page.headline
        result.summary = page.summary
        result.body = BlockMatching.merged(page.body, into: body)
        if publisher.name != page.publisher.name { result.publisher = page.publisher }
        if datePublishedPrecision == .day
            || datePublished.prefix(10) != page.datePublished.prefix(10)
        {
            result.datePublished = page.datePublished
            result.datePublishedPrecision = page.datePublishedPrecision
        }
        if let shown = page.image {
            var image = image ?? Image()
            (image.alt, image.caption, image.credit) = (shown.alt, shown.caption, shown.credit)
            if let url = shown.url, url != image.url { image = shown }
            result.image = image
        }
        if let source = page.source, source.name != self.source?.name { result.source = source }
        for link in page.related
        where !related.contains(where: { $0.rel == link.rel && $0.headline == link.headline }) {
            result.related.append(link)
        }
        result.takeSayings(of: page)
        return result
    }

    /// Takes what only some pages say of themselves.
    private mutating func takeSayings(of page: Article) {
        url = page.url ?? url
        section = page.section ?? section
        topics += page.topics.filter { !topics.contains($0) }.prefix(Limits.topics - topics.count)
        if authors.isEmpty
            || !page.authors.isEmpty && authors.map(\.name) != page.authors.map(\.name)
        {
            authors = page.authors
        }
        dateModified = page.dateModified ?? dateModified
        copyrightNotice = page.copyrightNotice ?? copyrightNotice
    }
}

extension Article {
    /// This article with what an entry of a feed says; what it leaves out stays.
    func updated(byEntry entry: Article) -> Article {
        var result = self
        result.headline = entry.headline
        result.language = entry.language
        result.url = address(in: entry)
        result.summary = entry.summary ?? summary
        result.byline = entry.byline ?? byline
        result.dateline = entry.dateline ?? dateline
        result.section = entry.section ?? section
        result.copyrightNotice = entry.copyrightNotice ?? copyrightNotice
        result.source = entry.source ?? source
        if publisher.name != entry.publisher.name { result.publisher = entry.publisher }
        if Timestamp(rfc3339: entry.datePublished)?.milliseconds
            != Timestamp(rfc3339: datePublished)?.milliseconds
        {
            result.datePublished = entry.datePublished
            result.datePublishedPrecision = entry.datePublishedPrecision
        }
        result.dateModified = entry.dateModified ?? dateModified
        if !entry.body.isEmpty { result.body = BlockMatching.merged(entry.body, into: body) }
        if let shown = entry.image { result.image = (image ?? Image()).updated(by: shown) }
        result.topics += entry.topics.filter { !topics.contains($0) }
        result.authors += entry.authors.filter { author in
            !authors.contains { $0.id == author.id || $0.name == author.name }
        }
        result.alternateIDs += entry.alternateIDs.filter { !alternateIDs.contains($0) }
        for link in entry.related
        where !related.contains(where: { $0.rel == link.rel && $0.headline == link.headline }) {
            result.related.append(link)
        }
        // A feed that withdraws an article is heard, one that still has it does not bring it back.
        if entry.status != .usable { result.status = entry.status }
        return result
    }
}

extension Article {
    /// The address of this article after an entry: where its feed has it now, if the feed's own id
    /// says that it is the same one; else the one that it has.
    private func address(in entry: Article) -> String? {
        guard let guid = FeedIDs.guid(of: entry), FeedIDs.guid(of: self) == guid else {
            return url ?? entry.url
        }
        return entry.url ?? url
    }
}

extension Image {
    /// This picture with what another description of it says.
    fileprivate func updated(by other: Image) -> Image {
        var result = other.url == nil || other.url == url ? self : other
        if !other.alt.isEmpty { result.alt = other.alt }
        result.url = other.url ?? url
        result.caption = other.caption ?? result.caption
        result.credit = other.credit ?? result.credit
        result.contentType = other.contentType ?? result.contentType
        (result.width, result.height) = (other.width ?? result.width, other.height ?? result.height)
        return result
    }
}
