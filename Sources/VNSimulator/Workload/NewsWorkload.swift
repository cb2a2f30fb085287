internal import VNModel
public import VNRandom
internal import VNStore

/// A newsroom and its readers: articles are posted, edited, moved, withheld and deleted; comments
/// are written, answered, edited and moderated; conflicts are resolved.
public struct NewsWorkload: Workload {
    /// A newsroom.
    public init() {}

    /// Makes one edit.
    public func write(
        to site: WorkloadSite, random: inout SplitMix64
    ) async throws -> String {
        guard let article = random.pick(site.articles), !random.chance(15) else {
            return try await post(site, &random)
        }
        switch random.below(100) {
        case ..<22: return try await editHeadline(article, site, &random)
        case ..<40: return try await editBody(article, site, &random)
        case ..<47: return try await move(article, site, &random)
        case ..<52: return try await setStatus(article, site, &random)
        case ..<58: return try await setPolicy(article, site, &random)
        case ..<64: return try await deleteOrRevive(article, site)
        case ..<82: return try await comment(on: article, site, &random)
        case ..<88: return try await group(article, site, &random)
        case ..<91: return try await resolve(site, &random)
        default: break
        }
        guard let comment = random.pick(site.comments) else {
            return try await self.comment(on: article, site, &random)
        }
        switch random.below(3) {
        case 0: return try await moderate(comment, site, &random)
        case 1: return try await rewrite(comment, site, &random)
        default:
            _ = try await site.store.delete(comment)
            return "delete comment \(comment.short)"
        }
    }

    private static let sections = ["thoi-su", "kinh-te", "the-thao"]
    private static let headlines = [
        "Giá cà phê Tây Nguyên tăng", "Mưa lớn ở miền Trung", "Hà Nội mở thêm tuyến buýt điện",
        "Đội tuyển nữ vào bán kết", "Chợ nổi đông khách trở lại",
    ]

    private func post(
        _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let id = site.newIDs[0]
        try await site.store.post(article(id, site, &random))
        return "post \(id.short)"
    }

    private func article(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) -> Article {
        var article = Article(
            id: id, headline: headline(&random), datePublished: "2026-11-23T08:00:00+07:00",
            publisher: Agent(kind: .organization, id: "bao-mau", name: "Báo Mẫu"),
            body: [
                Block(id: "mo-dau", text: "Đoạn mở đầu \(random.below(1000))."),
                Block(id: "ket", text: "Đoạn kết \(random.below(1000))."),
            ])
        article.section = random.pick(NewsWorkload.sections)
        return article
    }

    private func headline(_ random: inout SplitMix64) -> String {
        (random.pick(NewsWorkload.headlines) ?? "Tin") + " \(random.below(100_000))"
    }

    private func editHeadline(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let headline = headline(&random)
        try await site.store.edit(id) { $0.headline = headline }
        return "headline \(id.short)"
    }

    private func editBody(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let (kind, number) = (random.below(4), random.below(100_000))
        let block = Block(text: "Đoạn thêm \(number).")
        let place = random.below(4)
        try await site.store.edit(id) { article in
            let here = article.body.isEmpty ? 0 : place % article.body.count
            switch kind {
            case 0: article.body.insert(block, at: here)
            case 1 where !article.body.isEmpty: article.body.remove(at: here)
            case 2 where article.body.count > 1: article.body.swapAt(0, here)
            default:
                if article.body.isEmpty {
                    article.body.append(block)
                } else {
                    article.body[here].text = "Đoạn sửa \(number)."
                }
            }
        }
        return "body \(id.short)"
    }

    private func move(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let section = random.pick(NewsWorkload.sections)
        try await site.store.edit(id) { $0.section = section }
        return "section \(id.short)"
    }

    private func setStatus(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let status = random.pick([ArticleStatus.draft, .usable, .withheld, .canceled]) ?? .usable
        try await site.store.setStatus(status, of: id)
        return "status \(id.short)"
    }

    private func setPolicy(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let policy = random.pick([CommentPolicy.open, .closed]) ?? .open
        try await site.store.edit(id) { $0.commentPolicy = policy }
        return "policy \(id.short) \(policy.rawValue)"
    }

    private func deleteOrRevive(_ id: DocumentID, _ site: WorkloadSite) async throws -> String {
        do {
            try await site.store.delete(id)
            return "delete \(id.short)"
        } catch let error as StoreError where error.code == .invalidRequest {
            try await site.store.undelete(id)
            return "undelete \(id.short)"
        }
    }

    private func comment(
        on article: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let comment = newComment(on: article, site, &random)
        try await site.store.post(comment)
        return "comment \(comment.id.short) on \(article.short)"
    }

    private func newComment(
        on article: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) -> Comment {
        Comment(
            id: site.newIDs[1], articleID: article,
            inReplyTo: random.chance(30) ? random.pick(site.comments) : nil,
            author: CommentAuthor(name: "Bạn đọc"), text: "Ý kiến \(random.below(100_000))",
            dateCreated: site.time)
    }

    private func group(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let other = article(site.newIDs[2], site, &random)
        var comment = newComment(on: random.chance(50) ? other.id : id, site, &random)
        comment.inReplyTo = nil
        let first = comment
        try await site.store.write { transaction in
            try transaction.put(other)
            try transaction.put(first)
        }
        return "group \(other.id.short) \(first.id.short)"
    }

    private func resolve(
        _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let conflicts = try await site.store.conflicts()
        guard let conflict = random.pick(conflicts) else { return "no conflict" }
        try await site.store.resolve(
            conflict.document, path: conflict.path,
            take: .index(1 + random.below(conflict.values.count)))
        return "resolve \(conflict.document.short) \(conflict.path)"
    }

    private func moderate(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        let status = random.pick([CommentStatus.approved, .rejected, .spam]) ?? .approved
        try await site.store.moderate(id, Moderation(status: status, by: "lan", at: site.time))
        return "moderate \(id.short)"
    }

    private func rewrite(
        _ id: DocumentID, _ site: WorkloadSite, _ random: inout SplitMix64
    ) async throws -> String {
        guard var comment = try await site.store.comment(id)?.comment else { return "no comment" }
        comment.text = "Ý kiến sửa \(random.below(100_000))"
        let changed = comment
        try await site.store.post(changed)
        return "rewrite \(id.short)"
    }
}

extension DocumentID {
    /// The last four digits of the text.
    var short: String { String(description.suffix(4)) }
}
