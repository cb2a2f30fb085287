internal import Dispatch
internal import Foundation
internal import Synchronization
internal import VNStore

/// Asks the system for the addresses of a host.
enum HostLookup {
    /// The addresses, 4 or 16 bytes each, of a name, or of a number in any spelling that the
    /// system takes for one.
    ///
    /// The system answers on a thread of its own; a cancelled task does not wait for it.
    ///
    /// - Throws: ``MediaError`` `media.unavailable`; `CancellationError`.
    static func addresses(of host: String) async throws -> [[UInt8]] {
        let box = Box()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                box.state.withLock { $0 = continuation }
                if Task.isCancelled { box.finish(.failure(CancellationError())) }
                DispatchQueue.global().async {
                    box.finish(Result { try ask(host) })
                }
            }
        } onCancel: {
            box.finish(.failure(CancellationError()))
        }
    }

    /// Resumes whoever waits, once.
    private final class Box: Sendable {
        let state = Mutex<CheckedContinuation<[[UInt8]], any Error>?>(nil)

        func finish(_ result: Result<[[UInt8]], any Error>) {
            let waiting = state.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            waiting?.resume(with: result)
        }
    }

    private static func ask(_ host: String) throws -> [[UInt8]] {
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, nil, &list) == 0 else {
            throw MediaError.unavailable("the host of the file cannot be found")
        }
        defer { freeaddrinfo(list) }
        var result: [[UInt8]] = []
        var next = list
        while let entry = next?.pointee {
            if let address = address(entry), !result.contains(address) { result.append(address) }
            next = entry.ai_next
        }
        return result
    }

    private static func address(_ entry: addrinfo) -> [UInt8]? {
        guard let place = entry.ai_addr.map({ UnsafeRawPointer($0) }) else { return nil }
        switch entry.ai_family {
        case AF_INET:
            var address = place.loadUnaligned(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: &address) { Array($0) }
        case AF_INET6:
            var address = place.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: &address) { Array($0) }
        default: return nil
        }
    }
}
