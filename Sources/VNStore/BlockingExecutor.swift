internal import Dispatch

/// Threads for work that may block on what others do: reading a pipe, writing to one.
///
/// The threads that all tasks share are as many as there are processors. If each of them waits for
/// a pipe, whoever should write into the pipes never runs.
final class BlockingExecutor: TaskExecutor {
    static let shared = BlockingExecutor()

    private let queue = DispatchQueue(label: "vnsync.blocking", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
