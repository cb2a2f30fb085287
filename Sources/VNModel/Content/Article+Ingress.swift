extension Article {
    /// The article of a JSON value in the shape of `Schema/article.schema.json`.
    ///
    /// This is an ingress: texts are brought to NFC and look-alikes of Vietnamese letters are
    /// repaired, lines lose white space at their ends, links are percent-encoded. Agents and
    /// blocks without an id get one that depends only on the article. Members of the article that
    /// this version does not know are kept in ``unknown``; inside its parts they are refused.
    ///
    /// - Throws: ``ContentError`` with a JSON pointer to what does not fit the schema.
    public init(json: JSONValue) throws(ContentError) {
        let ingress = try Ingress(json, Shape.articleMembers, of: .article)
        self.init(empty: ingress.id)
        for member in ingress.members.members where Shape.isScalar(member.key, of: .article) {
            _ = take(member.key, member.value)
        }
        func objects(_ key: String) -> [JSONObject] {
            ingress.members[key]?.array?.compactMap(\.object) ?? []
        }
        authors = objects("authors").map { Agent($0, kind: .person) }
        body = objects("body").compactMap { Block($0) }
        related = objects("related").compactMap { Link($0) }
        alternateIDs = objects("altIds").compactMap { AlternateID($0) }
        topics = ingress.members["topics"]?.array?.compactMap(\.string) ?? []
        ext = ingress.ext
        unknown = ingress.unknown
        try Ingress.checkDistinct(body.map(\.id), "body")
        try Ingress.checkDistinct(authors.map(\.id), "authors")
        self = canonical
        try ContentRules.checkSize(operations().map(\.value))
    }
}

extension Comment {
    /// The comment of a JSON value in the shape of `Schema/comment.schema.json`.
    ///
    /// This is an ingress as for articles. A status other than `pending` without further details
    /// is a moderation of which only the status is known.
    ///
    /// - Throws: ``ContentError`` with a JSON pointer to what does not fit the schema.
    public init(json: JSONValue) throws(ContentError) {
        var json = json
        if case .object(var members) = json, members["inReplyTo"] == .null {
            members["inReplyTo"] = nil
            json = .object(members)
        }
        let ingress = try Ingress(json, Shape.commentMembers, of: .comment)
        self.init(empty: ingress.id)
        for member in ingress.members.members where Shape.isScalar(member.key, of: .comment) {
            _ = take(member.key, member.value)
        }
        let status = ingress.members["status"]?.string.flatMap { CommentStatus(rawValue: $0) }
        isDeleted = status == .deleted
        guard isDeleted == (ingress.members["text"] == nil) else {
            throw ContentError(reason: isDeleted ? "a deleted comment has no text" : "missing")
                .under("text")
        }
        if var details = ingress.members["moderation"]?.object ?? status?.impliedModeration {
            details["status"] = ingress.members["status"]
            moderation = isDeleted ? nil : Moderation(details)
        }
        ext = ingress.ext
        unknown = ingress.unknown
        try ContentRules.checkSize(operations().map(\.value))
    }
}

extension CommentStatus {
    /// The details of a moderation that says nothing but this status.
    fileprivate var impliedModeration: JSONObject? {
        self == .pending || self == .deleted ? nil : JSONObject()
    }
}

extension Shape {
    /// Whether a member of the public JSON is one register of the same value.
    fileprivate static func isScalar(_ name: String, of kind: DocumentKind) -> Bool {
        (kind == .article ? articleScalars : commentScalars).contains { $0.name == name }
    }
}

/// The members of a public JSON object: known ones checked and normalised, others apart.
private struct Ingress {
    let id: DocumentID
    var members = JSONObject()
    var ext = JSONObject()
    var unknown = JSONObject()

    init(
        _ json: JSONValue, _ shapes: [Shape.Member], of kind: DocumentKind
    ) throws(ContentError) {
        guard let object = json.object else { throw ContentError(reason: "not an object") }
        let language = object["language"]?.string ?? Article.defaultLanguage
        for member in object.members {
            if shapes.contains(where: { $0.name == member.key }) {
                members[member.key] = member.value
            } else if member.key == "ext" {
                guard let names = member.value.object else {
                    throw ContentError(reason: "not an object").under("ext")
                }
                ext = names
            } else {
                unknown[member.key] = member.value
            }
        }
        members = Shape.normalized(members, shapes, language: language)
        try Shape.checkObject(.object(members), shapes, allowsMore: false)
        guard let id = members["id"]?.string.flatMap({ DocumentID($0) }) else {
            throw ContentError(reason: "missing").under("id")
        }
        self.id = id
        for member in ext.members {
            do throws(ContentError) {
                try ContentRules.validate(
                    kind: kind, path: "ext/\(member.key)", value: member.value)
            } catch {
                throw ContentError(code: error.code, reason: error.reason)
                    .under(member.key).under("ext")
            }
        }
        for member in unknown.members {
            // Deleting and erasing are acts of their own, never content.
            guard !member.key.contains("/"), member.key != RegisterPath.deleted,
                member.key != RegisterPath.erased
            else {
                throw ContentError(reason: "not the name of a member").under(member.key)
            }
            do throws(ContentError) {
                try ContentRules.validate(kind: kind, path: member.key, value: member.value)
            } catch {
                throw ContentError(code: error.code, reason: error.reason).under(member.key)
            }
        }
    }

    /// Ids that are given must differ.
    static func checkDistinct(_ ids: [String], _ key: String) throws(ContentError) {
        var seen: Set<String> = []
        for (index, id) in ids.enumerated() where !id.isEmpty && !seen.insert(id).inserted {
            throw ContentError(reason: "an id stands twice")
                .under("id").under(String(index)).under(key)
        }
    }
}
