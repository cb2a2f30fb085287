package import Logging
internal import Synchronization

/// Keeps what is logged.
package final class LogRecorder: Sendable {
    /// What was logged once.
    package struct Entry: Sendable {
        /// How much it matters.
        package let level: Logger.Level
        /// What happened.
        package let message: String
        /// The logger's metadata and the message's own.
        package let metadata: Logger.Metadata

        /// Message and metadata, to search in.
        package var text: String { "\(message) \(metadata)" }
    }

    private let kept = Mutex<[Entry]>([])

    /// One that heard nothing yet.
    package init() {}

    /// What was logged so far.
    package var entries: [Entry] { kept.withLock { $0 } }

    /// A logger of the most talkative level.
    package var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(recorder: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            let entry = Entry(
                level: event.level, message: "\(event.message)", metadata: all)
            recorder.kept.withLock { $0.append(entry) }
        }
    }
}
