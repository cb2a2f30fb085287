internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import VNEndpointHTTP

/// The file of a Unix socket.
enum UnixSocket {
    /// Makes room for the socket: a file that a killed daemon left behind is removed, one on which
    /// somebody answers is not. Only the user's own processes will be let in.
    static func prepare(_ address: ListenAddress) throws {
        guard case .unix(let path) = address else { return }
        umask(0o077)
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK, !isAnswered(path) else {
            throw DaemonError.cannotListen(address, "the path is in use")
        }
        unlink(path)
    }

    static func remove(_ address: ListenAddress) {
        if case .unix(let path) = address { unlink(path) }
    }

    /// Whether a process listens on the socket.
    private static func isAnswered(_ path: String) -> Bool {
        let channel = try? ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path).wait()
        try? channel?.close().wait()
        return channel != nil
    }
}
