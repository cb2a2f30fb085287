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
    /// An article, an edit of another and perhaps something impossible, in one group.
    case group(article: Int, text: Int, fails: Bool)
    case resolve(conflict: Int, take: Int)
    /// Articles and comments as lines; some stand here already.
    case importLines(count: Int, again: Int)
    /// Another writer makes an article, edits or deletes a document. `sees`: after a pull of ours.
    case foreignPost(stamp: UInt64)
    case foreignEdit(article: Int, field: Int, text: Int, sees: Bool, stamp: UInt64)
    case foreignDelete(document: Int, sees: Bool, stamp: UInt64)
    /// A document leaves what this store wants of the hub, until somebody edits it.
    case leaveScope(document: Int)
    /// The hub forgets a document that is deleted there.
    case purge(document: Int)
    /// What happened at the hub arrives.
    case page
    case verdicts(count: Int, refusing: UInt64)
    /// Documents of which something was refused are fetched again.
    case reread(limit: Int)
    case search(text: Int, number: Int)
    case advance(milliseconds: UInt64)
    case checkpoint
    case reopen
    /// The store is let go without being closed.
    case drop
    case compact(days: Int)
    case backup
    case restore
    /// The power goes at the n-th write, sync or deletion from now.
    case cutPower(after: UInt64, keep: UInt64)

    /// As many as asked for, in an order that the seed decides.
    static func list(seed: UInt64, count: Int) -> [ModelOperation] {
        var chance = Chance(seed: seed)
        return (0..<count).map { _ in chance.operation() }
    }
}

/// Draws operations.
private struct Chance {
    private let environment: TestEnvironment

    init(seed: UInt64) { environment = TestEnvironment(seed: seed) }

    private func below(_ bound: Int) -> Int { Int(environment.random() % UInt64(bound)) }
    private func sometimes() -> Bool { below(3) == 0 }
    private func stamp() -> UInt64 { UInt64(below(400_000)) }

    mutating func operation() -> ModelOperation {
        switch below(1000) {
        case ..<90: .post
        case ..<240: .edit(article: below(1000), field: below(5), text: below(30))
        case ..<280: .status(article: below(1000), below(4))
        case ..<400: .comment(article: below(1000), parent: sometimes() ? below(1000) : nil)
        case ..<445: .delete(document: below(1000))
        case ..<485: .undelete(document: below(1000))
        case ..<535: .moderate(document: below(1000), below(4))
        case ..<590:
            .mark(
                article: below(1000), read: sometimes() ? nil : sometimes(),
                starred: sometimes() ? sometimes() : nil)
        case ..<625: .group(article: below(1000), text: below(30), fails: sometimes())
        case ..<665: .resolve(conflict: below(1000), take: below(5))
        case ..<675: .importLines(count: below(6) + 1, again: below(1000))
        default: outside()
        }
    }

    private func outside() -> ModelOperation {
        switch below(325) {
        case ..<30: .foreignPost(stamp: stamp())
        case ..<130:
            .foreignEdit(
                article: below(1000), field: below(5), text: below(30), sees: sometimes(),
                stamp: stamp())
        case ..<155: .foreignDelete(document: below(1000), sees: sometimes(), stamp: stamp())
        case ..<163: .leaveScope(document: below(1000))
        case ..<171: .purge(document: below(1000))
        case ..<225: .page
        case ..<260: .verdicts(count: below(12) + 1, refusing: UInt64(below(9)))
        case ..<275: .reread(limit: below(4) + 1)
        case ..<287: .search(text: below(6), number: below(30))
        case ..<300: .advance(milliseconds: UInt64(below(90_000)))
        case ..<305: .checkpoint
        case ..<309: .reopen
        case ..<312: .drop
        case ..<315: .compact(days: below(2) * 30)
        case ..<317: .backup
        case ..<319: .restore
        default:
            .cutPower(after: UInt64(below(60) + 1), keep: sometimes() ? 0 : environment.random())
        }
    }
}
