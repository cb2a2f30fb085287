import Foundation
import Testing
import VNModel

/// Other people's formats by the commands alone.
@Suite("Formats of import and export") struct FormatTests {
    private let feeds = Programs.repository.appendingPathComponent("Fixtures/feeds").path

    @Test("a folder of feeds is imported by what is in the files, and each format exports it")
    func everyFormat() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let folder = "\(feeds)/05-wordpress"
        let first = try await workspace.vnsync("a", "import", folder, "--json").json
        #expect(first["articles"]?.integer == 2)
        #expect(first["comments"]?.integer == 3)
        let second = try await workspace.vnsync("a", "import", folder, "--json").json
        #expect(second["unchanged"]?.integer == 5)
        try await workspace.vnsync("a", "import", "\(feeds)/06-rss.xml", "--from", "rss")
        let lines = try await workspace.vnsync("a", "export").output
        for format in ["jsonfeed", "wordpress", "atom"] {
            let export = try await workspace.vnsync("a", "export", "--to", format)
            try await workspace.makeStore(format)
            let path = try workspace.write("export.\(format)", export.output)
            try await workspace.vnsync(format, "import", path, "--from", format)
            #expect(try await workspace.vnsync(format, "export").output == lines)
        }
        let html = try await workspace.vnsync("a", "export", "--to", "html").output
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        #expect(html.hasSuffix("</html>\n"))
    }

    @Test("what a format cannot carry is told on stderr, as JSON if that is asked for")
    func omitted() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        try await workspace.vnsync("a", "import", "\(feeds)/05-wordpress")
        let plain = try await workspace.vnsync("a", "export", "--to", "ninjs", "--lang", "en")
        #expect(plain.errors.contains("comment (3)"))
        let json = try await workspace.vnsync("a", "export", "--to", "ninjs", "--json")
        let told = try JSONValue(
            parsing: json.errors.trimmingCharacters(in: .whitespacesAndNewlines))
        #expect(told["omitted"]?["comment"]?.integer == 3)
        #expect(told["articles"]?.integer == 2)
        #expect(json.output == plain.output)
    }

    @Test("a hostile feed exits with 65 and its code")
    func hostile() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let outcome = try await workspace.vnsync(
            "a", "import", "\(feeds)/09-entities.xml", "--json", expecting: 65)
        let code = try outcome.json["failed"]?.array?.first?["code"]?.string
        #expect(code == "import.xml-entities")
    }
}
