package import VNStore
package import VNWire

/// Reads an open answer ahead of whoever stores it: while one part is stored, rows are made of the
/// next one, and the one behind it is taken apart.
package actor PartReader {
    /// A part and the rows that were made of its documents.
    package struct Prepared: Sendable {
        /// The part.
        package let part: Replicator.StreamPart
        /// The rows; none if none were to be made.
        package let rows: PreparedRows
    }

    private let stream: FeedStream
    private let worksInOrder: Bool
    /// The parts that were asked for ahead, in their order; `nil` behind the last part.
    private var ahead: [Task<Prepared?, any Error>] = []
    private var lastRead: Task<Replicator.StreamPart?, any Error>?
    /// In order, the part that was read ahead.
    private var waiting: Result<Replicator.StreamPart, any Error>?
    private var hasEnded = false

    /// - Parameters:
    ///   - body: the answer's bytes.
    ///   - isPull: whether parts end at checkpoints.
    ///   - worksInOrder: whether one thing is done after the other, so that a run can be repeated.
    package init(_ body: any TransportBody, isPull: Bool, worksInOrder: Bool) {
        stream = FeedStream(body, isPull: isPull)
        self.worksInOrder = worksInOrder
    }

    deinit {
        for task in ahead { task.cancel() }
        lastRead?.cancel()
    }

    /// The first line.
    ///
    /// - Throws: as ``FeedStream/header()``.
    package func header() async throws -> PullHeader { try await stream.header() }

    /// The next part. Nothing comes behind the last one.
    ///
    /// - Parameter makesRows: whether rows are made of the parts that are read from now on.
    /// - Throws: as ``FeedStream/part()``.
    package func next(makesRows: Bool) async throws -> Prepared {
        let prepared =
            worksInOrder
            ? try await nextInOrder(makesRows) : try await nextAhead(makesRows)
        hasEnded = prepared.part.isLast
        return prepared
    }

    private func nextInOrder(_ makesRows: Bool) async throws -> Prepared {
        let part: Replicator.StreamPart
        if let waiting { part = try waiting.get() } else { part = try await stream.part() }
        waiting = nil
        if !part.isLast {
            do { waiting = .success(try await stream.part()) } catch { waiting = .failure(error) }
        }
        return Prepared(part: part, rows: PartReader.rows(part, makesRows))
    }

    private func nextAhead(_ makesRows: Bool) async throws -> Prepared {
        while ahead.count <= PartReader.partsAhead { ask(makesRows) }
        let task = ahead.removeFirst()
        let prepared = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        guard let prepared else { preconditionFailure("nothing comes behind the last part") }
        return prepared
    }

    private func ask(_ makesRows: Bool) {
        let before = lastRead
        let read = Task { () -> Replicator.StreamPart? in
            if let before {
                guard let part = try await before.value, !part.isLast else { return nil }
            }
            try Task.checkCancellation()
            return try await stream.part()
        }
        lastRead = read
        ahead.append(
            Task.detached {
                try await withTaskCancellationHandler {
                    guard let part = try await read.value else { return nil }
                    return Prepared(part: part, rows: PartReader.rows(part, makesRows))
                } onCancel: {
                    read.cancel()
                }
            })
    }

    private static func rows(_ part: Replicator.StreamPart, _ makesRows: Bool) -> PreparedRows {
        makesRows ? PreparedRows(part.items) : PreparedRows()
    }

    /// Parts that are read while another one is stored.
    private static let partsAhead = 2
}
