/// Cuts HTML into tags and text as a browser does, in one pass.
///
/// Comments, declarations and processing instructions are left out. Nothing is an error: whatever
/// the bytes are, each of them is looked at a bounded number of times, and what is kept of one tag
/// is bounded by ``HTMLLimits``.
struct HTMLTokenizer {
    private let bytes: [UInt8]
    private var position = 0
    private var countedUpTo = 0
    private var countedLine = 1
    /// The name of the element whose content is text up to its end tag.
    private var rawName: String?

    /// - Parameter bytes: UTF-8.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The elements that hold text without tags, and whether references count in it.
    private static let rawElements: [String: Bool] = [
        "script": false, "style": false, "xmp": false, "iframe": false, "noembed": false,
        "noframes": false, "title": true, "textarea": true, "plaintext": false,
    ]

    /// The line, from 1, up to which was read.
    var line: Int {
        mutating get {
            while countedUpTo < position {
                if bytes[countedUpTo] == 0x0A { countedLine += 1 }
                countedUpTo += 1
            }
            return countedLine
        }
    }

    /// The next piece; `nil` at the end.
    mutating func next() -> HTMLToken? {
        while position < bytes.count {
            if let name = rawName {
                rawName = nil
                if let text = rawText(until: name) { return .text(text) }
                continue
            }
            if bytes[position] == UInt8(ascii: "<"), position + 1 < bytes.count {
                let next = bytes[position + 1]
                if HTMLBytes.isLetter(next) { return startTag() }
                if next == UInt8(ascii: "/"), position + 2 < bytes.count {
                    if HTMLBytes.isLetter(bytes[position + 2]) { return endTag() }
                    skip(past: UInt8(ascii: ">"), from: position + 2)
                    continue
                }
                if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
                    skipDeclaration()
                    continue
                }
            }
            return .text(text())
        }
        return nil
    }

    /// The element just opened holds tags after all: it was closed in its own start tag.
    mutating func endRawText() { rawName = nil }

    // MARK: Text

    private mutating func text() -> String {
        let start = position
        position += 1
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"), position + 1 < bytes.count {
                let next = bytes[position + 1]
                if HTMLBytes.isLetter(next) || next == UInt8(ascii: "/")
                    || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
                {
                    break
                }
            }
            position += 1
        }
        return HTMLBytes.text(bytes[start..<position], hasReferences: true)
    }

    /// The content of a raw element; `nil` if it is empty.
    private mutating func rawText(until name: String) -> String? {
        let start = position
        let end = name == "plaintext" ? bytes.count : endOfRawText(Array(name.utf8))
        position = end
        guard end > start else { return nil }
        let hasReferences = HTMLTokenizer.rawElements[name] ?? false
        return HTMLBytes.text(bytes[start..<end], hasReferences: hasReferences)
    }

    /// Where the end tag of a raw element begins, or the end of the text.
    private func endOfRawText(_ name: [UInt8]) -> Int {
        var index = position
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<"), index + 2 + name.count <= bytes.count,
                bytes[index + 1] == UInt8(ascii: "/")
            {
                let found = bytes[(index + 2)..<(index + 2 + name.count)]
                let after = index + 2 + name.count
                let isWhole = after == bytes.count || HTMLBytes.endsName(bytes[after])
                if isWhole, zip(found, name).allSatisfy({ HTMLBytes.lowercased($0) == $1 }) {
                    return index
                }
            }
            index += 1
        }
        return bytes.count
    }

    // MARK: Tags

    private mutating func startTag() -> HTMLToken {
        position += 1
        let name = self.name(limit: HTMLLimits.nameBytes)
        var attributes: [String: String] = [:]
        var count = 0
        var isClosed = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ">") {
                position += 1
                break
            }
            if byte == UInt8(ascii: "/") || HTMLBytes.isSpace(byte) {
                isClosed = byte == UInt8(ascii: "/")
                position += 1
                continue
            }
            isClosed = false
            let (key, value) = attribute()
            guard count < HTMLLimits.attributes, HTMLAttributes.kept.contains(key) else {
                continue
            }
            if attributes[key] == nil {
                attributes[key] = value
                count += 1
            }
        }
        if HTMLTokenizer.rawElements[name] != nil { rawName = name }
        return .start(name, attributes, isClosed: isClosed)
    }

    private mutating func endTag() -> HTMLToken {
        position += 2
        let name = self.name(limit: HTMLLimits.nameBytes)
        while position < bytes.count, bytes[position] != UInt8(ascii: ">") {
            if HTMLBytes.isSpace(bytes[position]) || bytes[position] == UInt8(ascii: "/") {
                position += 1
            } else {
                _ = attribute()
            }
        }
        position = min(position + 1, bytes.count)
        return .end(name)
    }

    /// The letters up to white space, `/` or `>`, in lower case; cut off at a limit.
    private mutating func name(limit: Int) -> String {
        let start = position
        while position < bytes.count, !HTMLBytes.endsName(bytes[position]) { position += 1 }
        let kept = bytes[start..<min(position, start + limit)]
        return String(decoding: kept.map(HTMLBytes.lowercased), as: UTF8.self)
    }

    /// One attribute and its value, which is empty if it has none or one that is too long.
    private mutating func attribute() -> (String, String) {
        let start = position
        position += 1
        while position < bytes.count, !HTMLBytes.endsName(bytes[position]),
            bytes[position] != UInt8(ascii: "=")
        {
            position += 1
        }
        let kept = bytes[start..<min(position, start + HTMLLimits.nameBytes)]
        let name = String(decoding: kept.map(HTMLBytes.lowercased), as: UTF8.self)
        let end = position
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
            position = end
            return (name, "")
        }
        position += 1
        skipSpace()
        return (name, value())
    }

    private mutating func value() -> String {
        guard position < bytes.count else { return "" }
        let quote = bytes[position]
        let start: Int
        let end: Int
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            start = position + 1
            position = start
            while position < bytes.count, bytes[position] != quote { position += 1 }
            end = position
            position = min(position + 1, bytes.count)
        } else {
            start = position
            while position < bytes.count, !HTMLBytes.isSpace(bytes[position]),
                bytes[position] != UInt8(ascii: ">")
            {
                position += 1
            }
            end = position
        }
        guard end - start <= HTMLLimits.valueBytes else { return "" }
        return HTMLBytes.text(bytes[start..<end], hasReferences: true, isAttribute: true)
    }

    // MARK: What is left out

    private mutating func skipSpace() {
        while position < bytes.count, HTMLBytes.isSpace(bytes[position]) { position += 1 }
    }

    private mutating func skip(past byte: UInt8, from start: Int) {
        position = start
        while position < bytes.count, bytes[position] != byte { position += 1 }
        position = min(position + 1, bytes.count)
    }

    private mutating func skipDeclaration() {
        let dash = UInt8(ascii: "-")
        let isComment =
            bytes[position + 1] == UInt8(ascii: "!") && position + 3 < bytes.count
            && bytes[position + 2] == dash && bytes[position + 3] == dash
        guard isComment else { return skip(past: UInt8(ascii: ">"), from: position + 2) }
        // `<!-->` and `<!--->` are whole comments.
        var index = position + 4
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: ">"), index >= 2, isCommentEnd(before: index) { break }
            index += 1
        }
        position = min(index + 1, bytes.count)
    }

    /// Whether `--` or `--!` stands before a `>`.
    private func isCommentEnd(before index: Int) -> Bool {
        let dash = UInt8(ascii: "-")
        if bytes[index - 1] == dash, bytes[index - 2] == dash { return true }
        return index >= position + 7 && bytes[index - 1] == UInt8(ascii: "!")
            && bytes[index - 2] == dash && bytes[index - 3] == dash
    }
}
