internal import VNText

/// What a hub accepts: the rules for one register and for a whole document.
///
/// The schema's types, limits and patterns hold, but members and registers of a newer version are
/// accepted as they are.
public enum ContentRules {
    /// Checks one written register whose value is encoded, as
    /// ``validate(kind:path:value:)`` does.
    ///
    /// - Complexity: O(*n*); what is plain at a glance is not taken apart.
    package static func validate(
        kind: DocumentKind, path: String, encoded: CanonicalJSON
    ) throws(ContentError) {
        guard !isSurelyValid(kind, path, encoded) else { return }
        try validate(kind: kind, path: path, value: encoded.value)
    }

    /// Checks one written register.
    ///
    /// Unlike an ingress it repairs nothing: texts must be in NFC already.
    ///
    /// - Parameters:
    ///   - kind: what the document is.
    ///   - path: the register.
    ///   - value: what was written; `null` removes.
    /// - Throws: ``ContentError`` with a JSON pointer into the value.
    public static func validate(
        kind: DocumentKind, path: String, value: JSONValue
    ) throws(ContentError) {
        guard RegisterPath.isValid(path), TextNormalization.isNFC(path) else {
            throw ContentError(reason: "not a register path")
        }
        switch path {
        case RegisterPath.erased:
            guard value == .bool(true) else {
                throw ContentError(reason: "erased is written once, as true")
            }
            return
        case RegisterPath.deleted:
            return try validateDeletion(value, of: kind)
        default: break
        }
        guard !isReserved(path, of: kind) else {
            throw ContentError(reason: "not a register path")
        }
        guard let shape = Shape.register(path, of: kind) else {
            return try checkUnknown(value)
        }
        try validateName(path, of: kind)
        if value.isNull {
            guard kind == .article || path != "articleId" && path != "inReplyTo" else {
                throw ContentError(reason: "not a UUID")
            }
            return
        }
        if case .any = shape { return try checkUnknown(value) }
        try shape.check(value, allowsMore: true)
        guard RegisterPath.family(path) != "topics" || value == .bool(true) else {
            throw ContentError(reason: "a topic is true or removed")
        }
        // Members of a newer version must not make a small register large.
        guard value.canonicalSize <= Limits.documentBytes else { throw tooLarge }
    }

    /// Checks that a document is complete and within its limits.
    ///
    /// A deleted or erased document need not be complete.
    ///
    /// - Throws: ``ContentError`` with a JSON pointer to the register.
    /// - Complexity: O(*n*) in the size of the document.
    public static func validate(_ document: Document) throws(ContentError) {
        // What may be written does not depend on how an application shows it.
        var document = document
        document.resolvers = .none
        guard document.valueBytes <= Limits.documentBytes else { throw tooLarge }
        if !document.isErased, !document.isDeleted {
            for path in required(document.kind) where document.encoded(path) == nil {
                throw ContentError(code: "content.incomplete", reason: "missing").under(path)
            }
        }
        guard document.kind == .article else { return }
        for (family, limit) in families where document.fields.count > limit {
            let count = document.fields.count {
                RegisterPath.family($0.path) == family && document.shown($0) != nil
            }
            guard count <= limit else {
                throw ContentError(
                    code: "content.too-large", reason: "more than \(limit) elements"
                ).under(String(family))
            }
        }
    }

    private static let families: [(Substring, Int)] = [
        ("body", Limits.blocks), ("topics", Limits.topics), ("related", Limits.related),
    ]

    private static func required(_ kind: DocumentKind) -> [String] {
        switch kind {
        case .article: ["headline", "publisher", "datePublished"]
        case .comment: ["articleId", "author", "text", "dateCreated"]
        }
    }

    private static var tooLarge: ContentError {
        ContentError(
            code: "content.too-large", reason: "more than \(Limits.documentBytes) bytes")
    }

    /// Checks the size of all values of a document together.
    static func checkSize(_ values: some Sequence<JSONValue>) throws(ContentError) {
        var size = 0
        for value in values { size += value.canonicalSize }
        guard size <= Limits.documentBytes else { throw tooLarge }
    }

    private static func checkUnknown(_ value: JSONValue) throws(ContentError) {
        guard value.canonicalSize <= Limits.unknownValueBytes else {
            throw ContentError(
                code: "content.too-large",
                reason: "more than \(Limits.unknownValueBytes) bytes")
        }
    }

    private static func validateDeletion(
        _ value: JSONValue, of kind: DocumentKind
    ) throws(ContentError) {
        if value.isNull, kind == .article { return }
        guard let mark = DeletionMark(value) else {
            throw ContentError(reason: "not a deletion")
        }
        do throws(ContentError) {
            try Shape.pattern(.time).check(.string(mark.at), allowsMore: true)
        } catch { throw error.under("at") }
        do throws(ContentError) {
            if let by = value["by"] { try Shape.line(0...200).check(by, allowsMore: true) }
        } catch { throw error.under("by") }
        try checkUnknown(value)
    }

    /// Names that the public JSON uses for something that is no register of that path.
    static func isReserved(_ path: String, of kind: DocumentKind) -> Bool {
        switch path {
        case "id", "type", "ext": true
        case "altIds", "authors", "body", "related", "topics": kind == .article
        case "status": kind == .comment
        default: false
        }
    }

    private static func validateName(
        _ path: String, of kind: DocumentKind
    ) throws(ContentError) {
        guard let member = RegisterPath.member(path) else { return }
        let name = String(member)
        let isValid =
            switch (kind, RegisterPath.family(path)) {
            case (_, "ext"): Shape.Pattern.extensionName.matches(name)
            case (.article, "body"): Shape.Pattern.blockID.matches(name)
            case (.article, "topics"), (.article, "authors"): Shape.Pattern.slug.matches(name)
            case (.article, "related"): name.utf8.count <= 80
            default: true
            }
        guard isValid else { throw ContentError(reason: "not a register path") }
    }
}

extension JSONValue {
    /// The number of bytes of the canonical encoding.
    ///
    /// - Complexity: O(*n*), without making the encoding.
    package var canonicalSize: Int {
        switch self {
        case .null, .bool(true): 4
        case .bool(false): 5
        case .integer(let whole): String(whole).utf8.count
        case .number(let number): number.description.utf8.count
        case .string(let text): JSONValue.size(of: text)
        case .array(let elements):
            elements.reduce(2 + max(0, elements.count - 1)) { $0 + $1.canonicalSize }
        case .object(let object):
            object.members.reduce(2 + max(0, object.count - 1)) {
                $0 + JSONValue.size(of: $1.key) + 1 + $1.value.canonicalSize
            }
        }
    }

    private static func size(of text: String) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            var size = 2 + bytes.count
            var index = 0
            while true {
                index = ByteScan.firstControl(
                    or: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), in: bytes, from: index)
                guard index < bytes.count else { return size }
                switch bytes[index] {
                case 0x22, 0x5C, 0x09, 0x0A, 0x0D: size += 1
                default: size += 5
                }
                index += 1
            }
        }
    }
}
