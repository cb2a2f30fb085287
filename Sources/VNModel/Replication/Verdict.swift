/// What a hub said of one pushed change. Stored by the hub, so that a replay gets the same again.
public struct Verdict: Hashable, Sendable {
    /// How the change was taken.
    public enum Outcome: Hashable, Sendable {
        /// Its values stand alone now.
        case applied
        /// It met a concurrent value of another writer; both stand.
        case merged
        /// It had come before under the given dot, which from now on means the same write.
        case duplicate(of: Dot)
        /// It was not taken; the counter is used up all the same.
        case refused(code: String, message: String)
    }

    /// The journal counter.
    public let counter: UInt64
    /// How the change was taken.
    public let outcome: Outcome
    /// The stamp, if the hub lowered it.
    public var stamp: HybridTimestamp?
    /// Whether the document lies outside the pusher's scope at the end of the batch. Of the
    /// moment: not part of what the hub stores.
    public var isOutOfScope = false

    /// - Parameters:
    ///   - counter: the journal counter.
    ///   - outcome: how the change was taken.
    ///   - stamp: the stamp, if the hub lowered it.
    public init(counter: UInt64, outcome: Outcome, stamp: HybridTimestamp? = nil) {
        self.counter = counter
        self.outcome = outcome
        self.stamp = stamp
    }

    /// Whether the change was simply taken: nothing but an acknowledgement follows from it.
    package var isPlain: Bool {
        switch outcome {
        case .applied, .merged: stamp == nil && !isOutOfScope
        case .duplicate, .refused: false
        }
    }

    /// Whether the change was refused.
    public var isRefused: Bool {
        if case .refused = outcome { true } else { false }
    }
}
