internal import Foundation
internal import VNModel
internal import VNStore
internal import VNWire

/// Brings a hub's snapshot into a file, and goes on where an attempt before was cut.
struct SnapshotDownload: Sendable {
    /// What became of it.
    enum Outcome: Hashable, Sendable {
        /// The file has all bytes, of which the first `resumed` were there before.
        case whole(digest: String, resumed: Int)
        /// The hub has no snapshot.
        case none
    }

    let transport: any Transport
    let environment: any Environment
    let token: String?
    let path: String
    let url: String
    let sizeLimit: Int
    let progress: @Sendable (CloneProgress) -> Void

    private var part: String { HubClone.part(path) }

    /// - Throws: `SyncError`; `StoreError` if the file cannot be written.
    func run() async throws -> Outcome {
        for _ in 0..<SyncLimits.snapshotAttempts {
            try Task.checkCancellation()
            let held = held()
            let response = try await ask(held)
            switch response.status {
            case 200, 206:
                return try await receive(response, held)
            case 404, 405: return .none
            case 416:
                // What is there is longer than the snapshot: it is of no use.
                try restart()
            case 503:
                progress(CloneProgress(step: .waiting, done: 0, total: 0))
                try await environment.sleep(
                    for: min(response.retryAfter ?? .seconds(1), .seconds(5)))
            default: throw try await named { try await RemoteFailure(reading: response) }.error
            }
        }
        return .none
    }

    /// How much of which snapshot is there.
    private func held() -> (digest: String, bytes: Int)? {
        guard let digest = CloneMarker(of: path)?.digest else { return nil }
        let attributes = try? FileManager.default.attributesOfItem(atPath: part)
        guard let bytes = (attributes?[.size] as? NSNumber)?.intValue, bytes > 0 else {
            return nil
        }
        return (digest, bytes)
    }

    private func restart() throws {
        try? FileManager.default.removeItem(atPath: part)
        try CloneMarker(url: url).write(for: path)
    }

    private func ask(_ held: (digest: String, bytes: Int)?) async throws -> TransportResponse {
        var request = TransportRequest(
            .get, "/v1/snapshot", accept: "application/vnd.sqlite3")
        request.token = token
        request.headers = [("accept-encoding", "identity")]
        if let held {
            // The last byte is asked for again: a range may not lie behind the end.
            request.headers += [
                ("range", "bytes=\(held.bytes - 1)-"), ("if-range", "\"\(held.digest)\""),
            ]
        }
        return try await named { try await transport.send(request) }
    }

    /// Writes what comes behind what is there.
    private func receive(
        _ response: TransportResponse, _ held: (digest: String, bytes: Int)?
    ) async throws -> Outcome {
        guard let digest = response.headers["etag"].flatMap(CloneMarker.digest) else {
            throw SyncError.protocolViolation("its snapshot has no digest")
        }
        let start = response.status == 206 ? (held?.bytes ?? 1) - 1 : 0
        let size = try size(response, start)
        if response.status == 206 {
            guard digest == held?.digest else {
                throw SyncError.protocolViolation("it sends a part of another snapshot")
            }
        } else {
            try restart()
            try CloneMarker(url: url, digest: digest).write(for: path)
        }
        let file = try SnapshotPart(part, start: start)
        defer { file.close() }
        var done = start
        try await named {
            while let bytes = try await response.body.next() {
                done += bytes.count
                guard done <= size else {
                    throw SyncError.protocolViolation("its snapshot is longer than it said")
                }
                try file.append(bytes)
                progress(CloneProgress(step: .downloading, done: done, total: size))
            }
            guard done == size else {
                throw SyncError(
                    .unavailable, "the snapshot was cut short", isRetryable: true)
            }
        }
        return .whole(digest: digest, resumed: start)
    }

    /// The bytes of the whole snapshot.
    private func size(_ response: TransportResponse, _ start: Int) throws -> Int {
        let size: Int?
        if response.status == 206 {
            let parts = response.headers["content-range"]?.split(separator: "/")
            let begins = parts?.first.map { $0.hasPrefix("bytes \(start)-") } ?? false
            size = begins ? parts?.last.flatMap { Int($0) } : nil
        } else {
            size = response.headers["content-length"].flatMap { Int($0) }
        }
        guard let size, size > 0, start < size else {
            throw SyncError.protocolViolation("it does not say how long its snapshot is")
        }
        guard size <= sizeLimit else {
            throw SyncError.protocolViolation("its snapshot is larger than is allowed")
        }
        return size
    }

    /// Gives failures below the errors that people are told; others pass.
    private func named<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as TransportError {
            throw RemoteFailure(translating: error).error
        } catch let error as WireError {
            throw RemoteFailure(translating: error).error
        }
    }
}

/// The file in which a snapshot comes.
private final class SnapshotPart {
    private let file: FileHandle
    private let path: String

    init(_ path: String, start: Int) throws {
        self.path = path
        let files = FileManager.default
        if start == 0 {
            _ = files.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw StoreError(
                .readOnly, "\(path) cannot be written; check the folder and its rights")
        }
        self.file = file
        try named { try file.truncate(atOffset: UInt64(start)) }
        try named { _ = try file.seekToEnd() }
    }

    func append(_ bytes: [UInt8]) throws {
        try named { try file.write(contentsOf: Data(bytes)) }
    }

    func close() { try? file.close() }

    private func named(_ body: () throws -> Void) throws {
        do { try body() } catch {
            let error = error as NSError
            let isFull =
                error.code == CocoaError.fileWriteOutOfSpace.rawValue
                || (error.userInfo[NSUnderlyingErrorKey] as? NSError)?.code == Int(ENOSPC)
                || (error.domain == NSPOSIXErrorDomain && error.code == Int(ENOSPC))
            throw isFull
                ? StoreError(
                    .diskFull, "the disk is full; free some space and clone again: it goes on")
                : StoreError(.inputOutput, "\(path) cannot be written")
        }
    }
}
