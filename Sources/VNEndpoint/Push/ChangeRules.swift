internal import VNModel
internal import VNWire

/// What a change must meet whatever the hub holds.
enum ChangeRules {
    /// Checks limits first, then the content of each register.
    ///
    /// - Throws: ``Refusal``.
    /// - Source: VN-WIRE-039
    static func check(_ change: Change) throws(Refusal) {
        guard change.operations.count <= Limits.changeOperations else {
            throw .limits("a change writes at most \(Limits.changeOperations) fields")
        }
        for operation in change.operations {
            try check(operation.seen)
            if operation.path == RegisterPath.deleted, let mark = DeletionMark(operation.value) {
                try check(mark.saw)
            }
            do {
                try ContentRules.validate(
                    kind: change.kind, path: operation.path, encoded: operation.encoded)
            } catch {
                throw Refusal(error, family: String(RegisterPath.family(operation.path)))
            }
        }
    }

    private static func check(_ vector: VersionVector) throws(Refusal) {
        guard vector.entries.count <= Limits.seenEntries else {
            throw .limits(
                "a change has observed writes of more than \(Limits.seenEntries) replicas")
        }
    }
}

extension Refusal {
    /// The refusal of content that breaks a rule.
    ///
    /// - Parameter family: the register's name up to its slash; what stands behind is content.
    init(_ error: ContentError, family: String? = nil) {
        let isTooLarge = error.code == RefusalCode.tooLarge
        let place = family.map { " in the field \"\($0)\"" } ?? ""
        self.init(
            code: isTooLarge ? RefusalCode.tooLarge : RefusalCode.invalidContent,
            message: "the content breaks a rule\(place): \(error.reason); "
                + (isTooLarge ? "shorten it" : "correct it") + " and post it again")
    }
}
