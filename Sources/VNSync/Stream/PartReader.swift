package import VNModel
package import VNStore
package import VNWire

/// Reads an open answer ahead of whoever stores it: while one part is stored, what the next one
/// needs is made ready, and the one behind it is taken apart.
package actor PartReader {
    /// A part and what storing it will need.
    package struct Prepared: Sendable {
        /// The part.
        package let part: Replicator.StreamPart
        /// What was made of its documents.
        package let rows: PreparedRows
    }

    /// Makes ready what documents will need; told whether most of them are probably new.
    package typealias Preparation =
        @Sendable (_ items: [FeedItem], _ expectsNew: Bool) async -> PreparedRows

    private let stream: FeedStream
    private let worksInOrder: Bool
    private let prepare: Preparation
    /// The parts that were asked for ahead, in their order; `nil` behind the last part.
    private var ahead: [Task<Prepared?, any Error>] = []
    private var lastRead: Task<Replicator.StreamPart?, any Error>?
    /// In order, the part that was read ahead.
    private var waiting: Result<Prepared, any Error>?
    private var hasEnded = false

    /// - Parameters:
    ///   - body: the answer's bytes.
    ///   - isPull: whether parts end at checkpoints.
    ///   - worksInOrder: whether one thing is done after the other, so that a run can be repeated.
    ///   - prepare: what is done with a part before it is stored.
    package init(
        _ body: any TransportBody, isPull: Bool, worksInOrder: Bool,
        prepare: @escaping Preparation
    ) {
        self.prepare = prepare
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
    /// - Parameter expectsNew: whether most documents of the parts that are read from now on are
    ///   probably new.
    /// - Throws: as ``FeedStream/part()``.
    package func next(expectsNew: Bool) async throws -> Prepared {
        let prepared =
            worksInOrder
            ? try await nextInOrder(expectsNew) : try await nextAhead(expectsNew)
        hasEnded = prepared.part.isLast
        return prepared
    }

    private func nextInOrder(_ expectsNew: Bool) async throws -> Prepared {
        let prepared: Prepared
        if let waiting {
            prepared = try waiting.get()
        } else {
            prepared = try await read(expectsNew)
        }
        waiting = nil
        if !prepared.part.isLast {
            do {
                waiting = .success(try await read(expectsNew))
            } catch {
                waiting = .failure(error)
            }
        }
        return prepared
    }

    private func read(_ expectsNew: Bool) async throws -> Prepared {
        let part = try await stream.part()
        return Prepared(part: part, rows: await prepare(part.items, expectsNew))
    }

    private func nextAhead(_ expectsNew: Bool) async throws -> Prepared {
        while ahead.count <= PartReader.partsAhead { ask(expectsNew) }
        let task = ahead.removeFirst()
        let prepared = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        guard let prepared else { preconditionFailure("nothing comes behind the last part") }
        return prepared
    }

    private func ask(_ expectsNew: Bool) {
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
            Task.detached { [prepare] in
                try await withTaskCancellationHandler {
                    guard let part = try await read.value else { return nil }
                    return Prepared(part: part, rows: await prepare(part.items, expectsNew))
                } onCancel: {
                    read.cancel()
                }
            })
    }

    /// Parts that are read while another one is stored.
    private static let partsAhead = 2
}
