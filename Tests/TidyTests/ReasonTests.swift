import Testing

@Suite("Reasons for what the compiler cannot check")
struct ReasonTests {
    private func violations(_ text: String, path: String = "Sources/VNSync/A.swift") -> [Violation]
    {
        ReasonRule().violations(in: SwiftSource(path: path, text: text))
    }

    @Test("every escape from the compiler's checks says why")
    func repository() {
        #expect(Repository.swiftFiles.flatMap(ReasonRule().violations(in:)) == [])
    }

    static let plantedEscapes: [(String, ReasonRule.Escape)] = [
        ("final class A: @unchecked Sendable {}", .uncheckedSendable),
        ("nonisolated(unsafe) var a = 1", .nonisolatedUnsafe),
        ("let a = try! f()", .forcedTry),
        ("let a = b as! C", .forcedCast),
        ("let a = b!", .forcedUnwrap),
        ("let a = f(x)!.y", .forcedUnwrap),
        ("let a = b[0]!", .forcedUnwrap),
        ("g(\"\\(b!)\")", .forcedUnwrap),
        ("let a = unsafeBitCast(b, to: C.self)", .unsafeCall),
        ("let a = b.unsafelyUnwrapped", .unsafeCall),
    ]

    @Test("a planted escape without a reason is found", arguments: plantedEscapes)
    func planted(text: String, escape: ReasonRule.Escape) {
        #expect(
            ReasonRule.escapes(in: SwiftSource(path: "A.swift", text: text).code[0]) == [escape])
        #expect(violations("let z = 0\n" + text).map(\.line) == [2])
        #expect(violations("// Because.\n" + text) == [])
        #expect(violations(text + "  // Because.") == [])
        #expect(violations("// Because.\nlet z = 0\n" + text).count == 1)
    }

    @Test(
        "a negation, an inequality and a text are no escape",
        arguments: [
            "if !a { }", "a != b", "a!=b", "f(!a)", "#if !os(Linux)", "\"oh!\"", "// a!",
            "f(unsafeUninitializedCapacity: 3)",
        ])
    func allowed(text: String) {
        #expect(violations(text) == [])
    }

    @Test("tests may unwrap by force, but not try or share by force")
    func tests() {
        let path = "Tests/VNSyncTests/A.swift"
        #expect(violations("let a = b!", path: path) == [])
        #expect(violations("let a = try! b()", path: path).count == 1)
        #expect(violations("class A: @unchecked Sendable {}", path: path).count == 1)
    }
}
