internal import VNModel

extension StoreSession {
    /// Whether articles changed since their pictures were listed.
    func hasMediaBacklog() throws -> Bool {
        try first(
            """
            SELECT EXISTS (SELECT 1 FROM article WHERE seq > (SELECT media_seq FROM store))
            """
        ) { $0.integer(0) == 1 } ?? false
    }

    /// Lists the pictures of articles that changed, in the order of the feed.
    ///
    /// - Parameter limit: the most articles.
    /// - Returns: how many there were.
    func indexMedia(limit: Int) throws -> Int {
        var changed: [(number: Int64, hasSiblings: Bool, references: [MediaReference?])] = []
        var reached: UInt64 = 0
        // A body without the word has no pictures, and needs no reading.
        try query(
            """
            SELECT number, seq, siblings > 0, image,
                CASE WHEN instr(body, '"role":"image"') > 0 THEN body END
            FROM article WHERE seq > (SELECT media_seq FROM store) ORDER BY seq LIMIT ?
            """, [.integer(Int64(limit))]
        ) { row in
            let leading = row.isNull(3) ? nil : MediaIndex.picture(in: row.blob(3))
            let body = row.isNull(4) ? [] : MediaIndex.pictures(in: row.blob(4))
            changed.append((row.integer(0), row.integer(2) == 1, [leading] + body))
            reached = row.unsigned(1)
        }
        guard !changed.isEmpty else { return 0 }
        for article in changed {
            try run("DELETE FROM media_reference WHERE article = ?", .integer(article.number))
            for (place, reference) in article.references.enumerated() {
                guard let reference else { continue }
                try insert(reference, of: article.number, at: place, isShown: true)
            }
            guard article.hasSiblings else { continue }
            let others = try siblingPictures(of: article.number)
            for (offset, reference) in others.enumerated() {
                let place = article.references.count + offset
                try insert(reference, of: article.number, at: place, isShown: false)
            }
        }
        try run("UPDATE store SET media_seq = ?", .integer(reached))
        return changed.count
    }

    private func insert(
        _ reference: MediaReference, of article: Int64, at place: Int, isShown: Bool
    ) throws {
        try run(
            "INSERT INTO media_reference VALUES (?, ?, ?, ?, ?)", .integer(article),
            .integer(Int64(place)), .integer(isShown ? Int64(1) : 0), .text(reference.url),
            .digest(reference.digest))
    }

    /// Pictures that a resolved conflict may bring back.
    private func siblingPictures(of article: Int64) throws -> [MediaReference] {
        try all(
            """
            SELECT path, value FROM sibling
            WHERE kind = ? AND document = ? AND (path = 'image' OR path LIKE 'body/%')
            """, [.integer(DocumentKind.article.number), .integer(article)]
        ) { row -> MediaReference? in
            let value = row.blob(1)
            return row.text(0) == "image"
                ? MediaIndex.picture(in: value) : MediaIndex.picture(ofBlock: value)
        }.compactMap { $0 }
    }
}

/// Finds pictures in the columns of an article's row. What is no picture is left out: this is no
/// place to complain about it.
private enum MediaIndex {
    static func picture(in bytes: [UInt8]) -> MediaReference? { reference(parsed(bytes)) }

    static func picture(ofBlock bytes: [UInt8]) -> MediaReference? {
        parsed(bytes).flatMap(picture(of:))
    }

    static func pictures(in body: [UInt8]) -> [MediaReference] {
        (parsed(body)?.array ?? []).compactMap(picture(of:))
    }

    private static func picture(of block: JSONValue) -> MediaReference? {
        block["role"]?.string == Block.Role.image.rawValue ? reference(block["image"]) : nil
    }

    private static func reference(_ image: JSONValue?) -> MediaReference? {
        guard let image else { return nil }
        let digest = image["sha256"]?.string.flatMap { MediaDigest($0) }
        guard image["url"]?.string != nil || digest != nil else { return nil }
        return MediaReference(url: image["url"]?.string, digest: digest)
    }

    private static func parsed(_ bytes: [UInt8]) -> JSONValue? {
        try? JSONValue(parsing: bytes, depthLimit: Limits.jsonDepth + 2)
    }
}
