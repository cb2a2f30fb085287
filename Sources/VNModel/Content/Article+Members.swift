extension Article {
    /// An article with nothing in it, to be filled.
    init(empty id: DocumentID) {
        self.init(
            id: id, headline: "", datePublished: "",
            publisher: Agent(kind: .organization, name: ""))
    }

    /// Takes a member that is one register: sets it if the value fits, ignores it otherwise.
    ///
    /// - Returns: whether the member is known.
    mutating func take(_ key: String, _ value: JSONValue) -> Bool {
        switch key {
        case "url": url = value.string
        case "headline": headline = value.string ?? ""
        case "summary": summary = value.string
        case "language": language = value.string ?? Article.defaultLanguage
        case "datePublished": datePublished = value.string ?? ""
        case "datePublishedPrecision":
            datePublishedPrecision = value.string.flatMap { DatePrecision(rawValue: $0) } ?? .second
        case "dateModified": dateModified = value.string
        case "publisher":
            publisher = Agent(value.object ?? JSONObject(), kind: .organization)
        case "byline": byline = value.string
        case "dateline": dateline = value.string
        case "source": source = value.object.map { Source($0) }
        case "section": section = value.string
        case "image": image = value.object.map { Image($0) }
        case "status":
            // A status of a newer version must not show to readers what should be hidden.
            status = value.string.flatMap { ArticleStatus(rawValue: $0) } ?? .withheld
        case "commentPolicy":
            commentPolicy = value.string.flatMap { CommentPolicy(rawValue: $0) } ?? .closed
        case "copyrightNotice": copyrightNotice = value.string
        default: return false
        }
        return true
    }

    /// The members that are one register each and differ from what is shown in their absence.
    var scalars: JSONObject {
        var members = JSONObject()
        members.put("byline", byline?.nonEmpty)
        if commentPolicy != .open { members["commentPolicy"] = .string(commentPolicy.rawValue) }
        members.put("copyrightNotice", copyrightNotice?.nonEmpty)
        members.put("dateModified", dateModified?.nonEmpty)
        members.put("datePublished", datePublished.nonEmpty)
        if datePublishedPrecision != .second {
            members["datePublishedPrecision"] = .string(datePublishedPrecision.rawValue)
        }
        members.put("dateline", dateline?.nonEmpty)
        members.put("headline", headline.nonEmpty)
        if let image { members["image"] = .object(image.members) }
        if language != Article.defaultLanguage { members["language"] = .string(language) }
        if publisher != Agent(kind: .organization, name: "") {
            members["publisher"] = .object(publisher.members())
        }
        members.put("section", section?.nonEmpty)
        if let source { members["source"] = .object(source.members) }
        if status != .usable { members["status"] = .string(status.rawValue) }
        members.put("summary", summary?.nonEmpty)
        members.put("url", url?.nonEmpty)
        return members
    }

    /// What stands for the absence of a register whose absence means something; `null` for others.
    static func absentValue(_ path: String) -> JSONValue {
        switch path {
        case "commentPolicy": .string(CommentPolicy.open.rawValue)
        case "datePublishedPrecision": .string(DatePrecision.second.rawValue)
        case "language": .string(defaultLanguage)
        case "status": .string(ArticleStatus.usable.rawValue)
        default: .null
        }
    }

    /// The article in the shape of `Schema/article.schema.json`.
    ///
    /// An absent list is `[]`, an absent text leaves its key out; nothing is `null`.
    public var json: JSONValue {
        var members = scalars
        for member in unknown.members where members[member.key] == nil {
            members[member.key] = member.value
        }
        for key in ["commentPolicy", "datePublishedPrecision", "language", "status"]
        where members[key] == nil {
            members[key] = Article.absentValue(key)
        }
        members["altIds"] = .array(alternateIDs.map { .object($0.members) })
        members["authors"] = .array(authors.map { .object($0.members()) })
        members["body"] = .array(body.map { .object($0.publicMembers) })
        members["datePublished"] = .string(datePublished)
        if !ext.isEmpty { members["ext"] = .object(ext) }
        members["headline"] = .string(headline)
        members["id"] = .string(id.description)
        members["publisher"] = .object(publisher.members())
        members["related"] = .array(related.map { .object($0.members) })
        members["topics"] = .array(topics.map { .string($0) })
        members["type"] = .string(DocumentKind.article.rawValue)
        return .object(members)
    }
}

extension Block {
    /// The members of the public JSON.
    var publicMembers: JSONObject {
        var members = members
        if !id.isEmpty { members["id"] = .string(id) }
        return members
    }
}

extension String {
    /// The text, or `nil` if there is none.
    var nonEmpty: String? { isEmpty ? nil : self }
}
