import Foundation

/// The plan by which the package manager built these very tests: which module is compiled from
/// which others.
struct BuildPlan {
    /// For each Swift module the Swift modules that must be there before it.
    private(set) var inputs: [String: Set<String>] = [:]

    /// The plan beside the running tests.
    ///
    /// - Returns: `nil` if there is none, as where another build system made them.
    static func current() -> BuildPlan? {
        let places = [
            Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent(),
            Repository.current.root.appendingPathComponent(".build"),
        ]
        for folder in places.compactMap(\.self) {
            for name in ["debug.yaml", "release.yaml"] {
                let file = folder.appendingPathComponent(name)
                if let text = try? String(contentsOf: file, encoding: .utf8) {
                    return BuildPlan(text)
                }
            }
        }
        return nil
    }

    /// Reads the commands that compile a module: their lines `inputs:` and `outputs:` name the
    /// files of modules.
    init(_ text: String) {
        var needed: Set<String> = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("    inputs:") { needed = BuildPlan.modules(in: line) }
            guard line.hasPrefix("    outputs:") else { continue }
            for module in BuildPlan.modules(in: line) { inputs[module, default: []] = needed }
        }
    }

    /// A module with everything that is compiled before it.
    func closure(of module: String) -> Set<String> {
        var found: Set<String> = []
        var left = [module]
        while let next = left.popLast() {
            guard found.insert(next).inserted else { continue }
            left += inputs[next] ?? []
        }
        return found
    }

    private static func modules(in line: Substring) -> Set<String> {
        var found: Set<String> = []
        for path in line.split(separator: "\"") where path.hasSuffix(".swiftmodule") {
            guard let name = path.split(separator: "/").last else { continue }
            found.insert(String(name.dropLast(".swiftmodule".count)))
        }
        return found
    }
}
