internal import Foundation
internal import VNModel

/// A snapshot that a hub holds ready, as its manifest tells.
package struct SnapshotFile: Hashable, Sendable {
    /// Where it lies.
    package var path: String
    /// Its bytes.
    package var bytes: Int
    /// Its SHA-256, 64 lower-case hexadecimal digits.
    package var digest: String
    /// The history of the hub's feed that it is of.
    package var generation: String
    /// The place in the feed up to which it reaches.
    package var seq: UInt64
    /// Articles and comments in it.
    package var documents: Int

    /// What clients name it by.
    package var etag: String { "\"\(digest)\"" }

    /// A line of a manifest.
    var json: JSONValue {
        .object([
            ("bytes", .integer(Int64(bytes))), ("documents", .integer(Int64(documents))),
            ("file", .string((path as NSString).lastPathComponent)),
            ("generation", .string(generation)), ("seq", .integer(Int64(clamping: seq))),
            ("sha256", .string(digest)), ("v", .integer(1)),
        ])
    }

    /// What a command tells of it: a JSON object on one line.
    package var jsonText: String {
        var members = json.object ?? JSONObject()
        members["path"] = .string(path)
        return JSONValue.object(members).canonicalText
    }

    init(
        path: String, bytes: Int, digest: String, generation: String, seq: UInt64, documents: Int
    ) {
        self.path = path
        self.bytes = bytes
        self.digest = digest
        self.generation = generation
        self.seq = seq
        self.documents = documents
    }

    /// Reads a line of a manifest; `nil` if the file it names is not there as it says.
    init?(json: JSONValue, folder: String) {
        guard let name = json["file"]?.string, !name.contains("/"), name.hasPrefix("snapshot-"),
            let bytes = json["bytes"]?.integer, let documents = json["documents"]?.integer,
            let digest = json["sha256"]?.string, digest.utf8.count == 64,
            let generation = json["generation"]?.string,
            let seq = json["seq"]?.integer.flatMap({ UInt64(exactly: $0) })
        else { return nil }
        let path = (folder as NSString).appendingPathComponent(name)
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard (attributes?[.size] as? NSNumber)?.int64Value == bytes else { return nil }
        self.init(
            path: path, bytes: Int(bytes), digest: digest, generation: generation, seq: seq,
            documents: Int(documents))
    }
}

/// Part of a file, read as it is asked for. It stays readable when the file is removed.
package actor FilePart {
    /// How many bytes come in all.
    package nonisolated let count: Int
    private let file: FileHandle
    private var rest: Int

    init(_ path: String, from start: Int, count: Int) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw CocoaError(.fileReadNoSuchFile)
        }
        try file.seek(toOffset: UInt64(start))
        self.file = file
        self.count = count
        rest = count
    }

    deinit { try? file.close() }

    /// The next bytes, at most ``EndpointLimits/fileChunkBytes``; `nil` at the end.
    ///
    /// - Throws: what reading throws; the answer is cut then.
    package func next() throws -> [UInt8]? {
        guard rest > 0 else { return nil }
        let part = try file.read(upToCount: min(rest, EndpointLimits.fileChunkBytes)) ?? Data()
        guard !part.isEmpty else {
            throw EndpointError(
                code: "endpoint.corrupt", message: "a snapshot is shorter than it was")
        }
        rest -= part.count
        return Array(part)
    }
}
