internal import VNModel
internal import VNStore
internal import VNWire

extension SyncEngine {
    /// Requests and their answers.
    ///
    /// - Throws: ``RemoteFailure`` if there is no useful answer; `CancellationError`.
    func exchange(_ action: Replicator.Action) async throws -> Replicator.Event {
        try await RemoteFailure.translating {
            switch action {
            case .hello(let message):
                let asked = environment.milliseconds()
                let answer: HelloResponse = try await post("/v1/hello", message.encoded)
                note(answer, asked: asked)
                return .greeted(answer)
            case .push(let message):
                return try await push(message)
            case .openPull(let message):
                try await dropBodies(for: message)
                var request = TransportRequest(.get, "/v1/pull", query: message.queryItems)
                request.accept = SyncEngine.lines
                expectsNew = message.cursor == nil
                return .streamOpened(try await open(request, isPull: true))
            case .openDocuments(let message):
                var request = TransportRequest(.post, "/v1/documents", body: message.encoded)
                request.accept = SyncEngine.lines
                return .streamOpened(try await open(request, isPull: false))
            case .readStream:
                return .partRead(try await readPart())
            default: preconditionFailure("the other actions are no requests")
            }
        }
    }

    private static let lines = "application/x-ndjson"

    func post<Answer: WireMessage>(
        _ path: String, _ body: [UInt8]
    ) async throws -> Answer {
        try await SyncEngine.post(path, body, try await knownToken(), transport)
    }

    static func post<Answer: WireMessage>(
        _ path: String, _ body: [UInt8], _ token: String?, _ transport: any Transport
    ) async throws -> Answer {
        let response = try await send(TransportRequest(.post, path, body: body), token, transport)
        return try Answer(
            parsing: try await response.body.collect(limit: WireLimits.responseBytes))
    }

    private func open(_ request: TransportRequest, isPull: Bool) async throws -> PullHeader {
        let response = try await send(request)
        let stream = PartReader(
            response.body, isPull: isPull, worksInOrder: configuration.worksInOrder
        ) { [store] items, expectsNew in
            await store.prepareRows(for: items, expectsNew: expectsNew)
        }
        let header = try await stream.header()
        self.stream = stream
        return header
    }

    /// Takes out the bodies that are not wanted any more; all that was to be pushed of them was,
    /// or is tried again. Whoever dies meanwhile does it again.
    private func dropBodies(for message: PullRequest) async throws {
        guard let held = message.held, held.scope.includesBodies, !message.scope.includesBodies
        else { return }
        var place = try await store.dropBodies(after: nil)
        while let last = place {
            try Task.checkCancellation()
            place = try await store.dropBodies(after: last)
        }
    }

    /// Reads on in the open stream.
    func readPart() async throws -> Replicator.StreamPart {
        guard let stream else { preconditionFailure("a stream is open") }
        let prepared = try await stream.next(expectsNew: expectsNew)
        if prepared.part.isLast { self.stream = nil }
        preparedRows = prepared.rows
        return prepared.part
    }

    /// Gives the open stream up, if there is one.
    func closeStream() {
        stream = nil
        preparedRows = PreparedRows()
    }

    /// Sends a request with the token; an answer that is no success is thrown.
    private func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await SyncEngine.send(request, try await knownToken(), transport)
    }

    private static func send(
        _ request: TransportRequest, _ token: String?, _ transport: any Transport
    ) async throws -> TransportResponse {
        var request = request
        request.token = token
        return try await accepted(try await transport.send(request))
    }

    /// The token; it is asked for before the first request.
    func knownToken() async throws -> String? {
        if !hasToken {
            token = try await requestToken(.first)
            hasToken = true
        }
        return token
    }

    /// An answer, if it is a success.
    ///
    /// - Throws: ``RemoteFailure`` of any other status.
    static func accepted(_ response: TransportResponse) async throws -> TransportResponse {
        guard response.status != 200 else { return response }
        throw try await RemoteFailure(reading: response)
    }

    /// A token from the application.
    ///
    /// - Throws: `SyncError` `remote.unauthorized` if the application fails to give one.
    func requestToken(_ request: SyncConfiguration.TokenRequest) async throws -> String? {
        do {
            return try await configuration.token?(request)
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw SyncError(.unauthorized, "the token could not be read: \(error)")
        }
    }

    /// The hub's clock is compared with the middle of the round trip.
    private func note(_ answer: HelloResponse, asked: UInt64) {
        let now = environment.milliseconds()
        let middle = asked + (now > asked ? (now - asked) / 2 : 0)
        contact.clockSkewMilliseconds = Int64(clamping: answer.time) - Int64(clamping: middle)
        contact.durableThrough = answer.durableThrough
    }
}

