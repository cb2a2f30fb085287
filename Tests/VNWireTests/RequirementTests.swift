import Foundation
import Testing

/// Holds `Schema/wire-protocol.md` and the tests together.
@Suite struct RequirementTests {
    private static func ids(in text: String) -> [String] {
        text.matches(of: #/VN-WIRE-[0-9]{3}/#).map { String($0.output) }
    }

    @Test("each requirement of the wire protocol is cited by a test, and stands once")
    func cited() throws {
        let text = try Repository.text("Schema/wire-protocol.md")
        let rows = text.split(separator: "\n").compactMap { line in
            line.wholeMatch(of: #/\| (VN-WIRE-[0-9]{3}) \|.*/#).map { String($0.output.1) }
        }
        #expect(rows.count > 40)
        #expect(Set(rows).count == rows.count)
        var cited: Set<String> = []
        for suite in ["VNWireTests", "VNEndpointTests", "EndToEndTests"] {
            let folder = Repository.root.appendingPathComponent("Tests/\(suite)")
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            for case let file as URL in try #require(files) where file.pathExtension == "swift" {
                let source = try String(contentsOf: file, encoding: .utf8)
                cited.formUnion(RequirementTests.ids(in: source))
            }
        }
        for id in rows { #expect(cited.contains(id), "\(id) is cited by no test") }
        let unknown = cited.subtracting(rows).sorted()
        #expect(unknown.isEmpty, "cited but not written: \(unknown)")
    }
}
