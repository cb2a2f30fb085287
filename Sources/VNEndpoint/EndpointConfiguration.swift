package import Logging
package import VNModel
package import VNWire

/// How an endpoint works.
package struct EndpointConfiguration: Sendable {
    /// Where time comes from.
    package var environment: any Environment
    /// What one push may hold; clients are told.
    package var pushLimits: HelloResponse.PushLimits
    /// Rows of the feed that one page of a pull looks at, at most.
    package var pageRows = EndpointLimits.pageRows
    /// Until when the endpoint is recovering from a restore, in milliseconds since 1970. Until
    /// then it takes changes that have observed what it does not hold.
    package var recoveringUntil: UInt64?
    /// Whether whoever reaches the endpoint is trusted as a peer: may offer registers of any
    /// author, and is told what the hub judged.
    package var trustsPeers = false
    /// Where the endpoint tells of failures; nothing at info or above in normal work.
    package var logger: Logger

    /// - Parameters:
    ///   - environment: where time comes from.
    ///   - pushLimits: what one push may hold.
    ///   - recoveringUntil: until when the endpoint is recovering, in milliseconds since 1970.
    ///   - logger: where the endpoint tells of failures.
    package init(
        environment: any Environment = SystemEnvironment(),
        pushLimits: HelloResponse.PushLimits = .init(), recoveringUntil: UInt64? = nil,
        logger: Logger = Logger(
            label: "vnsync.endpoint", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.environment = environment
        self.pushLimits = pushLimits
        self.recoveringUntil = recoveringUntil
        self.logger = logger
    }

    /// The milliseconds since 1970 of an RFC 3339 text, as ``recoveringUntil`` takes them; `nil`
    /// for any other text.
    package static func milliseconds(rfc3339 text: String) -> UInt64? {
        Timestamp(rfc3339: text).map { UInt64(max(0, $0.milliseconds)) }
    }
}
