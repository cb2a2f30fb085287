/// One or more budgets that are measured together.
protocol Measure: Sendable {
    /// The budgets' names.
    static var ids: [String] { get }

    /// Measures.
    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding]
}

/// All measures, in an order in which the later ones use what the earlier ones made.
enum Measures {
    static let all: [any (Measure & SendableMetatype).Type] = [
        CommitMeasure.self, PushMeasure.self, PullMeasure.self, StoreShareMeasure.self,
        IndexMeasure.self, SizeMeasure.self, ClockMeasure.self, IdleMeasure.self,
        StatusMeasure.self, ReadingMeasure.self, ObservationMeasure.self, CloneMeasure.self,
        MemoryMeasure.self, DeltaMeasure.self, GrowthMeasure.self, FanOutMeasure.self,
    ]

    /// The names of all budgets measured here.
    static let ids = all.flatMap { $0.ids }

    /// Takes the wanted measures.
    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        var findings: [Finding] = []
        for measure in all where !wanted.isDisjoint(with: measure.ids) {
            findings += try await measure.run(bench, wanted)
        }
        return findings
    }
}
