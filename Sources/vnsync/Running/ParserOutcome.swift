internal import ArgumentParser
internal import Foundation

/// What the argument parser has to say: help for stdout, usage errors for stderr.
enum ParserOutcome {
    static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
        let isMistake = !VNSyncCommand.exitCode(for: error).isSuccess
        guard isMistake else {
            let output = Output()
            try? output.line(VNSyncCommand.fullMessage(for: error))
            try? output.flush()
            return ExitStatus.done.rawValue
        }
        let messages = Messages(.system)
        let report = ErrorReport(
            isJSON: arguments.contains("--json"), messages: messages, style: .plain)
        let failure = Failure(
            code: "cli.usage", message: VNSyncCommand.message(for: error),
            hint: hint(error, messages))
        return report.show(failure, nil)
    }

    /// The usage line of the command that was meant.
    private static func hint(_ error: any Error, _ messages: Messages) -> String {
        let full = VNSyncCommand.fullMessage(for: error)
        let usage = full.split(separator: "\n").first { $0.hasPrefix("Usage:") }
        let help = full.split(separator: "\n").last { $0.contains("--help") }
        // A usage line with every option would hide what was wrong.
        let short = usage.flatMap { $0.count <= 100 ? $0 : nil }
        return [short, help].compactMap { $0 }.map {
            $0.trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }
}
