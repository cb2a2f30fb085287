extension Article {
    /// The registers that make this article, sorted by path; those that would show nothing else
    /// in their absence are left out.
    ///
    /// Equal articles make equal registers, on any replica.
    public func operations() -> [(path: String, value: JSONValue)] {
        let empty = Document(id: id, kind: .article)
        return Registers(of: self, in: empty).values.members.map { ($0.key, $0.value) }
    }

    /// The registers to write so that a document shows this article, sorted by path; those that
    /// show it already are left out.
    ///
    /// What disappears is written as `null`. Blocks keep their places as far as their sequence
    /// allows, and members of a newer version stay. Registers that this version does not show
    /// are not touched.
    ///
    /// - Precondition: `document` is an article.
    public func changes(to document: Document) -> [(path: String, value: JSONValue)] {
        precondition(document.kind == .article, "an article is written to an article")
        let shown = Article(document: document)
        let scalars = shown.canonical.scalars
        return Registers(of: self, in: document)
            .changes(from: scalars.merging(document.shownFamilies, shown.unknown))
    }
}

extension Comment {
    /// The registers that make this comment, sorted by path; those that would show nothing else
    /// in their absence are left out.
    public func operations() -> [(path: String, value: JSONValue)] {
        let empty = Document(id: id, kind: .comment)
        return Registers(of: self, in: empty).values.members.map { ($0.key, $0.value) }
    }

    /// The registers to write so that a document shows this comment, sorted by path; those that
    /// show it already are left out. Deleting is not among them.
    ///
    /// - Precondition: `document` is a comment.
    public func changes(to document: Document) -> [(path: String, value: JSONValue)] {
        precondition(document.kind == .comment, "a comment is written to a comment")
        let shown = Comment(document: document)
        return Registers(of: self, in: document).changes(
            from: Registers(of: shown, in: document).values)
    }
}

extension JSONObject {
    /// The members of all; of a key in several the first counts.
    fileprivate func merging(_ others: JSONObject...) -> JSONObject {
        var result = self
        for other in others {
            for member in other.members where result[member.key] == nil {
                result[member.key] = member.value
            }
        }
        return result
    }
}

extension Document {
    /// The shown registers of an article's families, as this version would write them; those it
    /// cannot read are left out.
    fileprivate var shownFamilies: JSONObject {
        var pairs: [JSONObject.Member] = []
        for field in fields {
            guard let name = RegisterPath.member(field.path), let value = shown(field)?.value,
                let known = Document.known(RegisterPath.family(field.path), String(name), value)
            else { continue }
            pairs.append(JSONObject.Member(key: field.path, value: known))
        }
        return JSONObject(distinct: pairs) ?? JSONObject()
    }

    /// What this version knows of a register's value.
    private static func known(
        _ family: Substring, _ name: String, _ value: JSONValue
    ) -> JSONValue? {
        var members: JSONObject?
        switch family {
        case "ext": return value
        case "topics": return .bool(true)
        case "altIds": return value.object.flatMap { AlternateID($0) }.map { .object($0.members) }
        case "authors":
            members = value.object.map {
                Agent($0, id: name, kind: .person).members(withID: false)
            }
        case "body": members = value.object.flatMap { Block($0, id: name) }?.members
        case "related": members = value.object.flatMap { Link($0) }?.members
        default: return nil
        }
        members?.put("order", value["order"]?.string)
        return members.map { .object($0) }
    }
}
