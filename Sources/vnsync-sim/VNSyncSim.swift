internal import ArgumentParser

/// The command `vnsync-sim`.
@main
struct VNSyncSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnsync-sim",
        abstract: "Simulates stores, syncs and a hub with everything that can go wrong.",
        subcommands: [RunCommand.self, CanariesCommand.self, FaultsCommand.self],
        defaultSubcommand: RunCommand.self)
}
