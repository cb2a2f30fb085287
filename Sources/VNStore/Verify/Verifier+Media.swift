internal import Crypto
internal import Foundation

extension Verifier {
    /// Every media file against its name.
    mutating func checkMedia() async throws {
        let name = "media"
        var findings = Findings(name)
        let folder = store.mediaFolder
        var last = MediaDigest.lowest
        var done = 0
        let total = try await store.read { try $0.mediaTotal().files }
        while true {
            try report(name, done, of: total)
            let start = last
            let rows = try await store.read { session in
                try session.all(
                    """
                    SELECT \(MediaRow.columns),
                        EXISTS (SELECT 1 FROM media_source AS s WHERE s.sha256 = m.sha256)
                    FROM media AS m WHERE sha256 > ? ORDER BY sha256 LIMIT ?
                    """, [.digest(start), .integer(Int64(MediaLimits.missingPage))]
                ) { (row: try MediaRow($0), hasSource: $0.integer(5) == 1) }
            }
            for (row, hasSource) in rows {
                let problem = try folder.problem(of: row)
                done += 1
                last = row.digest
                guard let problem else { continue }
                findings.add("the file \(row.digest) \(problem.text)")
                // Of bytes that nobody could fetch again, even damaged ones are kept.
                guard repairs, hasSource || problem == .absent else { continue }
                try await store.write(.durable) { try $0.forget(row.digest) }
                try await store.removeMediaFiles([row.digest])
                repaired += 1
            }
            if rows.count < MediaLimits.missingPage { break }
        }
        checks.append(findings.check("\(done) files, each as its name says"))
    }
}

/// What is wrong with a media file.
private enum MediaProblem {
    case absent, damaged

    var text: String {
        switch self {
        case .absent: "is not there"
        case .damaged: "has other bytes than its name says"
        }
    }
}

extension MediaFolder {
    /// What is wrong with a file; reads it in pieces.
    fileprivate func problem(of row: MediaRow) throws -> MediaProblem? {
        guard let size = size(row.digest),
            let handle = FileHandle(forReadingAtPath: place(row.digest))
        else { return .absent }
        defer { try? handle.close() }
        guard size == row.bytes else { return .damaged }
        var hash = SHA256()
        while true {
            try Task.checkCancellation()
            let data: Data?
            do {
                data = try handle.read(upToCount: MediaLimits.chunkBytes)
            } catch {
                return .damaged
            }
            guard let data, !data.isEmpty else { break }
            hash.update(data: data)
        }
        return MediaDigest(hash) == row.digest ? nil : .damaged
    }
}
