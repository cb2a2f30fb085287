public import Logging
public import VNModel

/// How a store is opened.
public struct StoreConfiguration: Sendable {
    /// Where time and randomness come from.
    public var environment: any Environment = SystemEnvironment()
    /// How long a write waits for other processes before `store.locked`.
    public var busyTimeout: Duration = .seconds(10)
    /// How many reads may run at the same time.
    public var readerLimit = 4
    /// How much of media files is kept.
    public var media = MediaConfiguration()
    /// Where the store tells what it does; nothing at info or above in normal work.
    public var logger = Logger(label: "vnsync.store", factory: { _ in SwiftLogNoOpLogHandler() })
    /// What SQLite's `synchronous` is set to for every write, whatever the write asks for. Only
    /// for tests that must see a loss: anything but `FULL` breaks the promises of the store.
    package var forcedSynchronous: String?

    /// The defaults.
    public init() {}
}
