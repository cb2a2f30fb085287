internal import ArgumentParser
internal import Foundation

/// Parses the arguments, performs the command and turns what happens into an exit status.
enum Runner {
    static func run(_ arguments: [String]) async -> Int32 {
        // A broken pipe is met as an error of `write`, not as the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let arguments = ArgumentOrder.normalized(arguments)
        let parsed: any ParsableCommand
        do {
            parsed = try VNSyncCommand.parseAsRoot(arguments)
        } catch {
            return ParserOutcome.report(error, arguments)
        }
        guard let command = parsed as? any ContextCommand else {
            return runPlain(parsed, arguments)
        }
        return await perform(command)
    }

    /// The parser's own commands, such as `help`, and groups without a subcommand.
    private static func runPlain(_ command: any ParsableCommand, _ arguments: [String]) -> Int32 {
        var command = command
        do {
            try command.run()
            return ExitStatus.done.rawValue
        } catch {
            return ParserOutcome.report(error, arguments)
        }
    }

    private static func perform(_ command: any ContextCommand) async -> Int32 {
        let context: Context
        do {
            context = try Context(command)
        } catch {
            let report = ErrorReport(
                isJSON: command.common.json, messages: Messages(.system), style: .plain)
            return report.show(error, command.purpose)
        }
        let work = Task { try await command.perform(context) }
        let interruption = Interruption(cancelling: work)
        defer { interruption.stop() }
        do {
            try await work.value
            try context.output.flush()
            if context.isDryRun { context.note(context.messages(WritingPhrase.dryRun)) }
            return context.outcome.status.rawValue
        } catch is BrokenPipe {
            return ExitStatus.done.rawValue
        } catch {
            try? context.output.flush()
            context.progress.clear()
            if let signal = interruption.signal {
                context.note(context.messages(SyncPhrase.interrupted))
                return signal == SIGTERM && context.outcome.endsWithSignal
                    ? ExitStatus.done.rawValue : ExitStatus.interrupted.rawValue
            }
            let report = ErrorReport(
                isJSON: context.isJSON, messages: context.messages, style: context.errorStyle)
            return report.show(error, command.purpose)
        }
    }
}
