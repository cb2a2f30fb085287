extension Comment {
    /// A comment with nothing in it, to be filled.
    init(empty id: DocumentID) {
        self.init(
            id: id, articleID: DocumentID(high: 0, low: 0), author: CommentAuthor(name: ""),
            text: "", dateCreated: "")
    }

    /// The comment that a document's registers show.
    ///
    /// A pure function of the registers: what is missing is empty, what does not fit is left out.
    /// A deleted comment shows no text, moderation, language or extension; a
    /// moderation that says no more than `pending` is none.
    ///
    /// - Complexity: O(*n*) in the size of the document.
    public init(document: Document) {
        self.init(empty: document.id)
        for field in document.fields {
            guard let value = document.shown(field)?.value else { continue }
            if let name = RegisterPath.member(field.path) {
                if RegisterPath.family(field.path) == "ext" { ext[String(name)] = value }
            } else if !take(field.path, value), !document.isReserved(field.path) {
                unknown[field.path] = value
            }
        }
        if dateModified == nil { dateModified = document.timeOfLastEdit }
        isDeleted = document.isDeleted
        guard isDeleted else { return }
        text = ""
        moderation = nil
        language = Article.defaultLanguage
        ext = JSONObject()
        unknown = JSONObject()
    }

    /// Takes a member that is one register: sets it if the value fits, ignores it otherwise.
    ///
    /// - Returns: whether the member is known.
    mutating func take(_ key: String, _ value: JSONValue) -> Bool {
        switch key {
        case "articleId":
            articleID = value.string.flatMap { DocumentID($0) } ?? DocumentID(high: 0, low: 0)
        case "inReplyTo": inReplyTo = value.string.flatMap { DocumentID($0) }
        case "author": author = CommentAuthor(value.object ?? JSONObject())
        case "text": text = value.string ?? ""
        case "language": language = value.string ?? Article.defaultLanguage
        case "dateCreated": dateCreated = value.string ?? ""
        case "dateModified": dateModified = value.string
        case "moderation":
            let found = value.object.map { Moderation($0) }
            moderation = found == Moderation(status: .pending) ? nil : found
        default: return false
        }
        return true
    }

    /// The members that are one register each and differ from what is shown in their absence.
    var scalars: JSONObject {
        var members = JSONObject()
        if articleID != DocumentID(high: 0, low: 0) {
            members["articleId"] = .string(articleID.description)
        }
        if author != CommentAuthor(name: "") { members["author"] = .object(author.members) }
        members.put("dateCreated", dateCreated.nonEmpty)
        members.put("dateModified", dateModified?.nonEmpty)
        members.put("inReplyTo", inReplyTo?.description)
        if language != Article.defaultLanguage { members["language"] = .string(language) }
        if let moderation { members["moderation"] = .object(moderation.members()) }
        members.put("text", text.nonEmpty)
        return members
    }

    /// What stands for the absence of a register whose absence means something; `null` for others.
    static func absentValue(_ path: String) -> JSONValue {
        path == "language" ? .string(Article.defaultLanguage) : .null
    }

    /// The comment in the shape of `Schema/comment.schema.json`.
    ///
    /// What is absent leaves its key out; a deleted comment has no `text`; nothing is `null`.
    public var json: JSONValue {
        var members = scalars
        for member in unknown.members where members[member.key] == nil {
            members[member.key] = member.value
        }
        members["articleId"] = .string(articleID.description)
        members["author"] = .object(author.members)
        members["dateCreated"] = .string(dateCreated)
        if !ext.isEmpty { members["ext"] = .object(ext) }
        members["id"] = .string(id.description)
        members["language"] = .string(language)
        if let moderation {
            let shown = moderation.members(withStatus: false)
            members["moderation"] = shown.isEmpty ? nil : .object(shown)
        }
        members["status"] = .string(status.rawValue)
        members["text"] = isDeleted ? nil : .string(text)
        members["type"] = .string(DocumentKind.comment.rawValue)
        return .object(members)
    }
}
