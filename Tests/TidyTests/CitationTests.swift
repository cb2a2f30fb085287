import Testing

@Suite("Requirement ids and error codes")
struct CitationTests {
    private static let protocolPath = "Schema/wire-protocol.md"
    private static let errorsPath = "Schema/errors.md"

    @Test(
        "each requirement of the protocol is cited by a test, and each cited one exists",
        .enabled(if: Repository.current.exists(protocolPath)))
    func requirements() throws {
        let text = try #require(Repository.current.text(of: Self.protocolPath))
        let documented = CitationRule.requirements(in: text)
        #expect(!documented.isEmpty)
        let cited = Repository.current.files(under: "Tests")
            .filter { !$0.hasPrefix("Tests/TidyTests/") }
            .compactMap(Repository.current.text(of:))
            .map(CitationRule.requirements(in:))
        #expect(
            CitationRule.violations(
                documented: documented, used: cited.reduce([]) { $0.union($1) },
                listed: Self.protocolPath, user: "Tests") == [])
    }

    @Test(
        "each listed error code is written in the code, and each written one is listed",
        .enabled(if: Repository.current.exists(errorsPath)))
    func errorCodes() throws {
        let text = try #require(Repository.current.text(of: Self.errorsPath))
        let documented = CitationRule.documentedCodes(in: text)
        #expect(!documented.isEmpty)
        let sources = Repository.swiftFiles.filter { $0.path.hasPrefix("Sources/") }
        let written = sources.reduce(into: Set<String>()) { codes, source in
            let text = source.lines.joined(separator: "\n")
            codes.formUnion(CitationRule.writtenCodes(in: text, fileName: source.name))
        }
        let literals = sources.reduce(into: Set<String>()) { $0.formUnion($1.literals) }
        let used = written.union(documented.intersection(literals))
        #expect(
            CitationRule.violations(
                documented: documented, used: used, listed: Self.errorsPath, user: "Sources") == [])
    }

    @Test("ids are read wherever they stand, and only whole ones")
    func readIDs() {
        let text = "VN-WIRE-901: a. See (VN-WIRE-902), not VN-WIRE-9 or VN-WIRES-903."
        #expect(CitationRule.requirements(in: text) == ["VN-WIRE-901", "VN-WIRE-902"])
    }

    @Test("codes are read from the first cells of tables")
    func readDocumentedCodes() {
        let text = "| code | meaning |\n|---|---|\n| `a.b-c` | `d.e` |\n| gone | f |\n| No! | g |\n"
        #expect(CitationRule.documentedCodes(in: text) == ["a.b-c", "gone"])
    }

    @Test("codes are read where an error gets its code")
    func readWrittenCodes() {
        let text = """
            throw E(code: "store.locked", message: "x.y")
            static let a: WireErrorCode = "gap"
            let b = ErrorCode("forked"), c = ErrorCode(rawValue: "behind")
            f(code: "A", zip: "z.z")
            static let d = Self("store.full")
            init(code: String = "content.invalid") {}
            static let e = "purged"
            """
        let found: Set = [
            "store.locked", "gap", "forked", "behind", "store.full", "content.invalid",
        ]
        #expect(CitationRule.writtenCodes(in: text, fileName: "A.swift") == found)
        #expect(
            CitationRule.writtenCodes(in: text, fileName: "WireCode.swift")
                == found.union(["purged"]))
    }

    @Test("what stands on one side only is found on either")
    func planted() {
        let check = { (documented: Set<String>, used: Set<String>) in
            CitationRule.violations(documented: documented, used: used, listed: "L", user: "U")
                .map(\.message)
        }
        #expect(check(["a"], ["a"]) == [])
        #expect(check(["a", "b"], ["a"]) == ["b is in no file under U"])
        #expect(check(["a"], ["a", "c"]) == ["c, used under U, is not listed"])
    }
}
