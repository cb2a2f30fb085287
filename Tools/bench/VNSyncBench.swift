import ArgumentParser
import Foundation
import VNModel

/// The command `vnsync-bench`.
@main
struct VNSyncBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnsync-bench",
        abstract: "Measures stores and hub against floors taken in the same run.",
        discussion: """
            The workload is made up by the seed alone. Every time is set against the same rows \
            written straight through SQLite on the same disk, so the ratios can be compared \
            between machines and the figures cannot. Build for release: a debug build measures \
            the compiler.

            Budgets measured: \(Measures.ids.joined(separator: ", ")).
            """)

    @Option(help: "Articles of W1; each has three comments.")
    var articles = 2_000

    @Option(help: "How often a measure is taken; one run of more than 20 seconds is enough.")
    var runs = 3

    @Option(help: "Single commits of W3.")
    var commits = 10_000

    @Option(help: "What decides the texts.")
    var seed: UInt64 = 1

    @Option(help: "Only these budgets, separated by commas.")
    var only: String?

    @Option(
        help: "Also write the result to this file as JSON.", completion: .file())
    var json: String?

    @Option(
        help: "Also draw how much of each budget is used, as SVG.", completion: .file())
    var plot: String?

    @Option(
        help: "Where the temporary folder is made; its disk is what is measured.",
        completion: .directory)
    var folder: String = NSTemporaryDirectory()

    @Option(
        help: "Where vnsyncd and vnsync are; by default beside this program.",
        completion: .directory)
    var programs: String?

    func validate() throws {
        guard (100...1_000_000).contains(articles) else {
            throw ValidationError("--articles is a number from 100 to 1 000 000")
        }
        guard (1...100).contains(runs) else {
            throw ValidationError("--runs is a number from 1 to 100")
        }
        guard (100...1_000_000).contains(commits) else {
            throw ValidationError("--commits is a number from 100 to 1 000 000")
        }
        let unknown = wanted.subtracting(Measures.ids)
        guard unknown.isEmpty else {
            throw ValidationError(
                "--only knows \(Measures.ids.joined(separator: ", ")), not "
                    + unknown.sorted().joined(separator: ", "))
        }
    }

    func run() async throws {
        let work = try WorkFolder(in: folder)
        defer { work.remove() }
        let bench = Workbench(
            corpus: Corpus(articleCount: articles, seed: seed), runLimit: runs,
            commitCount: commits, programs: programs ?? VNSyncBench.ownFolder, work: work)
        #if DEBUG
            bench.say("this is a debug build; its figures mean nothing")
        #endif
        let findings = try await Measures.run(bench, wanted)
        let report = Report(settings: settings, findings: findings)
        FileHandle.standardOutput.write(Data((report.table + "\n").utf8))
        if let json { try report.write(to: json) }
        if let plot {
            try Plot(findings).svg.write(toFile: plot, atomically: true, encoding: .utf8)
        }
    }

    /// The budgets to measure.
    private var wanted: Set<String> {
        guard let only else { return Set(Measures.ids) }
        return Set(only.split(separator: ",").map { $0.uppercased() })
    }

    private var settings: [(String, JSONValue)] {
        [
            ("articles", .integer(Int64(articles))), ("runs", .integer(Int64(runs))),
            ("commits", .integer(Int64(commits))), ("seed", .string(String(seed))),
            ("sqlite", .string(SQLiteFile.version)),
            ("processors", .integer(Int64(ProcessInfo.processInfo.activeProcessorCount))),
        ]
    }

    private static var ownFolder: String {
        Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent().path ?? "."
    }
}
