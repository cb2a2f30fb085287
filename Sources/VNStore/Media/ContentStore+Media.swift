internal import Foundation
public import VNModel

/// Media files: pictures that articles refer to, beside the store's file and never in it.
///
/// Nothing in a document changes by fetching, adding or removing a media file.
extension ContentStore {
    /// Where the files lie.
    var mediaFolder: MediaFolder { MediaFolder(store: path) }

    /// A media file; `nil` if it is not here.
    ///
    /// Its bytes were checked when it came; `verify(deep:)` checks them again.
    ///
    /// - Throws: ``StoreError``.
    public func media(_ digest: MediaDigest) async throws -> MediaFile? {
        let folder = mediaFolder
        let row = try await read { try $0.media(digest) }
        return row.flatMap { folder.size($0.digest) == $0.bytes ? $0.file(in: folder) : nil }
    }

    /// The files of an article's pictures, as far as they are here.
    ///
    /// - Throws: ``StoreError``.
    public func mediaFiles(of article: Article) async throws -> [MediaReference: MediaFile] {
        let folder = mediaFolder
        let images = [article.image] + article.body.map(\.image)
        let references = images.compactMap { $0.flatMap { MediaReference($0) } }
        return try await read { session in
            var files: [MediaReference: MediaFile] = [:]
            for reference in references {
                guard let row = try session.media(reference), folder.size(row.digest) == row.bytes
                else { continue }
                files[reference] = row.file(in: folder)
            }
            return files
        }
    }

    /// Notes that media files were shown, so that they are not among the first to go when there
    /// is too much of them. Not durable; a `rehearsing` store notes nothing.
    ///
    /// - Throws: ``StoreError``.
    public func markMediaUsed(_ digests: [MediaDigest]) async throws {
        guard !digests.isEmpty else { return }
        try await write(.repeatable) { session in
            for digest in digests {
                try session.run(
                    "UPDATE media SET last_used_ms = ? WHERE sha256 = ?",
                    .integer(session.environment.milliseconds()), .digest(digest))
            }
        }
    }

    /// Takes a picture in, so that an article may refer to it by its digest.
    ///
    /// The bytes are written to a draft while they are hashed, brought to the disk, looked at, and
    /// moved to their place in the transaction that notes them. A file that is here already is
    /// the same file. What kind of picture it is and how large is read from its first bytes.
    ///
    /// A file that no article refers to is taken away by ``collectMedia()`` after a while.
    ///
    /// - Returns: the file; of a ``rehearsing`` store the file as it would be.
    /// - Throws: ``MediaError`` `media.not-an-image`, `media.damaged`, `media.too-large`,
    ///   `media.unreadable`, or what a stream throws; ``StoreError`` `store.disk-full`,
    ///   `store.read-only`, `store.io`. Nothing is left behind then.
    /// - Complexity: O(*n*) in the bytes of the file, O(1) in memory.
    @concurrent
    @discardableResult
    public func addMedia(from source: MediaSource) async throws -> MediaFile {
        let draft = try newDraft()
        defer { draft.close() }
        switch source {
        case .bytes(let bytes): try draft.append(bytes)
        case .file(let path): try ContentStore.read(path, into: draft)
        case .stream(let stream):
            while let part = try await stream.next() { try draft.append(part) }
        }
        let finished = try draft.finish(expecting: nil)
        let folder = mediaFolder
        try await write(.durable) { try $0.keep(finished, in: folder, from: nil) }
        return MediaRow(finished).file(in: folder)
    }

    /// A draft under a name of its own; one that is only looked at if the store is rehearsing.
    func newDraft() throws -> MediaDraft {
        let name = [environment.random(), environment.random()]
            .map { String($0, radix: 36) }.joined(separator: "-")
        return try MediaDraft(
            in: isRehearsing ? nil : mediaFolder, name: name,
            limit: configuration.media.fileLimit)
    }

    private static func read(_ path: String, into draft: MediaDraft) throws {
        var status = stat()
        // Devices and pipes have no end.
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let handle = FileHandle(forReadingAtPath: path)
        else { throw MediaError.unreadable }
        defer { try? handle.close() }
        while true {
            try Task.checkCancellation()
            let data: Data?
            do {
                data = try handle.read(upToCount: MediaLimits.chunkBytes)
            } catch {
                throw MediaError.unreadable
            }
            guard let data, !data.isEmpty else { return }
            try draft.append(Array(data))
        }
    }
}
