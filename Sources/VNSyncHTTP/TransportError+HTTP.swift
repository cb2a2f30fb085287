internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import VNCompression
internal import VNSync

extension TransportError {
    /// What an error of the libraries below means for a request.
    ///
    /// - Returns: a ``TransportError``, or a `CancellationError` as it is.
    static func translating(_ error: any Error) -> any Error {
        switch error {
        case is TransportError, is CancellationError: return error
        case let error as CompressionError: return translating(error)
        case let error as HTTPClientError: return translating(error)
        case let error as IOError:
            return TransportError.unavailable(
                "no connection to the hub: \(String(cString: strerror(error.errnoCode)))")
        default:
            // The library of TLS is not ours to import; its errors come through as they are.
            let isTLS = String(reflecting: type(of: error)).hasPrefix("NIOSSL.")
            return isTLS
                ? TransportError(
                    code: "remote.tls", message: "no secure connection: \(error)",
                    isRetryable: false)
                : TransportError.unavailable("no connection to the hub: \(error)")
        }
    }

    private static func translating(_ error: HTTPClientError) -> any Error {
        switch error {
        case .cancelled: CancellationError()
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded,
            .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            TransportError(
                code: "remote.timeout", message: "the hub did not answer in time",
                isRetryable: true)
        case .invalidURL, .emptyHost, .missingSocketPath, .emptyScheme:
            TransportError(
                code: "remote.address", message: "the address of the hub is not valid",
                isRetryable: false)
        default: TransportError.unavailable("the connection to the hub broke: \(error)")
        }
    }

    private static func translating(_ error: CompressionError) -> TransportError {
        switch error {
        case .tooLarge: .protocolViolation("the answer exceeds the limit of its size")
        case .corrupt: .protocolViolation("the answer is not the gzip that it claims to be")
        case .truncated: .unavailable("the answer was cut short")
        case .outOfMemory:
            TransportError(
                code: "remote.unavailable", message: "no memory to decompress the answer",
                isRetryable: true)
        }
    }
}
