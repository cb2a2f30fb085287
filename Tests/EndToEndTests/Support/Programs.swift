import Foundation

/// The programs under test: those of this build, or of the folder that `VNSYNC_BIN` names.
enum Programs {
    static let folder: URL = {
        if let named = ProcessInfo.processInfo.environment["VNSYNC_BIN"] {
            return URL(fileURLWithPath: named)
        }
        for argument in CommandLine.arguments where argument.contains(".xctest") {
            let path = argument.split(separator: "=").last.map(String.init) ?? argument
            var url = URL(fileURLWithPath: path)
            while url.path.contains(".xctest") { url.deleteLastPathComponent() }
            return url
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(".build/debug")
    }()

    static func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

    /// The root of the checkout.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
