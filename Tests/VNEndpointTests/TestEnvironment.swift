import Synchronization
import VNModel

/// An environment whose clock stands until it is moved.
final class TestEnvironment: Environment {
    private let time: Mutex<UInt64>
    private let state = Mutex<UInt64>(1)

    init(milliseconds: UInt64 = 1_800_000_000_000) { time = Mutex(milliseconds) }

    func milliseconds() -> UInt64 { time.withLock { $0 } }
    func advance(seconds: UInt64) { time.withLock { $0 += seconds * 1000 } }

    func random() -> UInt64 {
        state.withLock {
            $0 = $0 &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return $0 ^ ($0 >> 29)
        }
    }

    func sleep(for duration: Duration) async throws {}
}
