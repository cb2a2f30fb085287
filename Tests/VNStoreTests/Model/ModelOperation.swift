import VNModel

/// One thing that a user, a pull or an accident does to a store.
///
/// Numbers name what is there, counted round: an operation means something after any others, so
/// that a failing run can be made shorter by leaving some out.
enum ModelOperation: Hashable, Sendable {
    case post
    case edit(article: Int, field: Int, text: Int)
    case status(article: Int, Int)
    case comment(article: Int, parent: Int?)
    case delete(document: Int)
    case undelete(document: Int)
    case moderate(document: Int, Int)
    case mark(article: Int, read: Bool?, starred: Bool?)
    /// Another writer makes an article, edits or deletes a document. `sees`: after a pull of ours.
    case foreignPost(stamp: UInt64)
    case foreignEdit(article: Int, field: Int, text: Int, sees: Bool, stamp: UInt64)
    case foreignDelete(document: Int, sees: Bool, stamp: UInt64)
    /// What the other writer did arrives.
    case page
    case verdicts(count: Int, refusing: UInt64)
    case search
    case advance(milliseconds: UInt64)
    case checkpoint
    case reopen
    /// The store is let go without being closed.
    case drop

    /// As many as asked for, in an order that the seed decides.
    static func list(seed: UInt64, count: Int) -> [ModelOperation] {
        let environment = TestEnvironment(seed: seed)
        func below(_ bound: Int) -> Int { Int(environment.random() % UInt64(bound)) }
        func sometimes() -> Bool { below(3) == 0 }
        func stamp() -> UInt64 { UInt64(below(400_000)) }
        return (0..<count).map { _ in
            switch below(100) {
            case ..<10: .post
            case ..<28: .edit(article: below(1000), field: below(5), text: below(30))
            case ..<32: .status(article: below(1000), below(4))
            case ..<45: .comment(article: below(1000), parent: sometimes() ? below(1000) : nil)
            case ..<50: .delete(document: below(1000))
            case ..<54: .undelete(document: below(1000))
            case ..<60: .moderate(document: below(1000), below(4))
            case ..<66:
                .mark(
                    article: below(1000), read: sometimes() ? nil : sometimes(),
                    starred: sometimes() ? sometimes() : nil)
            case ..<69: .foreignPost(stamp: stamp())
            case ..<80:
                .foreignEdit(
                    article: below(1000), field: below(5), text: below(30), sees: sometimes(),
                    stamp: stamp())
            case ..<83:
                .foreignDelete(document: below(1000), sees: sometimes(), stamp: stamp())
            case ..<89: .page
            case ..<93: .verdicts(count: below(12), refusing: UInt64(below(9)))
            case ..<95: .search
            case ..<97: .advance(milliseconds: UInt64(below(90_000)))
            case ..<98: .checkpoint
            case ..<99: .reopen
            default: .drop
            }
        }
    }
}
