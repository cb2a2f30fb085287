internal import Foundation
internal import VNFuzz

/// `vnsync-fuzz TARGET [FILE…]` checks files; built by `Tools/fuzz`, `vnsync-fuzz TARGET -option…`
/// looks for new ones with libFuzzer, whose options it takes.
@main
enum VNSyncFuzz {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        // libFuzzer calls the program again with nothing but its own options.
        let environment = ProcessInfo.processInfo.environment
        let name = environment["VNSYNC_FUZZ_TARGET"] ?? arguments.first ?? ""
        guard let target = FuzzTarget(rawValue: name) else { fail(usage, status: 64) }
        setenv("VNSYNC_FUZZ_TARGET", name, 1)
        let rest = Array(arguments.first == name ? arguments.dropFirst() : arguments[...])
        guard let text = try? String(contentsOfFile: "Schema/errors.md", encoding: .utf8) else {
            fail("vnsync-fuzz: run it where Schema/errors.md is", status: 66)
        }
        let runner = FuzzRunner(target: target, codes: ErrorCodes.listed(in: text))
        if rest.contains(where: { $0.hasPrefix("-") }) {
            exit(Guide.run(runner, options: rest))
        }
        exit(runner.replay(rest) ? 0 : 1)
    }

    private static let usage = """
        usage: vnsync-fuzz TARGET FILE…            checks files
               vnsync-fuzz TARGET -option… DIR…    looks for new ones (libFuzzer's options)
        targets: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))
        """

    private static func fail(_ message: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(status)
    }
}
