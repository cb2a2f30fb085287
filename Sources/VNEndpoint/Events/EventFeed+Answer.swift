internal import VNStore
internal import VNWire

extension EventFeed {
    /// The path of the stream of events.
    package static let path = "/v1/events"

    /// What a request for events is answered with.
    package enum Answer: Sendable {
        /// Events without an end, and the number for ``EventFeed/close(_:)``.
        case stream(EventStream, number: UInt64)
        /// Something else: a problem.
        case response(EndpointResponse)
    }

    /// Answers a request for ``path``. What goes wrong is answered as a problem.
    ///
    /// - Parameters:
    ///   - method: the request's method, in capitals.
    ///   - lastEventID: the header `Last-Event-ID`, if there is one.
    /// - Source: VN-WIRE-110, VN-WIRE-113
    package func answer(method: String, lastEventID: String?) async -> Answer {
        guard method == "GET" else {
            let problem = Problem(
                status: 405, code: WireCode.method, title: "The method is not known here",
                detail: "use GET")
            return .response(EndpointResponse(problem, allow: "GET"))
        }
        do {
            let (number, stream) = try await open(after: lastEventID)
            return .stream(stream, number: number)
        } catch let problem as Problem {
            return .response(EndpointResponse(problem))
        } catch {
            return .response(
                EndpointResponse(
                    Problem(
                        status: 503, code: WireCode.busy, title: "The hub is busy",
                        detail: "the hub's store does not answer; try again in a moment",
                        retryAfter: 1)))
        }
    }
}
