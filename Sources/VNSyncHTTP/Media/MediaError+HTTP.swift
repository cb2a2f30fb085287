internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import VNStore

extension MediaError {
    /// Whoever is there does not answer in time.
    static let timeout = MediaError(
        code: "media.timeout", message: "the file did not come in time", isRetryable: true)
    /// The host is not one of the public internet.
    static let refusedAddress = MediaError(
        code: "media.refused-address",
        message: "the host of the file is in a private network; only hosts that are allowed are "
            + "asked there")

    /// What a server answered instead of a file.
    static func status(_ status: HTTPResponseStatus) -> MediaError {
        let mayChange =
            status.code >= 500 || status == .tooManyRequests || status == .requestTimeout
        return MediaError(
            code: "media.status", message: "the server answers \(status.code)",
            isRetryable: mayChange)
    }

    /// What an error of the libraries below means for a file.
    ///
    /// - Returns: a ``MediaError``, or a `CancellationError` as it is.
    static func translating(_ error: any Error) -> any Error {
        switch error {
        case is MediaError, is CancellationError: return error
        case let error as HTTPClientError:
            switch error {
            case .cancelled: return CancellationError()
            case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded,
                .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
                return timeout
            default: return unavailable("the connection to the host of the file broke: \(error)")
            }
        case let error as IOError:
            let reason = String(cString: strerror(error.errnoCode))
            return unavailable("no connection to the host of the file: \(reason)")
        default: return unavailable("no connection to the host of the file")
        }
    }
}
