/// Which of our modules may import which, and where other people's modules may be seen.
struct ImportRule {
    /// Folder of a module, and the modules of ours that it may import.
    static let ours: [String: Set<String>] = [
        "Sources/VNText": [],
        "Sources/VNModel": ["VNText"],
        "Schema": [],
        "Sources/VNStore": ["VNModel", "VNText", "VNSchema", "CLibXML2", "CLogWriter"],
        "Sources/CLibXML2": [],
        "Sources/CLogWriter": [],
        "Sources/VNWire": ["VNModel"],
        "Sources/VNSync": ["VNModel", "VNWire", "VNStore"],
        "Sources/VNSyncHTTP": ["VNSync", "VNStore", "VNWire", "VNCompression"],
        "Sources/VNEndpoint": ["VNModel", "VNWire", "VNStore"],
        "Sources/VNPeer": ["VNModel", "VNWire", "VNStore", "VNSync", "VNEndpoint"],
        "Sources/VNCompression": ["CZlib"],
        "Sources/CZlib": [],
        "Sources/vnsync": ["VNStore", "VNSync", "VNSyncHTTP", "VNModel", "VNText"],
        "Sources/VNEndpointHTTP": ["VNEndpoint", "VNWire", "VNCompression"],
        "Sources/vnsyncd": [
            "VNEndpoint", "VNEndpointHTTP", "VNPeer", "VNSync", "VNSyncHTTP", "VNStore", "VNWire",
        ],
        "Sources/CFaultVFS": [],
        "Sources/FaultDisk": ["CFaultVFS"],
        "Sources/VNSimulator": [
            "VNRandom", "VNModel", "VNWire", "VNStore", "VNSync", "VNEndpoint", "VNPeer",
            "FaultDisk",
        ],
        "Sources/vnsync-sim": ["VNSimulator"],
        "Sources/VNRandom": [],
        "Tools/bench": [
            "VNRandom", "VNModel", "VNStore", "VNSync", "VNSyncHTTP", "VNCompression",
        ],
        "Tools/Fuzzing": ["VNRandom", "VNModel", "VNStore", "VNText"],
    ]

    /// Other people's modules that only some folders may import; every other one is free.
    static let theirs: [String: Set<String>] = [
        "GRDB": ["Sources/VNStore"],
        "GRDBSQLite": ["Sources/VNStore", "Tools/bench"],
        "CSQLite": [],
        "SQLite3": [],
    ]

    /// The folders that may import an HTTP stack.
    static let httpFolders: Set<String> = [
        "Sources/VNSyncHTTP", "Sources/VNEndpointHTTP", "Sources/vnsyncd",
    ]
    static let httpPrefixes = ["NIO", "Hummingbird", "AsyncHTTPClient", "HTTPTypes", "Network"]

    private static let ownNames = Set(
        ours.keys.map { $0 == "Schema" ? "VNSchema" : String($0.split(separator: "/")[1]) })

    func violations(in source: SwiftSource) -> [Violation] {
        source.code.enumerated().flatMap { index, line -> [Violation] in
            guard let (module, modifiers) = Self.importedModule(line) else { return [] }
            return messages(module: module, modifiers: modifiers, folder: source.folder).map {
                Violation(path: source.path, line: index + 1, message: $0)
            }
        }
    }

    /// The module and the words before `import` of an import line; nil for any other line.
    static func importedModule(_ line: String) -> (module: String, modifiers: [String])? {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
            words[..<position].allSatisfy({ $0.hasPrefix("@") || modifierWords.contains($0) })
        else { return nil }
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let rest = words[(position + 1)...].drop { kinds.contains($0) }
        guard let path = rest.first, let module = path.split(separator: ".").first else {
            return nil
        }
        return (String(module), Array(words[..<position]))
    }

    private static let modifierWords: Set = [
        "public", "package", "internal", "fileprivate", "private",
    ]

    private func messages(module: String, modifiers: [String], folder: String) -> [String] {
        var messages: [String] = []
        let isTest = folder.hasPrefix("Tests/")
        if Self.ownNames.contains(module), !isTest {
            if let allowed = Self.ours[folder] {
                if !allowed.contains(module) {
                    messages.append("\(folder) may not import \(module)")
                }
            } else {
                messages.append("\(folder) has no row in the import table")
            }
        }
        if let allowed = Self.theirs[module], !allowed.contains(folder), !isTest {
            messages.append("\(module) may not be imported in \(folder)")
        }
        if Self.httpPrefixes.contains(where: module.hasPrefix), !isTest,
            !Self.httpFolders.contains(folder)
        {
            messages.append("an HTTP stack may not be imported in \(folder)")
        }
        if module == "GRDB", modifiers.contains("public") {
            messages.append("GRDB must not show in the public API")
        }
        if modifiers.contains("@_exported") || modifiers.contains("@testable") {
            messages.append(
                "\(modifiers.joined(separator: " ")) import: use package access instead")
        }
        return messages
    }
}
