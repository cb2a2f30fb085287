internal import Foundation
internal import Synchronization
internal import VNModel
internal import VNStore

extension ImportCheck {
    /// Imports into stores of its own: dry and for good, once and again, and out and in again.
    func store(_ findings: inout Findings) async {
        do {
            let folder = try StoreFolder()
            try await store(folder, &findings)
        } catch let error as StoreError {
            findings.add("a store failed: \(error)")
        } catch let error as ImportError {
            findings.check(code: error.code)
        } catch {
            findings.add("threw \(error)")
        }
    }

    private func store(_ folder: StoreFolder, _ findings: inout Findings) async throws {
        let alice = try await folder.store("alice")
        let rehearsed = try await take(input, into: alice, isDryRun: true)
        let first = try await take(input, into: alice)
        for failure in first.failed + first.skipped { findings.check(code: failure.code) }
        findings.check(
            (first.articles, first.comments, first.failedCount)
                == (rehearsed.articles, rehearsed.comments, rehearsed.failedCount),
            "a dry run says \(summary(rehearsed)), the import \(summary(first))")
        guard first.articles + first.comments > 0 else { return try await alice.close() }
        let report = try await alice.verify(deep: true)
        for check in report.checks where !check.ok {
            findings.add("verify: \(check.name): \(check.detail)")
        }
        let before = try await written(alice, .jsonl)
        let second = try await take(input, into: alice)
        findings.check(second.created == 0, "the second import created \(second.created)")
        findings.check(
            second.failedCount == first.failedCount,
            "the second import says \(summary(second)), the first \(summary(first))")
        let after = try await written(alice, .jsonl)
        if try await hasOneOfEach() {
            findings.check(
                second.changed == 0, "the second import wrote \(second.changed) documents")
            findings.check(
                before == after, "the second import changed \(difference(before, after))")
        }
        try await exchange(alice, after, folder, &findings)
        try await alice.close()
    }

    /// Whether no document comes twice: those that do and differ take turns.
    private func hasOneOfEach() async throws -> Bool {
        let scan = try await ImportScan(
            reading: input, name: ImportCheck.name, format: target.format)
        return Set(scan.documents.map(\.id)).count == scan.documents.count
    }

    /// What is written in the format is the same elsewhere.
    private func exchange(
        _ alice: ContentStore, _ lines: [UInt8], _ folder: StoreFolder, _ findings: inout Findings
    ) async throws {
        let formats = target.exchange(seed)
        let bob = try await folder.store("bob")
        let bytes = try await written(alice, formats.out)
        let report = try await take(bytes, into: bob, format: formats.back)
        for failure in report.failed {
            findings.add("an export as \(formats.out) reads back with \(failure)")
        }
        var expected = lines.split(separator: 0x0A)
        if formats.out == .ninjs {
            expected.removeAll { $0.firstRange(of: #""type":"comment""#.utf8) != nil }
        }
        let found = try await written(bob, .jsonl).split(separator: 0x0A)
        guard report.failed.isEmpty, found != expected else { return try await bob.close() }
        let change = difference(
            expected.joined(separator: [10]), found.joined(separator: [10]))
        findings.add("an export as \(formats.out) makes \(change)")
        try await bob.close()
    }

    private func take(
        _ bytes: [UInt8], into store: ContentStore, format: ImportFormat? = nil,
        isDryRun: Bool = false
    ) async throws -> ImportReport {
        try await store.importDocuments(
            from: .bytes(bytes, name: ImportCheck.name), format: format ?? target.format,
            options: ImportOptions(isDryRun: isDryRun))
    }

    private func written(_ store: ContentStore, _ format: ExportFormat) async throws -> [UInt8] {
        let bytes = Mutex<[UInt8]>([])
        try await store.exportDocuments(format: format) { part in
            bytes.withLock { $0 += part }
        }
        return bytes.withLock { $0 }
    }

    /// The first line in which two texts differ.
    private func difference(
        _ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>
    ) -> String {
        let lines = (Array(left).split(separator: 10), Array(right).split(separator: 10))
        for (one, two) in zip(lines.0, lines.1) where one != two {
            return "\(String(decoding: one, as: UTF8.self))\n"
                + "    to \(String(decoding: two, as: UTF8.self))"
        }
        return "\(lines.0.count) documents to \(lines.1.count)"
    }

    private func summary(_ report: ImportReport) -> String {
        "\(report.articles) articles, \(report.comments) comments, "
            + "\(report.failedCount) failures (\(report.failed.map(\.code)))"
    }
}

/// A folder for stores that is gone when it is not used any more.
final class StoreFolder: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("vnsync-fuzz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A new store that does not wait for the disk.
    func store(_ name: String) async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.forcedSynchronous = "OFF"
        configuration.readerLimit = 1
        return try await ContentStore.create(
            at: url.appendingPathComponent("\(name).db").path, configuration: configuration)
    }
}
