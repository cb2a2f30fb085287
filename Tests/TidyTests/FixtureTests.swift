import Foundation
import Testing

@Suite("Fixtures and their descriptions")
struct FixtureTests {
    private let repository = Repository.current

    @Test("each README under Fixtures names what its folder holds, and holds what it names")
    func indexes() throws {
        let readmes = repository.files(under: "Fixtures").filter { $0.hasSuffix("/README.md") }
        #expect(readmes.contains("Fixtures/README.md"))
        for readme in readmes {
            let text = try #require(repository.text(of: readme))
            let folder = String(readme.dropLast("/README.md".count))
            // Rows with paths describe the files of folders that have no README of their own.
            let isDeep = IndexRule.rows(of: text).contains { $0.dropLast().contains("/") }
            let entries =
                isDeep
                ? repository.files(under: folder).map { String($0.dropFirst(folder.count + 1)) }
                : repository.entries(of: folder)
            #expect(
                IndexRule.violations(readme: readme, text: text, entries: entries) == [])
        }
    }

    @Test("Schema/README.md names each file of its folder")
    func schema() throws {
        let text = try #require(repository.text(of: "Schema/README.md"))
        let rows = IndexRule.rows(of: text)
        for entry in repository.entries(of: "Schema") where entry != "README.md" {
            #expect(rows.contains(entry), "\(entry) has no row")
        }
    }

    @Test("each page has its expected article and the other way round")
    func pages() {
        let stems = { (folder: String, suffix: String) in
            repository.entries(of: folder).filter { $0.hasSuffix(suffix) }
                .map { String($0.dropLast(suffix.count)) }
        }
        let pages = stems("Fixtures/pages", ".txt")
        #expect(pages.count >= 12)
        #expect(pages == stems("Fixtures/pages/expected", ".json"))
    }

    @Test("each line of a .jsonl file and each .json file is JSON")
    func json() throws {
        for path in repository.files(under: "Fixtures") where path.hasSuffix(".jsonl") {
            let lines = try #require(repository.text(of: path)).split(separator: "\n")
            #expect(!lines.isEmpty)
            for line in lines {
                #expect(throws: Never.self, "\(path)") {
                    try JSONSerialization.jsonObject(with: Data(line.utf8))
                }
            }
        }
        for path in ["Fixtures/search-cases.json", "Schema/article.schema.json"] {
            let text = try #require(repository.text(of: path))
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
        }
    }

    @Test("rows are read from tables only, without heading and ruler")
    func rows() {
        let text = """
            | not a table
            text

            | file | what |
            |---|:--|
            | [a.txt](a.txt) | x |
            | `b.txt` | y |
            | c/ | z |
            """
        #expect(IndexRule.rows(of: text) == ["not a table", "a.txt", "b.txt", "c/"])
    }

    @Test("a row without a file, a file without a row and a row twice are found")
    func planted() {
        let check = { (rows: [String], entries: [String]) in
            let table = "| file | what |\n|---|---|\n" + rows.map { "| [\($0)](x) | |\n" }.joined()
            return IndexRule.violations(
                readme: "R", text: table + "See [d](d/).", entries: entries
            ).map(\.message)
        }
        #expect(check(["a", "b/"], ["a", "b/", "d/", "README.md"]) == [])
        #expect(check(["a", "b"], ["a"]) == ["b has a row but no file"])
        #expect(check(["a"], ["a", "c/"]) == ["c/ is not named"])
        #expect(check(["a", "a"], ["a"]) == ["a has two rows"])
    }
}
