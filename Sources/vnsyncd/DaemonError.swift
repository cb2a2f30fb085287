internal import Foundation
internal import VNModel
internal import VNStore

/// Why the daemon does not run, with a stable code and its exit status.
struct DaemonError: Error {
    let code: String
    let message: String
    let hint: String
    let status: Int32
    var isJSON = false

    static let usageStatus: Int32 = 64

    init(code: String, message: String, hint: String, status: Int32) {
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status
    }

    /// What a store's error means to a daemon.
    init(_ error: StoreError) {
        let status: Int32 =
            switch error.code {
            case .newerSchema: 12
            case .locked: 11
            case .diskFull, .inputOutput, .readOnly: 74
            case .notAStore, .corrupt: 65
            default: 70
            }
        self.init(
            code: error.code.rawValue, message: error.message,
            hint: "check --data, the file's rights and the disk", status: status)
    }

    /// Writes what happened to stderr, as text or as JSON.
    func report() {
        guard isJSON else {
            DaemonError.write("vnsyncd: \(message)\n  \(hint)")
            return
        }
        let error = JSONValue.object([
            ("code", .string(code)), ("message", .string(message)), ("hint", .string(hint)),
        ])
        DaemonError.write(JSONValue.object([("v", .integer(1)), ("error", error)]).canonicalText)
    }

    static func write(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Ends the process.
    static func exit(_ status: Int32) -> Never { Foundation.exit(status) }
}
