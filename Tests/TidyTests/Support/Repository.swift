import Foundation

/// The repository that these tests were compiled from, read from disk and never written.
struct Repository: Sendable {
    /// The folder that holds `Package.swift`.
    let root: URL

    /// Found from the place of this very file, so that the working directory does not matter.
    static let current = Repository(
        root: URL(fileURLWithPath: #filePath)
            .resolvingSymlinksInPath()
            .deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent())

    /// All Swift files of ours, scanned once; those in a documentation catalogue are links.
    static let swiftFiles: [SwiftSource] = ["Sources", "Schema", "Tools", "Tests"]
        .flatMap { current.files(under: $0) }
        .filter { $0.hasSuffix(".swift") && !$0.contains(".docc/") }
        .compactMap { path in current.text(of: path).map { SwiftSource(path: path, text: $0) } }

    /// The text of a file, or nil where there is no such file or it is not UTF-8.
    func text(of path: String) -> String? {
        guard let data = try? Data(contentsOf: root.appendingPathComponent(path)) else {
            return nil
        }
        return String(validating: data, as: UTF8.self)
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    /// The names in one folder without hidden ones, sorted; a folder's name ends in a slash.
    func entries(of folder: String) -> [String] {
        let url = root.appendingPathComponent(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { name in
            isFolder(url.appendingPathComponent(name)) ? name + "/" : name
        }
    }

    /// Paths from the root of all files under a folder ("" is the root), sorted.
    ///
    /// What builds and version control leave behind is not listed; links are not followed.
    func files(under folder: String) -> [String] {
        let url = folder.isEmpty ? root : root.appendingPathComponent(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.sorted().filter { !Self.isLeftBehind($0) }.flatMap { name -> [String] in
            let path = folder.isEmpty ? name : folder + "/" + name
            return isFolder(url.appendingPathComponent(name)) ? files(under: path) : [path]
        }
    }

    private static func isLeftBehind(_ name: String) -> Bool {
        name == ".git" || name == ".swiftpm" || name == "Package.resolved"
            || name.hasPrefix(".build")
    }

    private func isFolder(_ url: URL) -> Bool {
        let values = try? url.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
        return values?.isDirectory == true && values?.isSymbolicLink != true
    }
}
