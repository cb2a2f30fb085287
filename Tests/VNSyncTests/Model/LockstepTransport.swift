import VNEndpoint
import VNSync
import VNWire

/// Carries the requests of one sync to the hub; the schedule says what befalls them.
///
/// A schedule does one thing at a time: whoever waits for an interlude is the only one who does.
final class LockstepTransport: Transport, @unchecked Sendable {
    // Unchecked: exactly one task uses it, and whatever it waits for has ended when it goes on.
    private let world: LockstepWorld
    private let fates: [Int: LockstepFate]
    private let interlude: (Int) async throws -> [LockstepStep]
    private var exchanges = 0
    /// What happened before each exchange.
    private(set) var interludes: [Int: [LockstepStep]] = [:]

    init(
        _ world: LockstepWorld, fates: [Int: LockstepFate],
        interlude: @escaping (Int) async throws -> [LockstepStep]
    ) {
        (self.world, self.fates, self.interlude) = (world, fates, interlude)
    }

    var counters: TransportCounters { TransportCounters() }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let index = exchanges
        exchanges += 1
        world.note(String(request.path.dropFirst("/v1/".count)))
        let steps = try await interlude(index)
        if !steps.isEmpty { interludes[index] = steps }
        let fate = fates[index]
        if fate == .loseRequest { throw TransportError.unavailable("the request was lost") }
        let whole = EndpointTransport(world.endpoint)
        let response = try await whole.send(request)
        var bytes: [UInt8] = []
        while let part = try await response.body.next() { bytes += part }
        var isCut = false
        var kept = bytes
        switch fate {
        case .loseResponse: throw TransportError.unavailable("the answer was lost")
        case .cut(let parts):
            guard request.path == "/v1/pull" else {
                throw TransportError.unavailable("the answer was lost")
            }
            if response.status == 200 {
                kept = LockstepTransport.cut(bytes, behind: parts)
                isCut = true
            }
        default: break
        }
        return TransportResponse(
            status: response.status, contentType: response.contentType,
            retryAfter: response.retryAfter, headers: response.headers,
            body: Body(kept, isCut: isCut))
    }

    /// The lines of a pull up to so many checkpoints, never the last line.
    private static func cut(_ bytes: [UInt8], behind parts: Int) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        var lines = bytes.split(separator: newline)
        lines.removeLast()
        var kept = Array(lines.prefix(1))
        var rest = lines.dropFirst()
        for _ in 0..<parts {
            guard
                let end = rest.firstIndex(where: { $0.starts(with: Array("{\"cursor\":".utf8)) })
            else { break }
            kept += rest[...end]
            rest = rest[(end + 1)...]
        }
        return kept.flatMap { $0 + [newline] }
    }

    private actor Body: TransportBody {
        private var bytes: [UInt8]?
        private let isCut: Bool

        init(_ bytes: [UInt8], isCut: Bool) { (self.bytes, self.isCut) = (bytes, isCut) }

        func next() async throws -> [UInt8]? {
            if let bytes {
                self.bytes = nil
                return bytes
            }
            if isCut { throw TransportError.unavailable("the connection broke") }
            return nil
        }
    }
}
