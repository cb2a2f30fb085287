internal import NIOCore
internal import Synchronization
internal import VNSync

/// Counts what goes through the sockets of a transport.
final class WireCounter: Sendable {
    private let state = Mutex(TransportCounters())

    var counters: TransportCounters { state.withLock { $0 } }

    func countRequest() { state.withLock { $0.requests += 1 } }
    func countSent(_ bytes: Int) { state.withLock { $0.bytesSent += bytes } }
    func countReceived(_ bytes: Int) { state.withLock { $0.bytesReceived += bytes } }
}

/// Stands next to the socket, so it sees the bytes that go over the wire.
final class WireCounterHandler: ChannelDuplexHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData

    private let counter: WireCounter

    init(_ counter: WireCounter) { self.counter = counter }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        counter.countReceived(Self.unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        counter.countSent(Self.unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}
