/// The compact clock of a stored document: all of its registers but the values.
///
/// A row of the store holds the shown values in columns of their own, and the values that are not
/// shown as siblings. What is left are the dots and stamps of the shown values, the vectors, and
/// the marks of the feed. Most registers of a document share all of these; the shared ones stand
/// once as the default clock, and only registers that differ are named.
///
/// Format 1, numbers as varints (seven bits a byte, least significant first):
/// ```
/// 1, count of shown values, [default clock, if that is not 0],
/// then, unless nothing follows: count of further clocks, the clocks,
/// count of exceptions, each: clock number × 4 + kind, length of path, path
/// ```
package enum ClockCodec {
    /// The number that leads every clock.
    static let format: UInt8 = 1

    /// What the registers of a document share.
    struct Clock: Equatable {
        /// Dot and stamp of the shown value; `nil` if the register has no live value.
        var shown: (dot: Dot, stamp: HybridTimestamp)?
        var seen: VersionVector
        var seq: UInt64
        var by: ReplicaID?

        /// Whether the shown value is all that the register has observed.
        var isSole: Bool {
            guard let dot = shown?.dot else { return false }
            return seen.entries.count == 1 && seen.entries[0].isExactly(dot)
        }

        static func == (left: Self, right: Self) -> Bool {
            left.shown?.dot == right.shown?.dot && left.shown?.stamp == right.shown?.stamp
                && left.seq == right.seq && left.by == right.by && left.seen == right.seen
        }
    }

    /// How a register named by an exception is shown.
    enum Kind: UInt64 {
        case value, null, nothing
    }

    /// Bits of a clock's first byte.
    enum Flag {
        static let hasValue: UInt8 = 1
        static let seesMore: UInt8 = 2
        static let hasOtherSeq: UInt8 = 4
        static let isByWriter: UInt8 = 8
        static let isByOther: UInt8 = 16
        static let all: UInt8 = 31
    }
}

/// Why a stored clock cannot be read.
package struct ClockError: Error, Hashable, Sendable {
    /// What is wrong, in a few words.
    package let reason: String
}
