internal import Foundation

/// Runs the tasks of one world, one after the other, on a thread of their own. Tasks that hand on
/// to each other wake nobody.
final class OneThread: TaskExecutor, @unchecked Sendable {  // `lock` guards what it holds
    private let lock = NSCondition()
    private var jobs: [UnownedJob] = []
    private var isOver = false
    private var rest: Rest?

    /// Who waits until nothing goes on.
    private struct Rest {
        var isQuiet: @Sendable () -> Bool
        var continuation: CheckedContinuation<Void, Never>
    }

    init() {
        let thread = Thread { [self] in run() }
        thread.stackSize = 8 << 20
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        lock.withLock {
            jobs.append(job)
            lock.signal()
        }
    }

    /// Ends the thread when nothing is left to run.
    func end() {
        lock.withLock {
            isOver = true
            lock.signal()
        }
    }

    /// Waits until no task of this thread can go on.
    ///
    /// - Parameter isQuiet: whether none of them waits for work that other threads do.
    func rest(_ isQuiet: @escaping @Sendable () -> Bool) async {
        await withCheckedContinuation { continuation in
            lock.withLock { rest = Rest(isQuiet: isQuiet, continuation: continuation) }
        }
    }

    private func run() {
        while true {
            let (next, rested) = lock.withLock { () -> ([UnownedJob], Rest?) in
                while jobs.isEmpty, !isOver {
                    if let rest, rest.isQuiet() {
                        self.rest = nil
                        return ([], rest)
                    }
                    lock.wait()
                }
                defer { jobs = [] }
                return (jobs, nil)
            }
            rested?.continuation.resume()
            guard !next.isEmpty || rested != nil else { return }
            for job in next { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}
