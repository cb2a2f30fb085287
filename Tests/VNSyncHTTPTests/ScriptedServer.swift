import NIOCore
import NIOPosix
import Synchronization

/// A server that answers each request with the bytes that a script says, however wrong they are.
final class ScriptedServer: Sendable {
    /// What is sent back, part by part, and whether the connection is closed then.
    struct Answer: Sendable {
        var parts: [[UInt8]]
        var closes = true
        /// Whether the last part is sent again and again.
        var isEndless = false
        /// How long is waited before each part after the first.
        var pause: TimeAmount?

        static func response(
            _ status: String = "200 OK", type: String = "application/json",
            headers: [String] = [], body: [UInt8] = Array("{}".utf8)
        ) -> Answer {
            let head =
                "HTTP/1.1 \(status)\r\ncontent-type: \(type)\r\ncontent-length: \(body.count)\r\n"
                + headers.map { $0 + "\r\n" }.joined() + "\r\n"
            return Answer(parts: [Array(head.utf8) + body], closes: false)
        }

        static let silence = Answer(parts: [], closes: false)
    }

    /// A request as it came.
    struct Request: Sendable {
        let head: String
        let body: [UInt8]

        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n") {
                let sides = line.split(separator: ":", maxSplits: 1)
                if sides.count == 2, sides[0].lowercased() == name {
                    return String(sides[1].drop { $0 == " " })
                }
            }
            return nil
        }
    }

    struct State: Sendable {
        var requests: [Request] = []
        var received = 0
        var sent = 0
    }

    let state = Mutex(State())
    private let channel: any Channel

    init(
        unixSocket: String? = nil, _ script: @escaping @Sendable (Request) -> Answer
    ) async throws {
        let box = Box()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Handler(script: script, box: box))
                }
            }
        channel =
            if let unixSocket {
                try await bootstrap.bind(
                    unixDomainSocketPath: unixSocket, cleanupExistingSocketFile: true
                ).get()
            } else {
                try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
            }
        box.server.withLock { $0 = self }
    }

    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }
    var requests: [Request] { state.withLock(\.requests) }

    func stop() async throws { try await channel.close() }

    private final class Box: Sendable {
        let server = Mutex<ScriptedServer?>(nil)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        let script: @Sendable (Request) -> Answer
        let box: Box
        var bytes: [UInt8] = []

        init(script: @escaping @Sendable (Request) -> Answer, box: Box) {
            self.script = script
            self.box = box
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let part = Array(Self.unwrapInboundIn(data).readableBytesView)
            bytes += part
            let server = box.server.withLock { $0 }
            server?.state.withLock { $0.received += part.count }
            // What begins a TLS handshake is no request; servers answer with plain text then.
            if bytes.first == 0x16 {
                let answer = ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n")
                context.writeAndFlush(Self.wrapOutboundOut(answer), promise: nil)
                context.close(promise: nil)
                return
            }
            guard let request = takeRequest() else { return }
            server?.state.withLock { $0.requests.append(request) }
            let answer = script(request)
            if answer.isEndless || answer.pause != nil {
                trickle(answer, 0, context.channel, server)
                return
            }
            for part in answer.parts {
                let promise = context.eventLoop.makePromise(of: Void.self)
                promise.futureResult.whenSuccess {
                    server?.state.withLock { $0.sent += part.count }
                }
                context.writeAndFlush(
                    Self.wrapOutboundOut(ByteBuffer(bytes: part)), promise: promise)
            }
            if answer.closes { context.close(promise: nil) }
        }

        /// Sends the parts one by one, the last one without an end if that is asked for.
        private func trickle(
            _ answer: Answer, _ index: Int, _ channel: any Channel, _ server: ScriptedServer?
        ) {
            guard index < answer.parts.count || answer.isEndless else {
                return answer.closes ? channel.close(promise: nil) : ()
            }
            let part = answer.parts[min(index, answer.parts.count - 1)]
            let script = self.script
            channel.writeAndFlush(ByteBuffer(bytes: part)).whenSuccess { [box] in
                server?.state.withLock { $0.sent += part.count }
                channel.eventLoop.scheduleTask(in: answer.pause ?? .zero) {
                    Handler(script: script, box: box).trickle(answer, index + 1, channel, server)
                }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        /// The request at the start of what came, once it is whole.
        private func takeRequest() -> Request? {
            let end = Array("\r\n\r\n".utf8)
            guard
                let start = bytes.indices.first(where: { bytes[$0...].starts(with: end) })
            else { return nil }
            let head = String(decoding: bytes[..<start], as: UTF8.self)
            let length = Request(head: head, body: []).header("content-length")
            let whole = start + 4 + (length.flatMap { Int($0) } ?? 0)
            guard bytes.count >= whole else { return nil }
            let body = Array(bytes[(start + 4)..<whole])
            bytes.removeSubrange(..<whole)
            return Request(head: head, body: body)
        }
    }
}
