internal import Foundation

/// How long something took, whatever else the machine did meanwhile.
struct Effort {
    private let start = ContinuousClock.now
    private let processorStart = Effort.processorSeconds

    /// Seconds since it was made, on the clock or of this process's work, whichever is less: a
    /// machine that sleeps stops only the one, other work of the process counts only in the other.
    var seconds: Double {
        min(
            (ContinuousClock.now - start) / .seconds(1),
            Effort.processorSeconds - processorStart)
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
