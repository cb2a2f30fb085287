internal import Dispatch
internal import Foundation
internal import Synchronization

/// Ctrl-C and SIGTERM: the first cancels the work, which stops at a committed point; the second
/// ends the process at once.
final class Interruption: Sendable {
    private let received = Mutex<Int32?>(nil)
    private let sources = Mutex<[any DispatchSourceSignal]>([])

    init(cancelling work: Task<Void, any Error>) {
        for number in [SIGINT, SIGTERM] {
            Foundation.signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in
                guard let self else { return }
                let isSecond = self.received.withLock { received in
                    defer { received = received ?? number }
                    return received != nil
                }
                if isSecond { _exit(ExitStatus.interrupted.rawValue) }
                work.cancel()
            }
            source.resume()
            sources.withLock { $0.append(source) }
        }
    }

    /// The first signal that came.
    var signal: Int32? { received.withLock { $0 } }

    /// Stops listening.
    func stop() { sources.withLock { $0.forEach { $0.cancel() } } }
}
