/// One change that stands under two dots, because a copied store pushed it again.
public struct Alias: Hashable, Sendable {
    /// A register that the change wrote.
    public let path: String
    /// The dot under which it came again.
    public let dot: Dot
    /// The dot under which it was applied first.
    public let canonical: Dot

    /// - Parameters:
    ///   - path: a register that the change wrote.
    ///   - dot: the dot under which it came again.
    ///   - canonical: the dot under which it was applied first.
    public init(path: String, dot: Dot, canonical: Dot) {
        self.path = path
        self.dot = dot
        self.canonical = canonical
    }

    /// Both directions.
    var directions: [(known: Dot, other: Dot)] { [(dot, canonical), (canonical, dot)] }
}

extension VersionVector {
    /// Adds the other dot of each alias of which this vector covers one.
    package mutating func include(_ aliases: some Sequence<Alias>) {
        for alias in aliases {
            for (known, other) in alias.directions where includes(known) { include(other) }
        }
    }
}

extension Document {
    /// Makes both dots of each alias count as one change: where a register's vector covers one of
    /// them and that dot is not live, the other is added and leaves `live`; what a deletion saw
    /// under one dot it saw under the other.
    ///
    /// It only ever adds to vectors, so it is a join; it never removes one of two live dots.
    ///
    /// - Returns: the paths of the registers that changed.
    package mutating func amend(_ aliases: [Alias]) -> [String] {
        guard !aliases.isEmpty else { return [] }
        var changed: Set<String> = []
        var goesOn = true
        while goesOn {
            goesOn = false
            for alias in aliases where amend(alias) {
                changed.insert(alias.path)
                goesOn = true
            }
            if amendDeletion(aliases) {
                changed.insert(RegisterPath.deleted)
                goesOn = true
            }
        }
        return changed.sorted(by: JSONObject.precedes)
    }

    private mutating func amend(_ alias: Alias) -> Bool {
        guard let field = field(alias.path) else { return false }
        var register = field.register
        for (known, other) in alias.directions {
            let isLive = register.live.contains { $0.dot == known }
            let otherIsLive = register.live.contains { $0.dot == other }
            guard register.seen.includes(known), !isLive,
                otherIsLive || !register.seen.includes(other)
            else { continue }
            register.live.removeAll { $0.dot == other }
            register.seen.include(other)
        }
        guard register != field.register else { return false }
        set(alias.path, register, seq: field.seq, by: field.by)
        return true
    }

    private mutating func amendDeletion(_ aliases: [Alias]) -> Bool {
        guard let field = field(RegisterPath.deleted) else { return false }
        var register = field.register
        for index in register.live.indices {
            guard var mark = DeletionMark(register.live[index].value) else { continue }
            let before = mark.saw
            mark.saw.include(aliases)
            if mark.saw != before { register.live[index].value = mark.value }
        }
        guard register != field.register else { return false }
        set(RegisterPath.deleted, register, seq: field.seq, by: field.by)
        return true
    }
}
