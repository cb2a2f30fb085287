/// An automaton over bytes, a look-up and a shift a byte.
///
/// States are small numbers. A byte's step holds, six bits a state, where each state leads to,
/// times six: shifted by the state it begins with the next one, and a shift looks at six bits only.
/// Nothing leads out of state 0.
package struct ByteAutomaton: Sendable {
    /// Where it begins, and has to be at the end.
    package static let start = 1
    private let steps: [UInt64]

    /// - Parameter moves: tells each move of a byte, from and to states from 1 to 9; all others
    ///   lead to state 0.
    package init(_ moves: (_ byte: Int, _ go: (_ from: Int, _ to: Int) -> Void) -> Void) {
        steps = (0...255).map { byte in
            var step: UInt64 = 0
            moves(byte) { from, to in step |= UInt64(6 * to) << UInt64(6 * from) }
            return step
        }
    }

    /// Whether the bytes lead back to the start.
    ///
    /// - Complexity: O(*n*).
    package func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        steps.withUnsafeBufferPointer { steps in
            let start = UInt64(6 * ByteAutomaton.start)
            var state = start
            for byte in bytes { state = steps[Int(byte)] &>> state }
            return state & 63 == start
        }
    }
}
