internal import VNModel
internal import VNWire

extension Endpoint {
    /// Begins the pull of another hub.
    ///
    /// - Source: VN-WIRE-130 to VN-WIRE-133
    func peer(_ request: PeerRequest) async throws -> PullStream {
        guard configuration.trustsPeers else { throw Problem.noPeer }
        let pageRows = configuration.pageRows
        let (state, bytes) = try await store.read { reading in
            let state = try PullState(peer: request, reading, pageRows: pageRows)
            var page = PullPage(state, reading)
            page.writeHeader()
            try page.write()
            return (page.state, page.writer.bytes)
        }
        return PullStream(store: store, state: state, ready: bytes)
    }

    /// Joins what a trusted peer, or a trusted store, offers.
    ///
    /// - Source: VN-WIRE-134 to VN-WIRE-141
    func offer(_ request: OfferRequest) async throws -> OfferResponse {
        let configuration = configuration
        guard configuration.trustsPeers else { throw Problem.noPeer }
        return try await store.write { writing in
            let generation = try writing.generation()
            guard request.generation == generation else { throw Problem.generation }
            let before = try writing.head()
            var join = PeerJoin(writing, configuration)
            try join.join(request.items)
            try join.adopt(request.judged)
            let head = try writing.head()
            var response = OfferResponse(
                generation: generation, head: head, refused: join.refused)
            let stood = Cursor(generation: generation, since: before, position: before)
            if join.isExact, request.cursor == stood.text {
                response.cursor =
                    Cursor(generation: generation, since: head, position: head).text
            }
            return response
        }
    }
}

extension Problem {
    /// The problem of whoever is not trusted as a peer.
    static let noPeer = Problem(
        status: 403, code: WireCode.forbidden, title: "This is for peers",
        detail: "this hub does not trust whoever calls as another hub; let its operator allow it")
}
