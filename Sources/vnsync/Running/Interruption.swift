internal import Dispatch
internal import Foundation
internal import Synchronization

/// Ctrl-C and SIGTERM: the first cancels the work, which stops at a committed point; the second
/// ends the process at once.
final class Interruption: Sendable {
    private let received = Mutex<Int32?>(nil)
    // Made once, and only cancelled afterwards, which any thread may do.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    init(cancelling work: Task<Void, any Error>) {
        let numbers = [SIGINT, SIGTERM]
        sources = numbers.map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
        for (number, source) in zip(numbers, sources) {
            Foundation.signal(number, SIG_IGN)
            source.setEventHandler { [weak self] in self?.handle(number, work) }
            source.resume()
        }
    }

    private func handle(_ number: Int32, _ work: Task<Void, any Error>) {
        if number == SIGINT, Interruption.isIgnored.withLock({ $0 }) { return }
        let isSecond = received.withLock { received in
            defer { received = received ?? number }
            return received != nil
        }
        if isSecond { _exit(ExitStatus.interrupted.rawValue) }
        work.cancel()
    }

    private static let isIgnored = Mutex(false)

    /// Runs something during which Ctrl-C is not for this process.
    static func ignored<Result>(_ body: () -> Result) -> Result {
        isIgnored.withLock { $0 = true }
        defer { isIgnored.withLock { $0 = false } }
        return body()
    }

    /// The first signal that came.
    var signal: Int32? { received.withLock { $0 } }

    /// Stops listening.
    func stop() { sources.forEach { $0.cancel() } }
}
