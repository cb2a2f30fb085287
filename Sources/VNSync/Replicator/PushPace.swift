/// How much one push holds: as much as the hub takes at once, and no more than the connection
/// carries in a few seconds.
///
/// A short push that is cut costs little; a long one saves round trips. So it grows while pushes
/// are quick and shrinks when they are slow, too large, or when no answer comes in time. A session
/// does not try again a size that was too large.
package struct PushPace: Sendable {
    /// Changes of the next push.
    package private(set) var changeLimit: Int
    /// Bytes of the changes of the next push.
    package private(set) var byteLimit: Int
    private let wanted: (changes: Int, bytes: Int)
    private var changeCeiling: Int
    private var byteCeiling: Int

    /// - Parameters:
    ///   - changes: changes of one push at most.
    ///   - bytes: bytes of the changes of one push at most.
    package init(changes: Int, bytes: Int) {
        wanted = (max(1, changes), max(1, bytes))
        (changeCeiling, byteCeiling) = wanted
        changeLimit = changeCeiling
        byteLimit = min(byteCeiling, SyncLimits.firstPushBytes)
    }

    /// A session begins; the hub says what it takes.
    mutating func bound(changes: Int, bytes: Int) {
        changeCeiling = max(1, min(wanted.changes, changes))
        byteCeiling = max(1, min(wanted.bytes, bytes))
        (changeLimit, byteLimit) = (min(changeLimit, changeCeiling), min(byteLimit, byteCeiling))
    }

    /// A push of so many changes was too large.
    mutating func noteTooLarge(changes: Int) {
        changeLimit = max(1, min(changeLimit, changes) / 2)
        byteLimit = max(1, byteLimit / 2)
        (changeCeiling, byteCeiling) = (changeLimit, byteLimit)
    }

    /// No answer to a push of so many changes came in time.
    mutating func noteTimeout(changes: Int) {
        changeLimit = max(1, min(changeLimit, changes) / 4)
        byteLimit = max(min(byteCeiling, SyncLimits.leastPushBytes), byteLimit / 4)
    }

    /// A push was answered.
    ///
    /// - Parameters:
    ///   - time: how long it took.
    ///   - changes: how many changes it had.
    ///   - bytes: how many bytes it had.
    mutating func note(_ time: Duration, changes: Int, bytes: Int) {
        if time > SyncLimits.slowPush {
            changeLimit = max(1, min(changeLimit, changes) / 2)
            byteLimit = max(min(byteCeiling, SyncLimits.leastPushBytes), byteLimit / 2)
        } else if time < SyncLimits.quickPush {
            // Only a push that was about full says something of fuller ones.
            if 2 * changes >= changeLimit { changeLimit = min(changeCeiling, 2 * changeLimit) }
            if 2 * bytes >= byteLimit { byteLimit = min(byteCeiling, 2 * byteLimit) }
        }
    }
}
