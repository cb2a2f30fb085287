/// Why something could not be read as a document, with a stable code and the line.
///
/// The codes are listed in `Schema/errors.md`.
public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable string such as `import.not-a-page`; new ones may come.
    public let code: String
    /// The line it was found at, from 1; 0 if it concerns the whole.
    public let line: Int
    /// What is wrong, without content beyond names.
    public let reason: String

    /// - Parameters:
    ///   - code: a stable string.
    ///   - line: the line, from 1; 0 for the whole.
    ///   - reason: what is wrong.
    public init(_ code: String, line: Int = 0, reason: String) {
        self.code = code
        self.line = line
        self.reason = reason
    }

    /// `code: line n: reason`.
    public var description: String {
        line > 0 ? "\(code): line \(line): \(reason)" : "\(code): \(reason)"
    }
}

extension ImportError {
    /// The text is no page of the portal's layout.
    public static let notAPage = "import.not-a-page"
    /// A file or directory cannot be read.
    public static let unreadable = "import.unreadable"
    /// A line is longer than an importer takes.
    public static let lineTooLong = "import.line-too-long"
    /// A page is longer than an importer takes.
    public static let tooLarge = "import.too-large"
    /// Bytes that are no UTF-8.
    public static let invalidUTF8 = "import.invalid-utf8"
    /// A page in a character set that is not known here.
    public static let unknownCharset = "import.unknown-charset"
    /// Bytes that are no text in the character set of the page.
    public static let undecodable = "import.undecodable"
    /// The character NUL.
    public static let containsNUL = "import.nul"
    /// A line that is no JSON.
    public static let invalidJSON = "import.invalid-json"
    /// A document that is no well-formed XML.
    public static let invalidXML = "import.invalid-xml"
    /// A document of XML that declares entities.
    public static let entities = "import.xml-entities"
    /// The last line ends within a JSON text.
    public static let truncated = "import.truncated"
    /// A JSON object that is neither an article nor a comment.
    public static let unknownType = "import.unknown-type"
    /// The document is deleted here and stays so.
    public static let deleted = "import.deleted"
    /// The id belongs to a document of the other kind.
    public static let otherKind = "import.other-kind"
    /// A comment whose article is neither here nor among what is imported.
    public static let noArticle = "import.no-article"
    /// A reply to a comment of another article, to itself, or nested too deep.
    public static let invalidParent = "import.invalid-parent"
    /// The form of an article breaks a rule of its own or of the content.
    public static let invalidForm = "form.invalid"
}
