internal import Synchronization
internal import VNEndpoint
internal import VNModel
internal import VNSync
internal import VNWire

/// Plants bugs in what travels.
struct WireSaboteur: Sendable {
    let canary: Canary
    let context: PushContext
    /// The cursor that the store has after the pushes so far.
    private let cursor = SeenCursor()

    init(_ canary: Canary, _ context: PushContext) {
        self.canary = canary
        self.context = context
    }

    /// Whether a reader takes what no reader may take.
    var readsEverything: Bool { canary == .lenientReader }

    /// What is sent in place of a request.
    func requests(for request: TransportRequest) -> [TransportRequest] {
        guard canary == .splitGroups, request.path == "/v1/push", let body = request.body,
            let push = try? PushRequest(parsing: body), push.changes.count > 1
        else { return [request] }
        var previous = push.changes[0].previous ?? .origin
        return push.changes.map { change in
            var part = push
            var change = change
            change.previous = previous
            previous = change.hash ?? change.change.hash(after: previous)
            part.changes = [change]
            var sent = request
            sent.body = part.encoded
            return sent
        }
    }

    /// The answers to two parts as one.
    func joined(_ first: HubAnswer?, _ second: HubAnswer) -> HubAnswer {
        guard let first, let one = try? PushResponse(parsing: first.bytes),
            var both = try? PushResponse(parsing: second.bytes)
        else { return second }
        both.verdicts = one.verdicts + both.verdicts
        both.cursor = nil
        var answer = second
        answer.bytes = both.encoded
        return answer
    }

    /// An answer as it arrives.
    func altered(_ bytes: [UInt8], of request: TransportRequest, _ hub: HubAddress) async -> [UInt8]
    {
        switch request.path {
        case "/v1/hello":
            guard var hello = try? HelloResponse(parsing: bytes) else { return bytes }
            hello.verdicts = hello.verdicts.map { verdict in
                canary == .knownAcknowledges
                    ? Verdict(counter: verdict.counter, outcome: .applied) : altered(verdict)
            }
            if let body = request.body, let asked = try? HelloRequest(parsing: body) {
                alter(&hello, to: asked)
            }
            return hello.encoded
        case "/v1/push":
            guard var push = try? PushResponse(parsing: bytes) else { return bytes }
            push.verdicts = push.verdicts.map(altered)
            if let body = request.body, let sent = try? PushRequest(parsing: body) {
                if canary == .ignoredFrom { forgetBeginning(of: &push, to: sent) }
                let left = leftOut(sent)
                push.verdicts = push.verdicts.map { verdict in
                    left.contains(verdict.counter)
                        ? Verdict(counter: verdict.counter, outcome: .applied) : verdict
                }
            }
            if canary == .pushMovesCursor { push.cursor = await head(of: hub, push) }
            return push.encoded
        case "/v1/pull": return altered(pull: bytes, of: request)
        case "/v1/reconcile":
            guard canary == .blindReconcile,
                var response = try? ReconcileResponse(parsing: bytes)
            else { return bytes }
            response.answers = response.answers.map { _ in .equal }
            return response.encoded
        default: return bytes
        }
    }

    private func alter(_ hello: inout HelloResponse, to asked: HelloRequest) {
        switch canary {
        case .hiddenForks, .noHashChain:
            (hello.known, hello.verdicts) = (asked.acked, [])
        case .untoldLoss where asked.generation != hello.generation:
            (hello.known, hello.verdicts) = (asked.acked, [])
        case .forgottenFormers: hello.former = []
        default: break
        }
    }

    private func altered(_ verdict: Verdict) -> Verdict {
        var verdict = verdict
        switch canary {
        case .forgottenRefusal where verdict.isRefused:
            return Verdict(counter: verdict.counter, outcome: .applied)
        case .forgottenStamp: verdict.stamp = nil
        case .forgottenEviction: verdict.isOutOfScope = false
        default: break
        }
        return verdict
    }

    /// Lets a push that was sent ahead seem to begin where the store is.
    private func forgetBeginning(of answer: inout PushResponse, to sent: PushRequest) {
        let before = sent.isAhead ? cursor.text.withLock { $0 } : sent.cursor
        if sent.isAhead { answer.from = before }
        let after = answer.cursor ?? before
        cursor.text.withLock { $0 = after }
    }

    private func head(of hub: HubAddress, _ push: PushResponse) async -> String? {
        let now = await hub.read { (generation: try $0.generation(), head: try $0.head()) }
        guard let now else { return push.cursor }
        return Cursor(generation: now.generation, since: now.head, position: now.head).text
    }

    private func altered(pull bytes: [UInt8], of request: TransportRequest) -> [UInt8] {
        let bugs: [Canary] = [
            .earlyCursor, .positionDecides, .skippedDeletions, .anyEcho, .hiddenForks,
            .noHashChain, .replacingEcho,
        ]
        guard bugs.contains(canary) else { return bytes }
        let puller = request.query.first { $0.name == "replica" }?.value
        var lines: [PullLine] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let line = try? PullLine(parsing: Array(line)) else { return bytes }
            lines.append(line)
        }
        let isFirst = !request.query.contains { $0.name == "cursor" }
        guard case .end(var end)? = lines.popLast() else { return bytes }
        lines = lines.compactMap { line in
            switch line {
            case .header(var header)
            where [.hiddenForks, .noHashChain].contains(canary)
                && !request.query.contains { $0.name == "replace" }:
                header.known = .origin
                return .header(header)
            case .item(.document(let document, let seq))
            where canary == .replacingEcho && request.query.contains { $0.name == "replace" }:
                let part = document.withoutWrites(of: puller ?? "")
                return part.isEmpty ? nil : .item(.document(part, seq: seq))
            case .checkpoint(let cursor):
                guard canary != .earlyCursor else {
                    return end.cursor.map { .checkpoint(cursor: $0) }
                }
                return .checkpoint(cursor: moved(cursor))
            case .item(.document(let document, _))
            where canary == .skippedDeletions && isFirst && document.isDeleted:
                return nil
            case .item(.document(let document, let seq)) where canary == .anyEcho && !isFirst:
                let part = document.withoutWrites(of: puller ?? "")
                return part.isEmpty ? nil : .item(.document(part, seq: seq))
            default: return line
            }
        }
        var digest = PullDigest()
        var count = 0
        var writer = JSONWriter(capacity: bytes.count)
        for line in lines {
            let start = writer.bytes.count
            line.encode(into: &writer)
            writer.raw("\n")
            guard case .item = line else { continue }
            count += 1
            digest.update(writer.bytes[start...])
        }
        end.count = count
        end.digest = digest.text
        PullLine.end(end).encode(into: &writer)
        writer.raw("\n")
        return writer.bytes
    }

    private func moved(_ text: String) -> String {
        guard canary == .positionDecides, let cursor = try? Cursor(text) else { return text }
        return Cursor(
            generation: cursor.generation, since: cursor.position, position: cursor.position
        ).text
    }
}

private final class SeenCursor: Sendable {
    let text = Mutex<String?>(nil)
}

extension Document {
    /// The registers in which no value of a replica is live.
    fileprivate func withoutWrites(of replica: String) -> Document {
        var part = Document(id: id, kind: kind)
        for field in fields
        where !field.register.live.contains(where: { $0.dot.replica.description == replica }) {
            part.set(field.path, field.register)
        }
        return part
    }
}
