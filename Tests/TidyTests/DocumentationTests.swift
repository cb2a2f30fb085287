import Testing

@Suite("Documentation of what other modules see")
struct DocumentationTests {
    private func violations(_ text: String, in folder: String = "Sources/VNStore") -> [String] {
        DocumentationRule().violations(in: SwiftSource(path: folder + "/A.swift", text: text))
            .map { "\($0.line): \($0.message)" }
    }

    @Test("every public and package declaration says what it does, takes and throws")
    func repository() {
        #expect(Repository.swiftFiles.flatMap(DocumentationRule().violations(in:)) == [])
    }

    @Test("the rule sees the declarations that there are")
    func counts() {
        var found = 0
        for source in Repository.swiftFiles where source.folder == "Sources/VNStore" {
            var finder = DeclarationFinder(source)
            found += finder.declarations(from: .public).count
        }
        #expect(found > 300)
    }

    @Test(
        "a planted gap is found",
        arguments: [
            "public struct A {}",
            "/// A.\n\npublic struct A {}",
            "// A.\npublic struct A {}",
            "@frozen\npublic struct A {}",
            "/// A.\npublic enum A {\n    case b\n}",
            "/// A.\npublic enum A {\n    /// B.\n    case b\n    case c(Int)\n}",
            "/// A.\npublic protocol A {\n    func b()\n}",
            "/// A.\npackage protocol A {\n    var b: Int { get }\n}",
            "extension A {\n    public static func b() {}\n}",
            "/// A.\npublic struct A {\n    public internal(set) var b = 0\n}",
            "/// A.\npublic struct A {\n    package init?(_ b: Int) {}\n}",
            "/// A.\npublic func a() throws {}",
            "/// A.\npublic func a() async throws(E) -> Int { 0 }",
            "/// A.\npublic func a(\n    b: Int\n) async throws\n    -> Int\n{ 0 }",
            "/// A.\npublic func a(b: Int, c: Int, d: Int) {}",
            "/// A.\n///\n/// - Parameter b: b.\npublic func a(of c: Int) {}",
            "/// A.\n///\n/// - Parameters:\n///   - b: b.\n///   - d: d.\n"
                + "public func a(b: Int, c: Int) {}",
            "/// A.\n///\n/// - Parameter b: b.\npackage func a(b: Int, c: Int) {}",
        ])
    func planted(text: String) {
        #expect(violations(text).count == 1, "\(violations(text))")
    }

    @Test(
        "what is documented, or seen by nobody else, is let through",
        arguments: [
            "struct A {}",
            "/// A.\n@frozen\npublic struct A {}",
            "/// A.\npublic enum A {\n    /// B.\n    case b, c\n}",
            "/// A.\npublic enum A {\n    enum B {\n        case c\n    }\n}",
            "/// A.\npackage enum A { case b, c }",
            "/// A.\npublic func a(_ b: () throws -> Int, c: (Int, Int)) rethrows {}",
            "/// A.\n///\n/// - Throws: E.\npublic func a() throws {}",
            "/// A.\npublic func a() {\n    switch b {\n    case .c: d()\n    }\n}",
            "/// A.\n///\n/// - Parameters:\n///   - c: c.\n///   - d: d,\n///     long.\n"
                + "public func a(_ c: [Int: Int], b d: (Int) -> Int = { $0 }) {}",
            "public import B",
        ])
    func fine(text: String) {
        #expect(violations(text) == [])
    }

    @Test("parameters and errors are asked for in the libraries only, a comment everywhere")
    func folders() {
        let text = "/// A.\npublic func a(b: Int, c: Int, d: Int) throws {}"
        #expect(violations(text).count == 2)
        #expect(violations(text, in: "Sources/vnsync") == [])
        #expect(violations("public func a() {}", in: "Sources/vnsyncd").count == 1)
        #expect(violations("public func a() {}", in: "Tests/VNStoreTests") == [])
    }
}
