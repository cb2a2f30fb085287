internal import VNModel

/// What a format has no place for, carried in the place that it leaves to extensions.
///
/// An export writes what the format can say in the format's own words, reads that as an import
/// would, and keeps here what came out differently: `set` has those members of the document, with
/// `null` for what it does not have. So nothing is lost, and nothing stands twice but the body:
/// HTML cannot carry blocks with their ids. `content` names the HTML that was written for it; if
/// somebody changed that, the changed text counts and blocks only keep the ids they can.
enum EntryRemainder {
    /// The member, or the element, that holds it.
    static let name = "_vnsync"

    /// What is left of a document.
    ///
    /// - Parameters:
    ///   - document: the document's public JSON.
    ///   - standard: what an import makes of the format's own members.
    ///   - content: the HTML that was written for the body.
    static func json(
        of document: JSONValue, standard: JSONValue?, content: String? = nil
    ) -> JSONValue {
        let (all, said) = (document.object ?? JSONObject(), standard?.object ?? JSONObject())
        var members = JSONObject()
        for member in all.members where said[member.key] != member.value {
            members[member.key] = member.value
        }
        for member in said.members where all[member.key] == nil { members[member.key] = .null }
        // The type tells the two kinds apart before anything else is read.
        members["type"] = all["type"]
        var result = JSONObject([("v", .integer(1)), ("set", .object(members))])
        if let content { result["content"] = .string(fingerprint(content)) }
        return .object(result)
    }

    /// The remainder with one member that must come back as it is.
    static func setting(
        _ key: String, of document: JSONValue, in remainder: JSONValue
    ) -> JSONValue {
        guard var result = remainder.object, var members = result["set"]?.object,
            let value = document[key]
        else { return remainder }
        members[key] = value
        result["set"] = .object(members)
        return .object(result)
    }

    /// The members of a remainder.
    static func members(_ json: JSONValue) throws(ImportError) -> JSONObject {
        guard json["v"]?.integer == 1, let members = json["set"]?.object else {
            throw ImportError("content.invalid", reason: "not of version 1 at /\(name)")
        }
        return members
    }

    /// The article of its draft and the remainder.
    static func article(
        _ draft: EntryDraft, _ json: JSONValue, content: String?
    ) throws(ImportError) -> Article {
        let members = try members(json)
        let isUnchanged = content.map(fingerprint) == json["content"]?.string
        // What the standard members alone make may be no article; the rest completes it.
        let standard = (try? draft.article(withBody: false))?.json ?? .object(JSONObject())
        var article = try checked(standard, members) { (json) throws(ContentError) in
            try Article(json: json)
        }
        if !isUnchanged {
            article.body = BlockMatching.merged(draft.blocks(article.language), into: article.body)
            article = try EntryDraft.checked(article)
        }
        return article
    }

    /// The comment of its draft and the remainder.
    static func comment(_ draft: Comment, _ json: JSONValue) throws(ImportError) -> Comment {
        try checked(draft.json, try members(json)) { (json) throws(ContentError) in
            try Comment(json: json)
        }
    }

    private static func checked<Value>(
        _ standard: JSONValue, _ members: JSONObject,
        _ make: (JSONValue) throws(ContentError) -> Value
    ) throws(ImportError) -> Value {
        var result = standard.object ?? JSONObject()
        for member in members.members {
            result[member.key] = member.value.isNull ? nil : member.value
        }
        do throws(ContentError) {
            return try make(.object(result))
        } catch {
            throw ImportError(error.code, reason: error.description)
        }
    }

    private static func fingerprint(_ text: String) -> String {
        DocumentID(importName: "content \(text)").description
    }
}
