/// The character sets that pages are read in.
enum HTMLCharset: Equatable {
    case utf8
    case utf16(isBigEndian: Bool)
    case windows1252
    case windows1258

    /// The text of a page as UTF-8.
    ///
    /// A byte order mark decides, then what the page declares, if it does; else it is UTF-8. What
    /// is UTF-8 through and through is read as such even if it declares a set of single bytes:
    /// programs that save pages change the bytes, not always the declaration.
    ///
    /// - Throws: ``ImportError`` `import.unknown-charset`, `import.invalid-utf8` and
    ///   `import.undecodable` with the line of the first byte that cannot be read.
    static func decoded(_ bytes: [UInt8]) throws(ImportError) -> [UInt8] {
        switch try detect(bytes) {
        case .utf8:
            let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
            guard String(validating: content, as: UTF8.self) != nil else {
                throw ImportError(
                    ImportError.invalidUTF8, line: lineOfDamage(in: content),
                    reason: "bytes that are no UTF-8")
            }
            return content
        case .utf16(let isBigEndian): return try fromUTF16(bytes, isBigEndian: isBigEndian)
        case .windows1252: return try fromTable(bytes, "windows-1252", windows1252)
        case .windows1258: return try fromTable(bytes, "windows-1258", windows1258)
        }
    }

    // MARK: Which one

    private static func detect(_ bytes: [UInt8]) throws(ImportError) -> HTMLCharset {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
        if bytes.starts(with: [0xFF, 0xFE]) { return .utf16(isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return .utf16(isBigEndian: true) }
        if bytes.starts(with: [0x3C, 0x00]) { return .utf16(isBigEndian: false) }
        if bytes.starts(with: [0x00, 0x3C]) { return .utf16(isBigEndian: true) }
        guard let declared = declaration(in: bytes) else { return .utf8 }
        let label = declared.name.lowercased().withoutOuterSpace
        guard let charset = labels[label] else {
            if String(validating: bytes, as: UTF8.self) != nil { return .utf8 }
            throw ImportError(
                ImportError.unknownCharset, line: declared.line,
                reason: "the character set \(label.prefix(40)) is not known here")
        }
        return String(validating: bytes, as: UTF8.self) != nil ? .utf8 : charset
    }

    /// Names of character sets, of which some have always meant more than they say.
    private static let labels: [String: HTMLCharset] = [
        "utf-8": .utf8, "utf8": .utf8, "unicode-1-1-utf-8": .utf8,
        // A page that could be read up to here is not in UTF-16.
        "utf-16": .utf8, "utf-16le": .utf8, "utf-16be": .utf8,
        "windows-1258": .windows1258, "cp1258": .windows1258, "x-cp1258": .windows1258,
        "windows-1252": .windows1252, "cp1252": .windows1252, "x-cp1252": .windows1252,
        "iso-8859-1": .windows1252, "iso8859-1": .windows1252, "latin1": .windows1252,
        "iso_8859-1": .windows1252, "l1": .windows1252, "us-ascii": .windows1252,
        "ascii": .windows1252, "ansi_x3.4-1968": .windows1252,
    ]

    /// What the XML declaration or a `meta` near the start names.
    private static func declaration(in bytes: [UInt8]) -> (name: String, line: Int)? {
        let start = Array(bytes.prefix(HTMLLimits.charsetBytes))
        if let name = xmlEncoding(start) { return (name, 1) }
        var tokenizer = HTMLTokenizer(start)
        while let token = tokenizer.next() {
            guard case .start("meta", let attributes, _) = token else { continue }
            let line = tokenizer.line
            if let name = attributes["charset"] { return (name, line) }
            guard attributes["http-equiv"]?.lowercased() == "content-type",
                let content = attributes["content"]?.lowercased(),
                let range = content.firstRange(of: "charset=")
            else { continue }
            let name = content[range.upperBound...].prefix { $0 != ";" && $0 != " " }
            return (name.filter { $0 != "\"" && $0 != "'" }, line)
        }
        return nil
    }

    private static func xmlEncoding(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: "<?xml".utf8), let end = bytes.firstIndex(of: 0x3E) else {
            return nil
        }
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        guard let range = text.firstRange(of: "encoding") else { return nil }
        let rest = text[range.upperBound...].drop { $0 == "=" || $0 == " " }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }

    // MARK: Reading

    private static func fromTable(
        _ bytes: [UInt8], _ name: String, _ table: (UInt8) -> Unicode.Scalar?
    ) throws(ImportError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 4)
        for (index, byte) in bytes.enumerated() {
            if byte < 0x80 {
                result.append(byte)
            } else if let scalar = table(byte) {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            } else {
                throw undecodable(line(of: index, in: bytes), name)
            }
        }
        return result
    }

    private static func fromUTF16(
        _ bytes: [UInt8], isBigEndian: Bool
    ) throws(ImportError) -> [UInt8] {
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var decoder = UTF16()
        var iterator = units.makeIterator()
        var line = 1
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue("\u{FEFF}") where result.isEmpty: break
            case .scalarValue(let scalar):
                if scalar == "\n" { line += 1 }
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            case .emptyInput:
                guard bytes.count.isMultiple(of: 2) else { throw undecodable(line, "UTF-16") }
                return result
            case .error: throw undecodable(line, "UTF-16")
            }
        }
    }

    private static func undecodable(_ line: Int, _ name: String) -> ImportError {
        ImportError(
            ImportError.undecodable, line: line, reason: "bytes that are no \(name)")
    }

    private static func line(of index: Int, in bytes: [UInt8]) -> Int {
        bytes[..<index].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    }

    private static func lineOfDamage(in bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var line = 1
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): if scalar == "\n" { line += 1 }
            case .emptyInput, .error: return line
            }
        }
    }

    // MARK: Tables

    /// The character of a byte; `nil` for the five that mean nothing.
    static func windows1252(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        let value = upper1252[Int(byte - 0x80)]
        return value == 0 ? nil : Unicode.Scalar(value)
    }

    /// The character of a byte, where tone marks follow their letter.
    static func windows1258(_ byte: UInt8) -> Unicode.Scalar? {
        if let value = differing1258[byte] { return value == 0 ? nil : Unicode.Scalar(value) }
        return windows1252(byte)
    }

    private static let upper1252: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]

    private static let differing1258: [UInt8: UInt16] = [
        0x8A: 0, 0x8E: 0, 0x9A: 0, 0x9E: 0, 0xC3: 0x0102, 0xCC: 0x0300, 0xD0: 0x0110,
        0xD2: 0x0309, 0xD5: 0x01A0, 0xDD: 0x01AF, 0xDE: 0x0303, 0xE3: 0x0103, 0xEC: 0x0301,
        0xF0: 0x0111, 0xF2: 0x0323, 0xF5: 0x01A1, 0xFD: 0x01B0, 0xFE: 0x20AB,
    ]
}
