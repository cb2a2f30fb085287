internal import VNModel
internal import VNWire

/// Which ranges of ids are still to be compared, as a value: no I/O.
///
/// It begins with all ids. A range that differs is replaced by those of its parts that differ, so
/// one bad document among *n* is found in O(log *n*) steps.
struct Reconciler: Sendable {
    private var waiting: [ReconcileRequest.Range]

    /// - Parameter sum: the sum of all documents here.
    init(_ sum: DigestSum) { waiting = [ReconcileRequest.Range(ids: .all, sum: sum)] }

    /// The ranges of the next request, ascending; none: all is compared.
    mutating func next() -> [ReconcileRequest.Range] {
        let batch = waiting.prefix(WireLimits.reconcileRanges)
        waiting.removeFirst(batch.count)
        return batch.sorted { one, other in
            guard let from = other.ids.from else { return false }
            return one.ids.from.map { $0 < from } ?? true
        }
    }

    /// The ranges that the hub's parts of a range make.
    ///
    /// - Throws: `remote.protocol` if they do not lie in the range.
    static func ranges(
        _ range: IDRange, _ parts: [ReconcileResponse.Part]
    ) throws -> [IDRange] {
        let bounds = parts.compactMap(\.from)
        guard let first = bounds.first, bounds.allSatisfy(range.contains), range.from != first
        else { throw SyncError.protocolViolation("its parts of a range lie outside") }
        return range.parts(at: bounds)
    }

    /// Takes the parts of a range: those that differ are compared further.
    ///
    /// - Parameters:
    ///   - ranges: the parts.
    ///   - parts: what the hub holds in them.
    ///   - sums: what stands here in them.
    mutating func cut(
        _ ranges: [IDRange], _ parts: [ReconcileResponse.Part], _ sums: [DigestSum]
    ) {
        for (index, range) in ranges.enumerated() where parts[index].sum != sums[index] {
            waiting.append(ReconcileRequest.Range(ids: range, sum: sums[index]))
        }
    }
}
