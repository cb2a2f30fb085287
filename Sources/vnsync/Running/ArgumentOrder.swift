/// Lets the options that every command has stand before the command, as in `vnsync -C PATH list`.
enum ArgumentOrder {
    private static let withValue: Set<String> = ["-C", "--store", "--color", "--lang"]
    private static let flags: Set<String> = ["--json", "-q", "--quiet", "--no-pager"]

    /// The same arguments with leading common options behind the others, before any `--`.
    static func normalized(_ arguments: [String]) -> [String] {
        var rest = arguments[...]
        var moved: [String] = []
        while let first = rest.first, first.hasPrefix("-"), first != "--" {
            let name = first.split(separator: "=").first.map(String.init) ?? first
            if flags.contains(first) {
                moved.append(first)
                rest = rest.dropFirst()
            } else if first.contains("="), withValue.contains(name) {
                moved.append(first)
                rest = rest.dropFirst()
            } else if withValue.contains(first), rest.count > 1 {
                moved += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        guard !moved.isEmpty, !rest.isEmpty else { return arguments }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + moved + Array(rest[end...])
    }
}
