/// Where media files come from: the web, a hub, another store.
public protocol MediaFetcher: Sendable {
    /// Whether it makes sense to ask for a file at all; answers without asking anybody.
    ///
    /// A fetcher for the web needs an address, one for a hub needs a digest.
    func reaches(_ reference: MediaReference) -> Bool

    /// Begins to fetch a file.
    ///
    /// The store checks size, type and digest of what comes; a fetcher need only see to it that
    /// nothing is read beyond the limit and that nothing takes for ever.
    ///
    /// - Parameters:
    ///   - reference: what to fetch.
    ///   - limit: bytes beyond which the file is not wanted.
    /// - Throws: ``MediaError``, `CancellationError`.
    func fetch(_ reference: MediaReference, limit: Int) async throws -> any MediaStream
}

/// Bytes that come one part after the other.
///
/// Letting go of it ends whatever brings them.
public protocol MediaStream: Sendable {
    /// The next part, never empty; `nil` at the end.
    ///
    /// - Throws: ``MediaError``, `CancellationError`.
    func next() async throws -> [UInt8]?
}

/// Where the bytes of a new media file are.
public enum MediaSource: Sendable {
    /// A file.
    case file(String)
    /// These bytes.
    case bytes([UInt8])
    /// What a stream brings.
    case stream(any MediaStream)
}
