internal import VNModel

/// What the table of media files says of one.
struct MediaRow: Sendable {
    let digest: MediaDigest
    let contentType: String
    let bytes: Int
    let width: Int?
    let height: Int?

    static let columns = "sha256, content_type, bytes, width, height"

    init(_ row: borrowing SQLRow) throws {
        guard let digest = MediaDigest(bytes: row.blob(0)) else {
            throw StoreError(.corrupt, "a media file has no digest; run `vnsync verify --deep`")
        }
        self.digest = digest
        contentType = row.text(1) ?? ""
        bytes = Int(row.integer(2))
        width = row.optionalInteger(3).map { Int($0) }
        height = row.optionalInteger(4).map { Int($0) }
    }

    init(_ finished: MediaDraft.Finished) {
        digest = finished.digest
        contentType = finished.header.contentType
        bytes = finished.bytes
        (width, height) = (finished.header.width, finished.header.height)
    }

    func file(in folder: MediaFolder) -> MediaFile {
        MediaFile(
            digest: digest, path: folder.place(digest), contentType: contentType, bytes: bytes,
            width: width, height: height)
    }
}

extension SQLValue {
    static func digest(_ digest: MediaDigest?) -> SQLValue {
        digest.map { .blob($0.bytes) } ?? .null
    }
}

extension StoreSession {
    /// The row of a media file.
    func media(_ digest: MediaDigest) throws -> MediaRow? {
        try first("SELECT \(MediaRow.columns) FROM media WHERE sha256 = ?", [.digest(digest)]) {
            try MediaRow($0)
        }
    }

    /// The row of the file that a reference means; of a reference without a digest what came from
    /// its address last.
    func media(_ reference: MediaReference) throws -> MediaRow? {
        if let digest = reference.digest { return try media(digest) }
        guard let url = reference.url else { return nil }
        let bytes = try first(
            "SELECT sha256 FROM media_source WHERE url = ?", [.text(url)]
        ) { $0.blob(0) }
        guard let digest = bytes.flatMap({ MediaDigest(bytes: $0) }) else { return nil }
        return try media(digest)
    }

    /// Moves a finished draft to its place and notes it; the file is there before the row.
    ///
    /// - Parameter url: where it was fetched from.
    func keep(_ draft: MediaDraft.Finished, in folder: MediaFolder, from url: String?) throws {
        if let path = draft.path { try folder.keep(path, as: draft.digest) }
        let row = MediaRow(draft)
        try run(
            """
            INSERT INTO media (sha256, content_type, bytes, width, height, fetched_ms, last_used_ms)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
            ON CONFLICT (sha256) DO UPDATE SET last_used_ms = ?6, unused_ms = NULL
            """,
            .digest(row.digest), .text(row.contentType), .integer(Int64(row.bytes)),
            row.width.map { .integer(Int64($0)) } ?? .null,
            row.height.map { .integer(Int64($0)) } ?? .null,
            .integer(environment.milliseconds()))
        guard let url else { return }
        try run(
            "INSERT OR REPLACE INTO media_source VALUES (?, ?)", .text(url), .digest(row.digest))
        try run(
            "DELETE FROM media_failure WHERE url = ? AND sha256 IN (x'', ?)", .text(url),
            .digest(row.digest))
    }

    /// Forgets a media file; its bytes are taken away after the commit.
    func forget(_ digest: MediaDigest) throws {
        try run("DELETE FROM media_source WHERE sha256 = ?", .digest(digest))
        try run("DELETE FROM media WHERE sha256 = ?", .digest(digest))
    }

    /// Takes the bytes of files away that have no row.
    ///
    /// Runs in a write transaction: files come to their places in such ones only, so none that
    /// is meant to stay is met without its row.
    ///
    /// - Parameter isRehearsal: whether they are only counted.
    /// - Returns: how many were there.
    func removeFiles(
        without digests: [MediaDigest], in folder: MediaFolder, isRehearsal: Bool
    ) throws -> Int {
        var count = 0
        for digest in digests where try media(digest) == nil {
            if isRehearsal ? folder.size(digest) != nil : folder.remove(digest) { count += 1 }
        }
        return count
    }

    /// Notes that a file could not be fetched, and when to try again.
    func note(_ error: MediaError, for reference: MediaReference) throws {
        let key: [SQLValue] = [
            .text(reference.url ?? ""), .blob(reference.digest?.bytes ?? []),
        ]
        let before = try first(
            "SELECT failures FROM media_failure WHERE url = ? AND sha256 = ?", key
        ) { $0.unsigned(0) }
        let now = environment.milliseconds()
        let doublings = min(before ?? 0, 20)
        let pause =
            error.isRetryable
            ? min(MediaLimits.shortPause << doublings, MediaLimits.shortPauseLimit)
            : min(MediaLimits.longPause << doublings, MediaLimits.longPauseLimit)
        try run(
            "INSERT OR REPLACE INTO media_failure VALUES (?, ?, ?, ?, ?, ?)",
            key + [
                .integer(doublings + 1), .integer(now), .integer(now + pause), .text(error.code),
            ])
    }
}
