internal import VNModel

/// What went wrong in a store, with a stable code.
///
/// The codes are listed in `Schema/errors.md` with their exit status.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// A stable string such as `store.newer-schema`; new ones may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable string.
        public let rawValue: String
        /// The code of a string.
        public init(rawValue: String) { self.rawValue = rawValue }
        init(_ rawValue: String) { self.rawValue = rawValue }
    }

    /// The stable string.
    public let code: Code
    /// What happened and how to remedy it; no content of documents.
    public let message: String
    /// Ids that belong to the message, such as the candidates of an ambiguous prefix.
    public let context: [String]
    /// The SQLite result code, where SQLite reported the error.
    public let resultCode: Int32?

    /// - Parameters:
    ///   - code: the stable string.
    ///   - message: what happened and how to remedy it; no content of documents.
    ///   - context: ids that belong to the message.
    ///   - resultCode: what SQLite answered, if it did.
    package init(
        _ code: Code, _ message: String, context: [String] = [], resultCode: Int32? = nil
    ) {
        self.code = code
        self.message = message
        self.context = context
        self.resultCode = resultCode
    }

    /// `code: message`.
    public var description: String { "\(code.rawValue): \(message)" }
}

extension StoreError.Code {
    /// There is no store at the path.
    public static let notFound = Self("store.not-found")
    /// There is a store at the path already.
    public static let exists = Self("store.exists")
    /// The file is no store of ours.
    public static let notAStore = Self("store.not-a-store")
    /// The store was written by a newer program; the file is untouched.
    public static let newerSchema = Self("store.newer-schema")
    /// The file or its directory cannot be written.
    public static let readOnly = Self("store.read-only")
    /// Another process held the store for too long.
    public static let locked = Self("store.locked")
    /// Another sync with the same remote is running.
    public static let syncLocked = Self("store.sync-locked")
    /// A snapshot is damaged, or has what no snapshot may have; it was not used.
    public static let badSnapshot = Self("store.bad-snapshot")
    /// A snapshot has another schema than this program uses.
    public static let otherSchema = Self("store.other-schema")
    /// The disk is full; the last step was not written.
    public static let diskFull = Self("store.disk-full")
    /// The disk failed.
    public static let inputOutput = Self("store.io")
    /// The file is damaged.
    public static let corrupt = Self("store.corrupt")
    /// No document has this id.
    public static let noSuchDocument = Self("store.no-such-document")
    /// Several ids begin with this prefix.
    public static let ambiguousID = Self("store.ambiguous-id")
    /// A group of changes is larger than a hub takes at once.
    public static let groupTooLarge = Self("store.group-too-large")
    /// The request makes no sense for this document.
    public static let invalidRequest = Self("store.invalid-request")
    /// The article takes no comments.
    public static let commentsClosed = Self("store.comments-closed")
    /// A resolver of the application is no pure function of the values.
    public static let badResolver = Self("store.bad-resolver")
    /// There is no remote of this name.
    public static let noSuchRemote = Self("store.no-such-remote")
    /// There is a remote of this name already.
    public static let remoteExists = Self("store.remote-exists")
    /// A SQLite error without a name of its own here.
    public static let database = Self("store.database")
}

extension StoreError {
    static func noSuchDocument(_ id: DocumentID) -> StoreError {
        StoreError(.noSuchDocument, "no document has the id \(id)", context: [id.description])
    }
}
