import NIOCore
import NIOPosix
import Synchronization
import VNRandom

/// Stands between clients and a hub, and breaks connections where a test says.
final class CuttingProxy: Sendable {
    enum Direction: Sendable { case up, down }

    private struct State {
        var direction: Direction?
        /// Bytes that still pass before the cut.
        var left = 0
        var cuts = 0
        /// Makes another cut after each one.
        var generator: SplitMix64?
    }

    private let state = Mutex(State())
    private let port: Int
    private let server = Mutex<(any Channel)?>(nil)

    /// - Parameter url: of the hub, on loopback.
    init(to url: String) async throws {
        port = Int(url.split(separator: ":").last ?? "") ?? 0
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { [self] client in
                ClientBootstrap(group: client.eventLoop)
                    .connect(host: "127.0.0.1", port: port)
                    .flatMap { hub in
                        client.pipeline.addHandler(Pipe(to: hub, .up, self)).flatMap {
                            hub.pipeline.addHandler(Pipe(to: client, .down, self))
                        }.flatMap {
                            client.setOption(.autoRead, value: true)
                        }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        server.withLock { $0 = channel }
    }

    var url: String {
        "http://127.0.0.1:\(server.withLock { $0?.localAddress?.port ?? 0 })"
    }

    /// How often a connection was cut.
    var cuts: Int { state.withLock(\.cuts) }

    /// Cuts once, after so many bytes one way.
    func arm(_ direction: Direction, after bytes: Int) {
        state.withLock { ($0.direction, $0.left) = (direction, bytes) }
    }

    /// Cuts again and again, after some hundreds or thousands of bytes.
    func tear(seed: UInt64) {
        state.withLock { state in
            state.generator = SplitMix64(seed: seed)
            CuttingProxy.rearm(&state)
        }
    }

    /// Cuts nothing any more.
    ///
    /// - Returns: whether nothing was cut since it was armed.
    @discardableResult
    func heal() -> Bool {
        state.withLock { state in
            state.generator = nil
            defer { state.direction = nil }
            return state.direction != nil
        }
    }

    func stop() async throws { try await server.withLock { $0 }?.close() }

    private static func rearm(_ state: inout State) {
        let word = state.generator?.next() ?? 0
        state.direction = word & 1 == 0 ? .up : .down
        state.left = Int(word >> 8 % 3000)
    }

    /// How many of some bytes pass before the cut; `nil`: all, and no cut.
    fileprivate func pass(_ count: Int, _ direction: Direction) -> Int? {
        state.withLock { state in
            guard state.direction == direction else { return nil }
            guard count >= state.left else {
                state.left -= count
                return nil
            }
            state.cuts += 1
            let left = state.left
            state.direction = nil
            if state.generator != nil { CuttingProxy.rearm(&state) }
            return left
        }
    }
}

private final class Pipe: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private let direction: CuttingProxy.Direction
    private let proxy: CuttingProxy

    init(to other: any Channel, _ direction: CuttingProxy.Direction, _ proxy: CuttingProxy) {
        (self.other, self.direction, self.proxy) = (other, direction, proxy)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = Self.unwrapInboundIn(data)
        guard let count = proxy.pass(buffer.readableBytes, direction) else {
            other.writeAndFlush(buffer, promise: nil)
            return
        }
        let (this, other) = (context.channel, other)
        other.writeAndFlush(buffer.readSlice(length: count) ?? ByteBuffer()).whenComplete { _ in
            other.close(promise: nil)
            this.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        other.close(promise: nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
