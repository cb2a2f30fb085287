internal import Foundation

/// Runs the tasks of one world, one after the other, on a thread of their own. Tasks that hand on
/// to each other wake nobody.
final class OneThread: TaskExecutor, @unchecked Sendable {  // `lock` guards what it holds
    private let lock = NSCondition()
    private var jobs: [UnownedJob] = []
    private var isOver = false

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

    private func run() {
        while true {
            let next = lock.withLock { () -> [UnownedJob] in
                while jobs.isEmpty, !isOver { lock.wait() }
                defer { jobs = [] }
                return jobs
            }
            guard !next.isEmpty else { return }
            for job in next { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}
