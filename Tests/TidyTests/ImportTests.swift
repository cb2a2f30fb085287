import Testing

@Suite("Imports between modules")
struct ImportTests {
    private func messages(_ path: String, _ text: String) -> [String] {
        ImportRule().violations(in: SwiftSource(path: path, text: text)).map(\.description)
    }

    @Test("each module imports only what its row of the table allows")
    func repository() {
        #expect(!Repository.swiftFiles.isEmpty)
        #expect(Repository.swiftFiles.flatMap(ImportRule().violations(in:)) == [])
    }

    @Test("each folder under Sources has a row, and each row has its folder")
    func rows() {
        let folders = Repository.current.entries(of: "Sources").map { "Sources/" + $0.dropLast() }
        let others = ["Schema", "Tools/bench", "Tools/Fuzzing"]
        #expect(Set(folders + others) == Set(ImportRule.ours.keys))
    }

    @Test("the table has no cycle")
    func cycles() {
        var left = ImportRule.ours
        while !left.isEmpty {
            let names = Set(left.keys.map { $0 == "Schema" ? "VNSchema" : String($0.dropFirst(8)) })
            let free = left.filter { $0.value.isDisjoint(with: names) }.keys
            #expect(!free.isEmpty)
            guard !free.isEmpty else { return }
            free.forEach { left[$0] = nil }
        }
    }

    @Test(
        "a planted import is found",
        arguments: [
            ("Sources/VNText/A.swift", "import VNModel"),
            ("Sources/VNStore/Deep/A.swift", "public import VNWire"),
            ("Sources/VNModel/A.swift", "@preconcurrency import GRDB"),
            ("Sources/VNStore/A.swift", "public import GRDB"),
            ("Sources/vnsync/main.swift", "import struct GRDB.Row"),
            ("Sources/VNSyncHTTP/A.swift", "import GRDBSQLite"),
            ("Sources/VNEndpoint/A.swift", "import NIOCore"),
            ("Sources/VNSync/A.swift", "  internal import AsyncHTTPClient"),
            ("Sources/VNEndpoint/A.swift", "import Hummingbird"),
            ("Sources/VNStore/A.swift", "import VNCompression"),
            ("Sources/VNCompression/A.swift", "import VNText"),
            ("Sources/VNEndpoint/A.swift", "import CZlib"),
            ("Sources/VNNew/A.swift", "import VNText"),
            ("Sources/VNStore/A.swift", "import FaultDisk"),
            ("Tests/VNStoreTests/A.swift", "@testable import VNStore"),
            ("Schema/VNSchema.swift", "import VNText"),
        ])
    func planted(path: String, text: String) {
        #expect(messages(path, "// a file\n" + text + "\n").count == 1)
    }

    @Test(
        "an allowed import is let through",
        arguments: [
            ("Sources/VNStore/A.swift", "import GRDB"),
            ("Sources/VNStore/A.swift", "public import VNModel"),
            ("Sources/VNSyncHTTP/A.swift", "package import NIOCore"),
            ("Sources/VNCompression/A.swift", "import CZlib"),
            ("Tools/bench/main.swift", "import GRDBSQLite"),
            ("Tests/VNTextTests/A.swift", "import VNModel"),
            ("Sources/VNText/A.swift", "// import VNModel"),
            ("Sources/VNText/A.swift", "let a = \"import VNModel\""),
            ("Sources/VNText/A.swift", "func f(import VNModel: Int) {}"),
        ])
    func allowed(path: String, text: String) {
        #expect(messages(path, text) == [])
    }
}
