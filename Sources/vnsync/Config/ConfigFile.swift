internal import Foundation
internal import TOMLKit
internal import VNStore

/// One TOML file of settings: `key = value`, and `[remotes.NAME]` with what belongs to a remote.
///
/// An absent file is an empty one.
struct ConfigFile: Sendable {
    let path: String
    private(set) var values: [String: String]

    /// - Throws: ``Failure`` `config.invalid` for a file that cannot be read or a value that does
    ///   not fit, `config.unknown-key`.
    init(_ path: String, isStore: Bool) throws {
        self.path = path
        values = [:]
        guard FileManager.default.fileExists(atPath: path) else { return }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: String(contentsOfFile: path, encoding: .utf8))
        } catch let error as TOMLParseError {
            throw Failure(
                code: "config.invalid",
                message: "\(path), line \(error.source.begin.line): \(error.description)")
        } catch {
            throw Failure(
                code: "config.invalid", message: "\(path) cannot be read as text in UTF-8")
        }
        try read(table, prefix: "", isStore: isStore)
    }

    private mutating func read(_ table: TOMLTable, prefix: String, isStore: Bool) throws {
        for (key, value) in table {
            if let inner = value.table {
                try read(inner, prefix: prefix + key + ".", isStore: isStore)
                continue
            }
            let name = prefix + key
            let text = value.string ?? value.int.map { String($0) } ?? value.bool.map { "\($0)" }
            guard let text else {
                throw Failure(
                    code: "config.invalid",
                    message: "\(path): \(name) must be a text, a whole number, true or false")
            }
            values[name] = try ConfigFile.checked(name, text, isStore: isStore)
        }
    }

    /// A value that fits its key.
    static func checked(_ name: String, _ text: String, isStore: Bool) throws -> String {
        let key = try key(name, isStore: isStore)
        guard SettingValue.fits(text, key.form) else {
            throw Failure(
                code: "config.invalid",
                message: "\(name) cannot be \(text); it is \(SettingValue.description(key.form))")
        }
        return text
    }

    /// The key of a name, such as `limit` or `remotes.origin.token-file`.
    static func key(_ name: String, isStore: Bool) throws -> SettingKey {
        let parts = name.split(separator: ".")
        if parts.count == 3, parts[0] == "remotes",
            let key = SettingKey.ofRemotes.first(where: { $0.rawValue == parts[2] })
        {
            return key
        }
        if let key = SettingKey(rawValue: name), key.isStanding, !isStore || key.isStoreSetting {
            return key
        }
        let known = SettingKey.allCases.filter { isStore ? $0.isStoreSetting : $0.isStanding }
        throw Failure(
            code: "config.unknown-key", message: "there is no setting \(name)",
            hint: (known.map(\.rawValue).sorted()
                + SettingKey.ofRemotes.map { "remotes.NAME.\($0.rawValue)" })
                .joined(separator: ", "))
    }

    /// Sets a value, or removes it with `nil`; ``write(isStore:)`` keeps it.
    mutating func set(_ name: String, _ text: String?, isStore: Bool) throws {
        values[name] = try text.map {
            try ConfigFile.checked(name, $0, isStore: isStore)
        }
        if text == nil { _ = try ConfigFile.key(name, isStore: isStore) }
    }

    /// Makes sure that the file can be written, without touching it.
    ///
    /// - Throws: ``Failure`` `config.not-written`.
    func checkWritable() throws {
        guard Folder.isWritable((path as NSString).deletingLastPathComponent) else {
            throw notWritten
        }
    }

    /// Writes the file anew, keys sorted.
    ///
    /// - Throws: ``Failure`` `config.not-written`.
    func write(isStore: Bool) throws {
        var lines: [String] = []
        for (name, text) in values.sorted(by: { $0.key < $1.key }) {
            let form = try ConfigFile.key(name, isStore: isStore).form
            let dotted = name.split(separator: ".").map { ConfigFile.quotedKey(String($0)) }
            lines.append("\(dotted.joined(separator: ".")) = \(SettingValue.toml(text, form))\n")
        }
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw notWritten
        }
    }

    private var notWritten: Failure {
        Failure(code: "config.not-written", message: "\(path) cannot be written")
    }

    private static func quotedKey(_ key: String) -> String {
        let isBare = key.utf8.allSatisfy {
            ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D
                || $0 == 0x5F
        }
        return isBare ? key : SettingValue.toml(key, .text)
    }
}
