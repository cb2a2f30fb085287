internal import Foundation
internal import Synchronization
internal import VNModel

/// Nobody reads stdout any more.
struct BrokenPipe: Error {}

/// Writes data to stdout, in large pieces.
final class Output: Sendable {
    private static let pieceLimit = 1 << 16

    private let buffer = Mutex<[UInt8]>([])
    private let pager: String?

    /// - Parameter pager: the command line of a pager for what ``page(_:)`` gets.
    init(pager: String? = nil) { self.pager = pager }

    /// Writes bytes.
    func write(_ bytes: some Sequence<UInt8>) throws {
        let full = buffer.withLock { buffer -> [UInt8]? in
            buffer.append(contentsOf: bytes)
            guard buffer.count >= Output.pieceLimit else { return nil }
            defer { buffer.removeAll(keepingCapacity: true) }
            return buffer
        }
        if let full { try Output.send(full, to: 1) }
    }

    /// Writes a line of text.
    func line(_ text: String) throws { try write(Array((text + "\n").utf8)) }

    /// Writes a JSON object with the version in it as one line.
    func json(_ members: [(String, JSONValue?)]) throws {
        try write(Record(members).line)
    }

    /// Writes lines of text, through the pager if they do not fit on the terminal.
    func page(_ lines: [String]) throws {
        if let pager, lines.count >= Terminal.rows ?? .max {
            try flush()
            if try ChildProcess.page(lines.joined(separator: "\n") + "\n", with: pager) { return }
        }
        for text in lines { try line(text) }
    }

    /// Hands everything on.
    func flush() throws {
        let rest = buffer.withLock { buffer in
            defer { buffer.removeAll(keepingCapacity: true) }
            return buffer
        }
        try Output.send(rest, to: 1)
    }

    /// Writes text to stderr; nobody can be told if that fails.
    static func errors(_ text: String) { try? send(Array(text.utf8), to: 2) }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The pointer is used for the call alone.
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                throw BrokenPipe()
            } else if errno != EINTR {
                throw Failure(
                    code: "cli.output", message: "the output cannot be written",
                    hint: String(cString: strerror(errno)))
            }
        }
    }
}
