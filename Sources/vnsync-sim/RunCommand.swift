internal import ArgumentParser
internal import Foundation
internal import VNSimulator

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs seeds until one violates an invariant.",
        discussion: "Exit status: 0 all passed, 1 an invariant was violated, 64 wrong usage.")

    @Option(help: "One seed.")
    var seed: UInt64?

    @Option(help: "A range of seeds: A..B, both included.")
    var seeds: String?

    @Option(help: "How many steps a run has before faults stop (40, or what shows the canary).")
    var length: Int?

    @Option(help: "The steps themselves, separated by commas, as a shrunk run names them.")
    var steps: String?

    @Option(help: "A bug to plant; see `vnsync-sim canaries`.")
    var canary: String?

    @Option(
        help: ArgumentHelp(
            "Only these faults, separated by commas, see `vnsync-sim faults`; or recovery: all, "
                + "with one hub; or watch: the usual ones, with stores that are watched; or hubs: "
                + "those of several hubs."))
    var faults: String?

    @Flag(help: "Run each seed twice and compare the traces.")
    var twice = false

    @Flag(help: "Go on after a violation.")
    var keepGoing = false

    @Flag(help: "Print what happened, line by line.")
    var trace = false

    @Flag(help: "Make a failing run as short as possible.")
    var shrink = false

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() async throws {
        let simulation = Simulation(try simulated())
        let (first, last) = try range()
        let plan = try steps.map { try parsed($0) }
        let clock = ContinuousClock()
        let start = clock.now
        var (count, failures) = (0, 0)
        for seed in first...last {
            var run =
                twice && plan == nil
                ? try await simulation.runTwice(seed: seed)
                : try await simulation.run(seed: seed, steps: plan)
            count += 1
            if run.violation != nil, shrink {
                run = try await Shrinker(simulation).shrink(run)
            }
            if run.violation != nil { failures += 1 }
            if run.violation != nil || first == last { report(run) }
            if run.violation != nil, !keepGoing { break }
        }
        let elapsed = clock.now - start
        let seconds =
            Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        summarize(count, failures, seconds)
        if failures > 0 { throw ExitCode(1) }
    }

    private func simulated() throws -> SimulationConfiguration {
        let bug = try canary.map { name in
            guard let known = Canary(rawValue: name) else {
                throw ValidationError("there is no canary \(name); see `vnsync-sim canaries`")
            }
            return known
        }
        var configuration = SimulationConfiguration(steps: length, canary: bug)
        if faults == "recovery" {
            configuration.faults = Fault.recovery
        } else if faults == "watch" {
            configuration.faults = Fault.watching
        } else if faults == "hubs" {
            configuration.faults = Fault.hubs
        } else if let faults {
            configuration.faults = Set(
                try faults.split(separator: ",").map { name in
                    guard let fault = Fault(rawValue: String(name)) else {
                        throw ValidationError("there is no fault \(name); see `vnsync-sim faults`")
                    }
                    return fault
                })
        }
        return configuration
    }

    private func range() throws -> (UInt64, UInt64) {
        guard let seeds else { return (seed ?? 1, seed ?? 1) }
        let parts = seeds.components(separatedBy: "..")
        guard parts.count == 2, let first = UInt64(parts[0]), let last = UInt64(parts[1]),
            first <= last
        else { throw ValidationError("write a range of seeds as A..B") }
        return (first, last)
    }

    private func parsed(_ text: String) throws -> [SimulationStep] {
        try text.split(separator: ",").map { part in
            guard let step = SimulationStep(part) else {
                throw ValidationError("\(part) is no step")
            }
            return step
        }
    }

    private func report(_ run: SimulationRun) {
        if json {
            var members: [String: Any] = [
                "v": 1, "seed": run.seed, "ok": run.violation == nil, "digest": run.trace.digest,
                "steps": run.steps.count, "writes": run.writes, "syncs": run.syncs,
                "command": run.command,
            ]
            if let violation = run.violation {
                members["invariant"] = violation.invariant.rawValue
                members["message"] = violation.message
            }
            if trace { members["trace"] = run.trace.lines }
            printJSON(members)
            return
        }
        if trace { for line in run.trace.lines { print(line) } }
        let result = run.violation.map { "violates \($0)" } ?? "ok"
        print("seed \(run.seed) \(run.trace.digest) \(result)")
        if run.violation != nil { print("again: \(run.command)") }
    }

    private func summarize(_ count: Int, _ failures: Int, _ seconds: Double) {
        let speed = seconds > 0 ? Double(count) * 60 / seconds : 0
        if json {
            printJSON([
                "v": 1, "runs": count, "failures": failures,
                "seconds": (seconds * 1000).rounded() / 1000, "seedsPerMinute": speed.rounded(),
            ])
        } else {
            print("\(count) runs, \(failures) failed, \(Int(speed)) seeds a minute")
        }
    }
}

/// Prints an object on one line, members sorted.
func printJSON(_ members: [String: Any]) {
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? JSONSerialization.data(withJSONObject: members, options: options) else {
        return
    }
    print(String(decoding: bytes, as: UTF8.self))
}
