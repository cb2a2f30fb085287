internal import ArgumentParser
internal import VNModel

/// `vnsync completions`
struct CompletionsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completions for a shell.",
        discussion: """
            bash: vnsync completions bash > ~/.local/share/bash-completion/completions/vnsync
            """)
    var purpose: Purpose { .complete }

    /// Shells that completions can be made for.
    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        let script = VNSyncCommand.completionScript(for: kind)
        if context.isJSON {
            return try context.output.json([
                ("shell", .string(shell.rawValue)), ("script", .string(script)),
            ])
        }
        try context.output.line(script)
    }
}