extension TransportBody {
    /// All bytes of an answer that is not read in parts.
    ///
    /// - Throws: ``SyncError`` if there are more than `limit`; what the body throws.
    package func collect(limit: Int) async throws -> [UInt8] {
        var result: [UInt8] = []
        while let bytes = try await next() {
            guard result.count + bytes.count <= limit else {
                throw SyncError.protocolViolation("its answer is too large")
            }
            result.append(contentsOf: bytes)
        }
        return result
    }
}

extension RemoteFailure {
    /// What an answer that is no success means.
    ///
    /// - Throws: what the body fails with.
    package init(reading response: TransportResponse) async throws {
        var problem = Problem(status: response.status, code: "", title: "", detail: "")
        if response.contentType == Problem.mediaType {
            problem = try Problem(
                parsing: try await response.body.collect(limit: SyncLimits.problemBytes))
        }
        self.init(
            problem, status: response.status,
            retryAfter: response.retryAfter
                ?? problem.retryAfter.map { .seconds(min(max($0, 0), 86_400)) })
    }

    /// What a problem means.
    init(_ problem: Problem, status: Int, retryAfter: Duration?) {
        let detail = problem.detail.isEmpty ? "it answers \(status)" : problem.detail
        func error(
            _ code: SyncError.Code, _ message: String, isRetryable: Bool = false
        ) -> SyncError {
            SyncError(
                code, message, retryAfter: retryAfter, isRetryable: isRetryable,
                cause: problem.code.isEmpty ? "http.\(status)" : problem.code)
        }
        switch (status, problem.code) {
        case (_, WireCode.generation): self.init(.generation, .generation)
        case (_, WireCode.forked): self.init(.forked, .forked)
        case (401, _), (403, _):
            self.init(
                status == 401 ? .unauthorized : .other,
                SyncError(
                    .unauthorized, "the hub does not accept the token: \(detail)",
                    hint: "give a valid token by --token-file",
                    cause: problem.code.isEmpty ? "http.\(status)" : problem.code))
        case (413, _):
            self.init(
                .tooLarge, error(.protocolViolation, "the hub takes no request of this size"))
        case (425, _):
            self.init(
                .behind,
                error(
                    .protocolViolation, "the changes observed what the hub does not hold",
                    isRetryable: true))
        case (429, _), (503, _):
            self.init(.other, error(.busy, "the hub is busy: \(detail)", isRetryable: true))
        case (408, _), (500..., _):
            self.init(.other, error(.unavailable, "the hub failed: \(detail)", isRetryable: true))
        default:
            self.init(.other, error(.protocolViolation, "the hub refuses the request: \(detail)"))
        }
    }

    /// Gives what fails below a request the meaning it has for a session.
    ///
    /// - Throws: ``RemoteFailure``; `CancellationError`.
    package static func translating<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as RemoteFailure {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw RemoteFailure(translating: error)
        }
    }

    /// What an error below means.
    package init(translating error: any Error) {
        switch error {
        case let error as SyncError: self.init(.other, error)
        case let error as TransportError:
            self.init(
                .other,
                SyncError(
                    SyncError.Code(rawValue: error.code), error.message,
                    isRetryable: error.isRetryable))
        case let error as WireError:
            self.init(.other, .protocolViolation(error.message, cause: error.code))
        default:
            self.init(
                .other,
                SyncError(.unavailable, "the request failed: \(error)", isRetryable: true))
        }
    }
}
