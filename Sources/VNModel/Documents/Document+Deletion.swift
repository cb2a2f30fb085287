extension Document {
    /// Whether the document is purged everywhere, for good: someone wrote `true` to `erased`.
    public var isErased: Bool { encoded(RegisterPath.erased)?.isTrue ?? false }

    /// Whether the document counts as deleted.
    ///
    /// A comment is deleted as soon as anyone deleted it. An article stays alive while a live
    /// value stands in it that the deletions had not seen, or while someone took the deletion
    /// back.
    public var isDeleted: Bool {
        guard let live = field(RegisterPath.deleted)?.register.live else { return false }
        guard live.contains(where: { !$0.isNull }) else { return false }
        if kind == .comment { return true }
        return live.allSatisfy { !$0.isNull } && editsNotSeenByDeletion.isEmpty
    }

    /// Whether someone deleted the article while someone else kept or edited it.
    public var hasDeletionConflict: Bool {
        guard kind == .article else { return false }
        return self[RegisterPath.deleted].live.contains { !$0.isNull } && !isDeleted
    }

    /// The mark that is shown of a deleted document.
    public var deletionMark: DeletionMark? {
        isDeleted ? value(RegisterPath.deleted).flatMap { DeletionMark($0) } : nil
    }

    /// All that the deletions had seen, together.
    var sawByDeletion: VersionVector {
        var saw = VersionVector()
        for value in self[RegisterPath.deleted].live {
            if let mark = DeletionMark(value.value) { saw.join(mark.saw) }
        }
        return saw
    }

    /// Live values of other registers that no deletion had seen, newest last.
    public var editsNotSeenByDeletion: [LiveValue] {
        let saw = sawByDeletion
        return fields.lazy.filter { $0.path != RegisterPath.deleted }
            .flatMap(\.register.live).filter { !saw.includes($0.dot) }
            .sorted { $1.isNewer(than: $0) }
    }
}
