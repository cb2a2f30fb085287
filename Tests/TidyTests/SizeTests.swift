import Testing

@Suite("Sizes of files, functions and lines")
struct SizeTests {
    @Test("nothing exceeds its limit but what the ratchet lists, at the listed size")
    func repository() throws {
        let text = try #require(Repository.current.text(of: "Tests/TidyTests/ratchet.txt"))
        let ratchet = try #require(SizeRule.ratchet(from: text))
        var excesses: [SizeRule.Subject: Int] = [:]
        for source in Repository.swiftFiles + [try manifest()] {
            excesses.merge(SizeRule.excesses(of: source)) { max($0, $1) }
        }
        #expect(SizeRule.violations(of: excesses, ratchet: ratchet) == [])
    }

    private func manifest() throws -> SwiftSource {
        let text = try #require(Repository.current.text(of: "Package.swift"))
        return SwiftSource(path: "Package.swift", text: text)
    }

    private func excesses(_ text: String) -> [SizeRule.Subject: Int] {
        SizeRule.excesses(of: SwiftSource(path: "A.swift", text: text))
    }

    @Test("a file of 601 lines is found, one of 600 is not")
    func files() {
        let lines = String(repeating: "//\n", count: 600)
        #expect(excesses(lines) == [:])
        #expect(excesses(lines + "//\n") == [.init(kind: .file, path: "A.swift"): 601])
    }

    @Test("a function of 71 lines is found, one of 70 is not")
    func functions() {
        let body = String(repeating: "    a()\n", count: 68)
        #expect(excesses("func f() {\n" + body + "}\n") == [:])
        let subject = SizeRule.Subject(kind: .function, path: "A.swift", name: "f")
        #expect(excesses("func f() {\n" + body + "\n}\n") == [subject: 71])
        #expect(excesses("init() {\n" + body + "\n}\n").keys.map(\.name) == ["init"])
    }

    @Test("a line of 101 characters is found, one of 100 is not, however many bytes they take")
    func lines() {
        let line = String(repeating: "ệ", count: 100)
        #expect(excesses("\n//" + line.dropLast(2)) == [:])
        #expect(excesses("\n//" + line.dropLast()) == [.init(kind: .line, path: "A.swift"): 101])
    }

    @Test("the ratchet goes down only")
    func ratchet() {
        let subject = SizeRule.Subject(kind: .file, path: "A.swift")
        #expect(SizeRule.violations(of: [subject: 650], ratchet: [:]).count == 1)
        #expect(SizeRule.violations(of: [subject: 650], ratchet: [subject: 650]) == [])
        #expect(SizeRule.violations(of: [subject: 651], ratchet: [subject: 650]).count == 1)
        #expect(SizeRule.violations(of: [subject: 649], ratchet: [subject: 650]).count == 1)
        #expect(SizeRule.violations(of: [:], ratchet: [subject: 650]).count == 1)
    }

    @Test("a ratchet file is read as written, and refused if it is not of its form")
    func ratchetFile() {
        let text = "# why\nfile A.swift 650\nfunction A.swift f 71\nline A.swift 120\n"
        #expect(
            SizeRule.ratchet(from: text) == [
                .init(kind: .file, path: "A.swift"): 650,
                .init(kind: .function, path: "A.swift", name: "f"): 71,
                .init(kind: .line, path: "A.swift"): 120,
            ])
        for text in ["file A.swift", "type A.swift 1", "function A.swift 71", "file A.swift many"] {
            #expect(SizeRule.ratchet(from: text) == nil)
        }
        #expect(SizeRule.ratchet(from: "line A.swift 101\nline A.swift 102") == nil)
    }
}
