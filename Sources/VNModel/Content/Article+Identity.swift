internal import VNText

extension Article {
    /// The article with the ids and the order that its registers need: agents and blocks without
    /// an id get one, topics and ids of other systems are sorted and stand once.
    var canonical: Article {
        var result = self
        result.publisher.id = publisher.id.nonEmpty ?? Agent.slug(of: publisher.name)
        result.authors = Agent.identified(authors)
        result.body = Block.identified(body)
        result.topics = Set(topics).sorted(by: JSONObject.precedes)
        var others: [AlternateID] = []
        for other in alternateIDs.sorted(by: AlternateID.precedes) where others.last != other {
            others.append(other)
        }
        result.alternateIDs = others
        return result
    }
}

extension AlternateID {
    static func precedes(_ left: AlternateID, _ right: AlternateID) -> Bool {
        JSONObject.isSame(left.role, right.role)
            ? JSONObject.precedes(left.value, right.value)
            : JSONObject.precedes(left.role, right.role)
    }

    /// The register's name; `role:value`, where that is short enough.
    var registerName: String {
        let name = "\(role):\(value)"
        return RegisterPath.isValid("altIds/\(name)") ? name : "id:\(shortHash(name))"
    }
}

extension Agent {
    /// The slug of a name; made of its hash if no letter of it has a place in a slug.
    static func slug(of name: String) -> String {
        guard !name.isEmpty else { return "" }
        let slug = Slug.make(name)
        return Shape.Pattern.slug.matches(slug) ? slug : "a\(shortHash(name))"
    }

    /// The agents with ids; of two with one id the later gets another.
    static func identified(_ agents: [Agent]) -> [Agent] {
        var taken = Set(agents.map(\.id))
        var seen: Set<String> = []
        return agents.map { agent in
            var agent = agent
            if agent.id.isEmpty || seen.contains(agent.id) {
                let slug = String(slug(of: agent.name).prefix(70))
                agent.id = firstFree(slug, taken)
                taken.insert(agent.id)
            }
            seen.insert(agent.id)
            return agent
        }
    }

    private static func firstFree(_ slug: String, _ taken: Set<String>) -> String {
        if !taken.contains(slug) { return slug }
        var number = 2
        while taken.contains("\(slug)-\(number)") { number += 1 }
        return "\(slug)-\(number)"
    }
}

extension Block {
    /// The blocks with ids.
    ///
    /// Blocks of which none has an id are numbered `p1`, `p2` …, so that imports of one page on
    /// two stores are alike. Otherwise a block without id is new among known ones and gets an id
    /// made of its content: two people who add different paragraphs at the same time do not write
    /// one register.
    static func identified(_ blocks: [Block]) -> [Block] {
        if blocks.allSatisfy(\.id.isEmpty) {
            return blocks.enumerated().map { index, block in
                var block = block
                block.id = "p\(index + 1)"
                return block
            }
        }
        var taken = Set(blocks.map(\.id))
        var seen: Set<String> = []
        return blocks.map { block in
            var block = block
            if block.id.isEmpty || seen.contains(block.id) {
                let content = JSONValue.object(block.members).canonicalText
                var number = 0
                repeat {
                    block.id = "n\(shortHash("\(number) \(content)"))"
                    number += 1
                } while taken.contains(block.id)
                taken.insert(block.id)
            }
            seen.insert(block.id)
            return block
        }
    }
}

extension Link {
    /// The register's name: the relation and the id, or the slug of the headline.
    var registerName: String {
        let slug = id?.description ?? Slug.make(headline).nonEmpty ?? shortHash(headline)
        return String("\(rel.rawValue)-\(slug)".prefix(66))
    }
}

/// Thirteen characters that depend on all of a text.
func shortHash(_ text: String) -> String {
    let id = DocumentID(importName: text)
    return Base32.encode(id.high ^ id.low)
}
