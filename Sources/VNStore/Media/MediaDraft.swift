internal import Crypto
internal import Foundation

/// A media file that is being written, or only looked at: its bytes are counted and hashed, and
/// its head is kept.
///
/// It lies among the drafts with mode 0600 under a name of its own until it is finished and moved
/// to its place; one that is let go of before leaves nothing behind. Used by one task.
final class MediaDraft {
    /// What was written, and where.
    struct Finished: Sendable {
        let digest: MediaDigest
        let header: ImageHeader
        let bytes: Int
        /// The draft; `nil` if it was only looked at.
        let path: String?
    }

    private let path: String?
    private var descriptor: Int32 = -1
    private var hash = SHA256()
    private var head: [UInt8] = []
    private var bytes = 0
    private let limit: Int

    /// - Parameters:
    ///   - folder: where to write; `nil` to only look.
    ///   - name: a name that no other draft has.
    ///   - limit: the most bytes that are taken.
    init(in folder: MediaFolder?, name: String, limit: Int) throws {
        self.limit = limit
        guard let folder else {
            path = nil
            return
        }
        try folder.makeDraftFolder()
        let file = "\(folder.drafts)/\(name)\(MediaFolder.draftSuffix)"
        path = file
        descriptor = try MediaDraft.create(file)
    }

    deinit { close() }

    /// A file that nobody else writes to and no collection takes away.
    private static func create(_ path: String) throws -> Int32 {
        // A collection may take the file away before it is locked; then it is made again.
        for _ in 0..<10 {
            let descriptor = Foundation.open(
                path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw StoreError(errno: errno) }
            var status = stat()
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0,
                status.st_nlink > 0
            {
                return descriptor
            }
            unlink(path)
            Foundation.close(descriptor)
        }
        throw StoreError(.inputOutput, "a draft of a media file is taken away again and again")
    }

    /// Writes bytes behind those that are there.
    ///
    /// - Throws: ``MediaError`` `media.too-large`; ``StoreError``.
    func append(_ part: [UInt8]) throws {
        guard part.count <= limit - bytes else { throw MediaError.tooLarge(limit) }
        bytes += part.count
        part.withUnsafeBytes { hash.update(bufferPointer: $0) }
        head += part.prefix(MediaLimits.headBytes - head.count)
        guard path != nil else { return }
        var rest = part[...]
        while !rest.isEmpty {
            // The pointer is used for the call alone.
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw StoreError(errno: errno)
            }
        }
    }

    /// Makes what was written survive a power cut and says what it is.
    ///
    /// - Parameter expected: what the bytes must come to, if anybody knows.
    /// - Throws: ``MediaError`` `media.not-an-image`, `media.damaged`, `media.mismatch`;
    ///   ``StoreError``.
    func finish(expecting expected: MediaDigest?) throws -> Finished {
        let digest = MediaDigest(hash)
        guard expected == nil || expected == digest else { throw MediaError.mismatch }
        let header = try ImageHeader(head, isWhole: bytes == head.count)
        if path != nil {
            var status = stat()
            guard fsync(descriptor) == 0, fstat(descriptor, &status) == 0 else {
                throw StoreError(errno: errno)
            }
            guard Int(status.st_size) == bytes else {
                throw StoreError(.inputOutput, "a media file lost bytes while it was written")
            }
        }
        return Finished(digest: digest, header: header, bytes: bytes, path: path)
    }

    /// Lets go of the file; what was not moved to its place is gone then.
    func close() {
        guard let path, descriptor >= 0 else { return }
        unlink(path)
        Foundation.close(descriptor)
        descriptor = -1
    }
}
