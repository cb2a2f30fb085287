import Foundation

/// Measures time, and what times have in common.
enum Stopwatch {
    /// The seconds that something takes by a clock that only goes forward.
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        return try clock.measure(body) / .seconds(1)
    }

    /// The seconds that something takes by a clock that only goes forward.
    static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try await body()
        return (clock.now - start) / .seconds(1)
    }

    /// The seconds of processor time that this process has used.
    static var processorSeconds: Double {
        var usage = rusage()
        #if os(Linux)
            getrusage(RUSAGE_SELF.rawValue.signed, &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return [usage.ru_utime, usage.ru_stime].reduce(0) {
            $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6
        }
    }

    /// The middle one of some values; of an even number the mean of the two in the middle.
    static func median(_ values: [Double]) -> Double {
        precondition(!values.isEmpty, "there is something to take the median of")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1
            ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
