import Testing

@Suite("Paths of machines")
struct MachinePathTests {
    @Test("no file of the repository names a folder of the machine that it was written on")
    func repository() {
        let paths = Repository.current.files(under: "")
        #expect(paths.contains("Package.swift"))
        #expect(paths.contains { $0.hasPrefix("Tests/TidyTests/Rules/") })
        for path in paths {
            guard let text = Repository.current.text(of: path) else { continue }
            #expect(MachinePathRule().violations(path: path, text: text) == [])
        }
    }

    @Test("a planted path is found on its line", arguments: MachinePathRule.folders)
    func planted(folder: String) {
        for text in [
            "x\ncd \(folder)a", "x\n\(folder)", "x\n\"\(folder)b\"", "x\nfile://\(folder)c",
        ] {
            let found = MachinePathRule().violations(path: "A", text: text)
            #expect(found.map(\.line) == [2])
        }
    }

    @Test("a part of an address or of a longer path is no machine path")
    func allowed() {
        for folder in MachinePathRule.folders {
            for text in [
                "https://a.example\(folder)b", "a\(folder)b", "~\(folder)b", "${A}\(folder)",
            ] {
                #expect(MachinePathRule().violations(path: "A", text: text) == [])
            }
        }
    }
}
