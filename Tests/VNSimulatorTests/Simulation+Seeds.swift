import Testing
import VNSimulator

extension Simulation {
    /// Runs seeds, none of which may violate anything.
    ///
    /// - Returns: the lines of their traces.
    @discardableResult
    func expectSound(
        _ seeds: ClosedRange<UInt64>, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        var lines: [String] = []
        for seed in seeds {
            let run = try await run(seed: seed)
            #expect(
                run.violation == nil, "\(run.command): \(run.violation?.description ?? "")",
                sourceLocation: sourceLocation)
            lines += run.trace.lines
        }
        return lines
    }
}
