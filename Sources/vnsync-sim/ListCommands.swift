internal import ArgumentParser
internal import VNSimulator

struct CanariesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "canaries", abstract: "Lists the bugs that can be planted.")

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        for canary in Canary.allCases {
            if json {
                printJSON([
                    "v": 1, "name": canary.rawValue, "bug": canary.bug,
                    "finding": canary.finding ?? "", "seedLimit": canary.seedLimit,
                ])
            } else {
                let finding = canary.finding.map { " [\($0)]" } ?? ""
                print("\(canary.rawValue)\(finding): \(canary.bug)")
            }
        }
    }
}

struct FaultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults", abstract: "Lists what can go wrong, and what must hold all the same."
    )

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        for fault in Fault.allCases {
            if json {
                printJSON([
                    "v": 1, "name": fault.rawValue, "promise": fault.promise,
                    "usual": fault.isUsual,
                ])
            } else {
                print("\(fault.rawValue)\(fault.isUsual ? "" : " (not usual)"): \(fault.promise)")
            }
        }
    }
}
