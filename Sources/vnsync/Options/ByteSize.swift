/// Numbers of bytes as people type them: `500000`, `500k`, `20M`, `1G`.
enum ByteSize {
    /// The value of an option, else of its setting; `nil` if neither is there.
    ///
    /// - Throws: ``Failure`` `cli.usage`, `config.invalid`.
    static func bytes(
        _ key: SettingKey, _ flag: String?, _ settings: Settings
    ) throws -> Int? {
        guard let text = settings.text(key, flag) else { return nil }
        if let bytes = bytes(text) { return bytes }
        let message = "\(key.rawValue) cannot be \(text); it is a size such as 500k, 20M or 1G"
        if flag != nil { throw Failure(code: "cli.usage", message: "--" + message) }
        throw Failure(code: "config.invalid", message: message)
    }

    /// The number that a text says; `nil` if it says none above zero.
    static func bytes(_ text: String) -> Int? {
        let factors: [Character: Int] = ["k": 1_000, "m": 1_000_000, "g": 1_000_000_000]
        let factor = text.lowercased().last.flatMap { factors[$0] }
        guard let number = Int(factor == nil ? text : String(text.dropLast())), number > 0 else {
            return nil
        }
        let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: factor ?? 1)
        return isTooLarge ? nil : bytes
    }
}
