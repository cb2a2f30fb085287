import Testing

@Suite("Taking Swift files apart")
struct SwiftScannerTests {
    private func code(_ text: String) -> [String] {
        SwiftSource(path: "Sources/VNText/A.swift", text: text).code.map {
            String($0.reversed().drop { $0 == " " }.reversed())
        }
    }

    @Test("comments are no code, nested ones neither")
    func comments() {
        let source = SwiftSource(
            path: "A.swift", text: "let a = 1  // one\n/* x /* y */\nz */ let b = 2\n")
        #expect(source.code[0].hasPrefix("let a = 1  "))
        #expect(!source.code[0].contains("one"))
        #expect(source.comments[0].contains("// one"))
        #expect(source.code[1].allSatisfy { $0 == " " })
        #expect(source.code[2].hasSuffix(" let b = 2"))
        #expect(source.lines.count == 3)
    }

    @Test("a string's text is no code, what it interpolates is")
    func strings() {
        let gaps = (String(repeating: " ", count: 11), String(repeating: " ", count: 5))
        let expected = #"f("\#(gaps.0)(g(" "))\#(gaps.1)")"#
        #expect(code(#"f("Date() // \(g("x")) \" )")"#) == [expected])
        let source = SwiftSource(path: "A.swift", text: #"let a = "p\(b("q"))r""#)
        #expect(source.literals == ["q", "pr"])
        #expect(source.code[0].contains(#"b(" ")"#))
    }

    @Test("raw strings, strings of several lines and extended regexes end where they end")
    func rawStrings() {
        let raw = "let a = #\"x\" \\(y) // z\"#; let b = 1"
        #expect(code(raw)[0].hasSuffix("#; let b = 1"))
        let long = "let a = \"\"\"\n  Date() \"quoted\" \\\"\"\"\n  \"\"\"\nlet b = 2"
        #expect(code(long)[1] == "")
        #expect(code(long).last == "let b = 2")
        #expect(code("let r = #/\"[^\"]*\"/#; let c = 3")[0].hasSuffix("; let c = 3"))
    }

    @Test("a string that is not closed ends with its line")
    func openString() {
        #expect(code("let a = \"x\nlet b = 1")[1] == "let b = 1")
    }

    @Test("functions are found with their first and last lines")
    func functions() {
        let text = """
            protocol P {
                func a(_ f: () -> Void)
                var b: Int { get }
            }
            struct S {
                var c: Int {
                    1
                }
                var d = { 1 }()
                init(x: Int = 1, f: () -> Int = { 2 }) {
                    self.init(x)
                }
                func e<T>(
                    _ t: T
                ) where T: Sendable {
                    func inner() {}
                }
                func `init`() -> String { "} // {" }
            }
            """
        let found = FunctionFinder(SwiftSource(path: "A.swift", text: text)).functions()
        let shapes = found.map { "\($0.name) \($0.firstLine)-\($0.lastLine)" }
        #expect(
            shapes == ["b 3-3", "c 6-8", "init 10-12", "e 13-17", "inner 16-16", "func 18-18"])
    }

    @Test("a reason is a comment on the line or on the line above it")
    func reasons() {
        let source = SwiftSource(
            path: "A.swift", text: "a()\n// why\nb()\nc()  // why\nd()\nlet e = 1  // x\nf()")
        let reasons = source.lines.indices.map(source.hasReason(at:))
        #expect(reasons == [false, true, true, true, false, true, false])
    }
}
