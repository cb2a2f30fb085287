internal import VNModel

/// Reads one line of JSON Lines as a document.
enum DocumentLine {
    /// The document of a line, or why it is none.
    ///
    /// - Parameters:
    ///   - bytes: the line without its end.
    ///   - isLast: whether the file ends here without a line feed.
    static func content(
        _ bytes: [UInt8], isLast: Bool
    ) throws(ImportError) -> ImportItem.Content {
        let json = try json(bytes, isLast: isLast)
        guard let object = json.object else {
            throw ImportError(ImportError.unknownType, reason: "not a JSON object")
        }
        do throws(ContentError) {
            switch object["type"]?.string {
            case "article": return .article(try Article(json: json))
            case "comment": return .comment(try Comment(json: json))
            default:
                throw ContentError(
                    code: ImportError.unknownType, pointer: "/type",
                    reason: "neither article nor comment")
            }
        } catch {
            throw ImportError(error.code, reason: error.description)
        }
    }

    /// The JSON of a text, or by which code it is none.
    static func json(_ bytes: [UInt8], isLast: Bool) throws(ImportError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw named(error, bytes, isLast: isLast)
        }
    }

    private static func named(
        _ error: JSONError, _ bytes: [UInt8], isLast: Bool
    ) -> ImportError {
        if bytes.contains(0) {
            return ImportError(ImportError.containsNUL, reason: "the character NUL")
        }
        let end = bytes.last { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
        if isLast, end != UInt8(ascii: "}") {
            return ImportError(ImportError.truncated, reason: "the last line ends early")
        }
        if String(validating: bytes, as: UTF8.self) == nil {
            return ImportError(ImportError.invalidUTF8, reason: "bytes that are no UTF-8")
        }
        return ImportError(ImportError.invalidJSON, reason: error.description)
    }

    /// Whether a line holds nothing but white space.
    static func isBlank(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    /// The line without a byte order mark at its start.
    static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }
}
