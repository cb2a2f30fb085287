/// No file names a folder of the machine that it was written on.
struct MachinePathRule {
    /// Put together here, so that this file does not break the rule itself.
    static let folders = ["work", "root", "home"].map { "/" + $0 + "/" }

    func violations(path: String, text: String) -> [Violation] {
        guard Self.folders.contains(where: text.contains) else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { Self.hasMachinePath($0.element) }
            .map { Violation(path: path, line: $0.offset + 1, message: "an absolute machine path") }
    }

    /// Whether one of the folders begins a path in the line: `https://host.example/home/` does not.
    static func hasMachinePath(_ line: Substring) -> Bool {
        folders.contains { folder in
            line.ranges(of: folder).contains { range in
                guard let before = line[..<range.lowerBound].last else { return true }
                return !(before.isLetter || before.isNumber || "._-~}".contains(before))
            }
        }
    }
}
