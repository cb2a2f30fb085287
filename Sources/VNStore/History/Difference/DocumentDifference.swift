public import VNModel

/// What differs between what a document showed at two moments.
public struct DocumentDifference: Hashable, Sendable {
    /// The document.
    public let document: DocumentID
    /// What it is.
    public let kind: DocumentKind
    /// Registers other than blocks, sorted by path.
    public let fields: [FieldDifference]
    /// Blocks in reading order; those removed stand where they stood.
    public let blocks: [BlockDifference]
    /// Paths that have come to have several values.
    public let newConflicts: [String]
    /// Paths that had several values and have them no more.
    public let settledConflicts: [String]

    /// Blocks that only have another key for the same place in the sequence: nothing that is seen.
    let rekeyed: JSONObject

    /// Whether nothing that is shown differs.
    public var isEmpty: Bool { fields.isEmpty && blocks.isEmpty }

    /// Topics that came.
    public var addedTopics: [String] { topics { $0.before == nil } }

    /// Topics that went.
    public var removedTopics: [String] { topics { $0.after == nil } }

    private func topics(_ isMeant: (FieldDifference) -> Bool) -> [String] {
        fields.filter { RegisterPath.family($0.path) == "topics" && isMeant($0) }
            .compactMap { RegisterPath.member($0.path).map { String($0) } }
    }

    /// Compares two states of one document. A pure function of them.
    ///
    /// - Precondition: both are of one document.
    /// - Complexity: O(*n* log *n*) in the registers.
    public init(from before: DocumentState, to after: DocumentState) {
        precondition(before.document == after.document, "states of one document are compared")
        document = after.document
        kind = after.kind
        let paths = Set(before.values.members.map(\.key)).union(after.values.members.map(\.key))
        fields = paths.filter { !BodyOrder.isBlock($0) || after.kind != .article }
            .sorted(by: JSONObject.precedes)
            .filter { before.values[$0] != after.values[$0] }
            .map {
                FieldDifference(path: $0, before: before.values[$0], after: after.values[$0])
            }
        blocks = after.kind == .article ? BodyOrder.compare(before.values, after.values) : []
        let listed = Set(blocks.map { "body/" + $0.id })
        rekeyed = JSONObject(
            after.values.members.filter { member in
                after.kind == .article && BodyOrder.isBlock(member.key)
                    && !listed.contains(member.key) && before.values[member.key] != member.value
            }.map { ($0.key, $0.value) })
        let (old, new) = (Set(before.conflicts), Set(after.conflicts))
        newConflicts = new.subtracting(old).sorted()
        settledConflicts = old.subtracting(new).sorted()
    }

    /// The state after, made from the state before: each difference replaces what it names.
    public func applied(to before: DocumentState) -> DocumentState {
        var values = before.values
        for field in fields { values[field.path] = field.after }
        for block in blocks { values["body/" + block.id] = block.after }
        for member in rekeyed.members { values[member.key] = member.value }
        let conflicts = Set(before.conflicts).union(newConflicts).subtracting(settledConflicts)
        return DocumentState(
            document: document, kind: kind, values: values, conflicts: conflicts.sorted(),
            isDeleted: before.isDeleted)
    }
}

/// The blocks of a body in reading order.
enum BodyOrder {
    static func isBlock(_ path: String) -> Bool { RegisterPath.family(path) == "body" }

    /// Ids of the blocks among values by path, in reading order.
    static func ids(_ values: JSONObject) -> [String] {
        values.members.filter { isBlock($0.key) }
            .compactMap { member in
                RegisterPath.member(member.key).map {
                    (id: String($0), order: member.value["order"]?.string ?? "")
                }
            }
            .sorted {
                JSONObject.isSame($0.order, $1.order)
                    ? JSONObject.precedes($0.id, $1.id) : JSONObject.precedes($0.order, $1.order)
            }.map(\.id)
    }

    /// The blocks that differ, in reading order.
    static func compare(_ before: JSONObject, _ after: JSONObject) -> [BlockDifference] {
        let (old, new) = (ids(before), ids(after))
        let places = (index(old), index(new))
        let common = new.filter { places.0[$0] != nil }
        let sequence = common.map { places.0[$0] ?? 0 }
        let inOrder = Set(SequenceDifference.longestAscending(sequence).map { common[$0] })
        func difference(_ id: String) -> BlockDifference {
            BlockDifference(
                id: id, before: before["body/" + id], after: after["body/" + id],
                placeBefore: places.0[id].map { $0 + 1 }, placeAfter: places.1[id].map { $0 + 1 },
                isMoved: places.0[id] != nil && places.1[id] != nil && !inOrder.contains(id))
        }
        return merged(old, new, inOrder).map(difference).filter {
            $0.before == nil || $0.after == nil || $0.isMoved || $0.isEdited
        }
    }

    private static func index(_ ids: [String]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($0.element, $0.offset) })
    }

    /// All blocks once: the sequence after, with removed ones behind those they stood behind.
    private static func merged(
        _ old: [String], _ new: [String], _ inOrder: Set<String>
    ) -> [String] {
        let present = Set(new)
        var result: [String] = []
        var rest = old[...]
        func takeRemoved(until id: String?) {
            while let next = rest.first, next != id {
                if !present.contains(next) { result.append(next) }
                rest = rest.dropFirst()
            }
            rest = rest.dropFirst()
        }
        for id in new {
            if inOrder.contains(id) { takeRemoved(until: id) }
            result.append(id)
        }
        takeRemoved(until: nil)
        return result
    }
}
