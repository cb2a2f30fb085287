internal import VNText

extension Shape {
    /// The value as it enters the system: texts in NFC with look-alikes repaired, lines without
    /// white space at their ends, line breaks as line feeds, links percent-encoded. What does not
    /// fit the shape is left to ``check(_:allowsMore:)``.
    func normalized(_ value: JSONValue, language: String) -> JSONValue {
        switch (self, value) {
        case (.line, .string(let text)):
            return .string(TextNormalization.ingress(text.trimmed, language: language))
        case (.text, .string(let text)):
            let lines = text.withLineFeeds
            return .string(TextNormalization.ingress(lines, language: language))
        case (.link, .string(let text)):
            return .string(LinkRules.normalized(TextNormalization.nfc(text)))
        case (.list(let shape, _), .array(let elements)):
            return .array(elements.map { shape.normalized($0, language: language) })
        case (.object(let members), .object(let object)):
            return .object(Shape.normalized(object, members, language: language))
        case (.block(let more), .object(let object)):
            guard let role = object["role"]?.string.flatMap({ Block.Role(rawValue: $0) }) else {
                return value
            }
            let members = Shape.members(of: role) + more
            return .object(Shape.normalized(object, members, language: language))
        default: return value
        }
    }

    /// The members as they enter; unknown ones stay as they are.
    static func normalized(
        _ object: JSONObject, _ members: [Member], language: String
    ) -> JSONObject {
        var result = object
        for member in members {
            guard let value = object[member.name] else { continue }
            result[member.name] = member.shape.normalized(value, language: language)
        }
        return result
    }

    /// A new value of a register with the members of a newer version that the old one had.
    func carrying(_ old: JSONValue?, into new: JSONValue) -> JSONValue {
        guard let old = old?.object, var result = new.object else { return new }
        let known: [Member]
        switch self {
        case .object(let members): known = members
        case .block(let more): known = Block.Role.allCases.flatMap { Shape.members(of: $0) } + more
        default: return new
        }
        for member in old.members {
            if let shape = known.first(where: { $0.name == member.key })?.shape {
                if let value = result[member.key] {
                    result[member.key] = shape.carrying(member.value, into: value)
                }
            } else if result[member.key] == nil {
                result[member.key] = member.value
            }
        }
        return .object(result)
    }
}

extension String {
    /// The text with every line break written as a line feed.
    fileprivate var withLineFeeds: String {
        guard utf8.contains(0x0D) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var isAfterReturn = false
        for byte in utf8 {
            if byte == 0x0D {
                bytes.append(0x0A)
            } else if byte != 0x0A || !isAfterReturn {
                bytes.append(byte)
            }
            isAfterReturn = byte == 0x0D
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
