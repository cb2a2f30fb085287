import Testing

@Suite("Calls that the core must not make")
struct BannedCallTests {
    private func violations(_ path: String, _ text: String) -> [Violation] {
        BannedCallRule().violations(in: SwiftSource(path: path, text: text))
    }

    @Test("the core takes time, identity, chance, sleep and output from its environment")
    func repository() {
        #expect(Repository.swiftFiles.flatMap(BannedCallRule().violations(in:)) == [])
    }

    @Test("each core module has its folder")
    func folders() {
        for module in BannedCallRule.coreModules {
            #expect(Repository.current.exists("Sources/" + module))
        }
    }

    @Test(
        "a planted call is found",
        arguments: [
            "let now = Date()", "Foundation.Date.now; Date.now", "f(UUID())",
            "let n = Int.random(in: 0..<3)", "let n: Int = .random(in: 0..<3)",
            "try await Task.sleep(for: .seconds(1))", "print(a)", "{ print(a) }",
            "a.shuffled()", "var g = SystemRandomNumberGenerator()", "let c = ContinuousClock()",
            "\"\\(Date())\"", "blueprint(a); print(b)",
        ], BannedCallRule.coreModules)
    func planted(text: String, module: String) {
        #expect(violations("Sources/\(module)/Deep/A.swift", "\n" + text).map(\.line) == [2])
    }

    @Test(
        "what only looks like it is let through",
        arguments: [
            "let a = Date(timeIntervalSince1970: 0)", "// Date()", "let s = \"print(UUID())\"",
            "blueprint(a)", "func print(_ a: Int) {}", "out.print(a)", "UUID(uuid: bytes)",
            "Int.random(in: 0..<3, using: &generator)", "a.shuffled(using: &generator)",
            "let bits = self.environment.random()",
        ])
    func allowed(text: String) {
        #expect(violations("Sources/VNSync/A.swift", text) == [])
    }

    @Test("an Environment file and the leaves may make them")
    func exempt() {
        #expect(violations("Sources/VNSync/Environment+System.swift", "Date()") == [])
        #expect(violations("Sources/vnsync/main.swift", "print(Date())") == [])
    }
}
