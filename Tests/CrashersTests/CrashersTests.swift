import Foundation
import Testing
import VNFuzz

/// What once broke an importer or the query parser, and inputs to start from.
private enum Crashers {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appendingPathComponent("Fixtures/crashers")

    static func files(of target: FuzzTarget) -> [String] {
        let folder = folder.appendingPathComponent(target.rawValue).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    static func codes() throws -> Set<String> {
        let file = root.appendingPathComponent("Schema/errors.md")
        return ErrorCodes.listed(in: try String(contentsOf: file, encoding: .utf8))
    }
}

@Suite("Inputs that broke something once")
struct CrashersTests {
    @Test(
        "every file in Fixtures/crashers passes all checks of its fuzzer",
        arguments: FuzzTarget.allCases)
    func replay(_ target: FuzzTarget) async throws {
        let codes = try Crashers.codes()
        #expect(codes.contains("import.invalid-json"))
        let files = Crashers.files(of: target)
        #expect(!files.isEmpty)
        for file in files {
            let url = Crashers.folder.appendingPathComponent("\(target.rawValue)/\(file)")
            let input = Array(try Data(contentsOf: url))
            let found = await target.violations(of: input, isThorough: true, codes: codes)
            #expect(found == [], "\(target.rawValue)/\(file)")
        }
    }

    @Test("a code that is not listed is a finding")
    func planted() async {
        let found = await FuzzTarget.jsonl.violations(
            of: Array("{".utf8), isThorough: false, codes: ["import.unreadable"])
        #expect(found.first?.contains("import.truncated is not in Schema/errors.md") == true)
    }

    @Test("the same seed changes an input in the same way")
    func mutation() {
        for target in FuzzTarget.allCases {
            let input = Array("Chợ nổi Vàm Xáng".utf8)
            var (one, two) = (
                FuzzMutator(target, limit: 5000, seed: 7), FuzzMutator(target, limit: 5000, seed: 7)
            )
            let changed = (0..<50).map { _ in one.mutated(input) }
            #expect(changed == (0..<50).map { _ in two.mutated(input) })
            #expect(changed.contains { $0 != input })
            #expect(changed.allSatisfy { $0.count <= 5000 })
        }
    }

    @Test("every folder in Fixtures/crashers is that of a fuzzer")
    func folders() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Crashers.folder.path)
        let folders = names.filter { !$0.hasSuffix(".md") && !$0.hasPrefix(".") }
        #expect(Set(folders) == Set(FuzzTarget.allCases.map(\.rawValue)))
    }
}
