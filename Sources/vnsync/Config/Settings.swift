internal import Foundation

/// Resolves every option: flag, else environment, else the store's settings, else `config.toml`.
struct Settings: Sendable {
    /// Where a value came from.
    enum Origin: String {
        case environment, store, config
    }

    let environment: [String: String]
    /// The store file.
    let storePath: String
    /// The settings for all stores.
    let userFile: ConfigFile
    /// The settings of this store.
    let storeFile: ConfigFile

    init(storePath flag: String?, environment: [String: String]) throws {
        self.environment = environment
        let folder = Settings.folder("XDG_CONFIG_HOME", ".config", environment)
        userFile = try ConfigFile(folder + "/config.toml", isStore: false)
        let path =
            flag ?? environment[SettingKey.store.variable]?.nonBlank
            ?? userFile.values[SettingKey.store.rawValue]
            ?? Settings.folder("XDG_DATA_HOME", ".local/share", environment) + "/store.db"
        storePath = Settings.expanded(path, environment)
        storeFile = try ConfigFile(storePath + ".toml", isStore: true)
    }

    /// The value of a setting and where it came from; not from a flag.
    func stored(_ name: String) -> (text: String, origin: Origin)? {
        if let text = SettingKey(rawValue: name).flatMap({ environment[$0.variable] })?.nonBlank {
            return (text, .environment)
        }
        if let text = storeFile.values[name] { return (text, .store) }
        return userFile.values[name].map { ($0, .config) }
    }

    /// The value of a setting for one remote: of its own, else of all. The variable wins.
    func stored(_ key: SettingKey, ofRemote name: String) -> String? {
        environment[key.variable]?.nonBlank
            ?? stored("remotes.\(name).\(key.rawValue)")?.text ?? text(key)
    }

    /// Whether a setting for one remote is true.
    func flag(_ key: SettingKey, ofRemote name: String) throws -> Bool {
        try stored(key, ofRemote: name).map { try boolean(key, $0) } ?? false
    }

    /// A text.
    func text(_ key: SettingKey, _ flag: String? = nil) -> String? {
        flag ?? stored(key.rawValue)?.text
    }

    /// A whole number; one that lies outside is a usage error.
    func integer(_ key: SettingKey, _ flag: Int?, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = flag.map({ String($0) }) ?? stored(key.rawValue)?.text else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw invalid(key, text, .integer(range), isFlag: flag != nil)
        }
        return value
    }

    /// Whether a flag is set.
    func flag(_ key: SettingKey, _ flag: Bool) throws -> Bool {
        guard !flag, let text = stored(key.rawValue)?.text else { return flag }
        return try boolean(key, text)
    }

    private func boolean(_ key: SettingKey, _ text: String) throws -> Bool {
        guard let value = SettingValue.boolean(text) else {
            throw invalid(key, text, .boolean, isFlag: false)
        }
        return value
    }

    /// A list; the variable separates its elements by commas.
    func list(_ key: SettingKey, _ flag: [String]) -> [String] {
        guard flag.isEmpty, let text = stored(key.rawValue)?.text else { return flag }
        return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: SettingKey, _ flag: Choice?
    ) throws -> Choice? where Choice.RawValue == String {
        guard flag == nil, let text = stored(key.rawValue)?.text else { return flag }
        guard let choice = Choice(rawValue: text) else {
            let form = SettingKey.Form.choice(Choice.allCases.map(\.rawValue))
            throw invalid(key, text, form, isFlag: false)
        }
        return choice
    }

    /// A time such as `60s`.
    func duration(_ key: SettingKey, _ flag: String?) throws -> Duration? {
        guard let text = flag ?? stored(key.rawValue)?.text else { return nil }
        guard let value = SettingValue.duration(text) else {
            throw invalid(key, text, .duration, isFlag: flag != nil)
        }
        return value
    }

    /// When colours are used.
    func color(_ flag: ColorChoice?) throws -> ColorChoice { try choice(.color, flag) ?? .auto }

    /// The language of messages.
    func language(_ flag: Language?) throws -> Language {
        try choice(.lang, flag) ?? Language(locale: environment)
    }

    /// The pager's command line; `nil` if none is wanted.
    var pager: String? {
        let command = text(.pager) ?? environment["PAGER"] ?? "less -FRX"
        return command.isEmpty || command == "cat" ? nil : command
    }

    /// The editor's command line.
    var editor: String {
        text(.editor) ?? environment["VISUAL"]?.nonBlank ?? environment["EDITOR"]?.nonBlank
            ?? "vi"
    }

    /// The browsers' command lines, those to try first in front; `%s` stands for the page.
    var browser: [String] {
        let named = text(.browser).map { [$0] } ?? []
        let list = environment["BROWSER"]?.split(separator: ":").map(String.init) ?? []
        return named + list + ["xdg-open", "open"]
    }

    /// A path with `~` spelled out.
    func path(_ text: String) -> String { Settings.expanded(text, environment) }

    private func invalid(
        _ key: SettingKey, _ text: String, _ form: SettingKey.Form, isFlag: Bool
    ) -> Failure {
        let name = isFlag ? "--\(key.rawValue)" : key.variable
        return Failure(
            code: isFlag ? "cli.usage" : "config.invalid",
            message: "\(name) cannot be \(text); it is \(SettingValue.description(form))")
    }

    private static func folder(
        _ variable: String, _ standard: String, _ environment: [String: String]
    ) -> String {
        let base =
            environment[variable]?.nonBlank
            ?? (environment["HOME"] ?? NSHomeDirectory()) + "/" + standard
        return base + "/vnsync"
    }

    private static func expanded(_ path: String, _ environment: [String: String]) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return (environment["HOME"] ?? NSHomeDirectory()) + path.dropFirst()
    }
}

extension String {
    /// The text, or `nil` if it is empty.
    var nonBlank: String? { isEmpty ? nil : self }
}
