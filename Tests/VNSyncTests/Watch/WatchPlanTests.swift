import Testing
import VNModel
import VNSync

/// The plan alone, whatever happens in whatever order.
@Suite("Watch plan") struct WatchPlanTests {
    private static let second: UInt64 = 1_000_000_000

    private func plan(_ configure: (inout WatchConfiguration) -> Void = { _ in }) -> WatchPlan {
        var configuration = WatchConfiguration()
        configure(&configuration)
        return WatchPlan(
            configuration, interval: .seconds(60), retryPauseLimit: .seconds(300))
    }

    private static func error(
        _ code: SyncError.Code, retryable: Bool, after: Duration? = nil
    ) -> SyncError {
        SyncError(code, "the test says so", retryAfter: after, isRetryable: retryable)
    }

    @Test("nothing happens before it is woken, then all is tried")
    func begin() {
        var plan = plan()
        #expect(plan.step(at: 5) == .wait(until: nil) && !plan.wantsEvents)
        plan.wake(at: 5)
        #expect(plan.step(at: 5) == .sync(.both))
    }

    @Test("the hub's events spread over a fifth of a second", arguments: [0, 1 << 20, UInt64.max])
    func spread(random: UInt64) {
        var plan = plan()
        plan.wake(at: 0)
        plan.begin(.both)
        plan.succeed(.both, at: 0)
        plan.noteEvent(at: 10, random: random)
        plan.noteEvent(at: 20, random: 5)
        guard case .wait(let until?) = plan.step(at: 9) else {
            Issue.record("no time is planned")
            return
        }
        #expect(10..<(10 + Self.second / 5) ~= until)
        #expect(plan.step(at: until) == .sync(.both))
    }

    @Test("a stalled push is tried again in its time, however many events come")
    func unattended() {
        var plan = plan { $0.unattendedRetry = .seconds(300) }
        plan.wake(at: 0)
        plan.begin(.both)
        plan.fail(Self.error(.pushFailed, retryable: false), at: 0, random: 0)
        var directions: [SyncDirection] = []
        for step in 1...40 {
            let now = UInt64(step) * 10 * Self.second
            plan.noteEvent(at: now, random: 0)
            guard case .sync(let direction) = plan.step(at: now) else { continue }
            directions.append(direction)
            plan.begin(direction)
            if direction == .pull {
                plan.succeed(direction, at: now)
            } else {
                plan.fail(Self.error(.pushFailed, retryable: false), at: now, random: 0)
            }
        }
        #expect(directions.count { $0 == .both } == 1 && directions[29] == .both)
    }

    @Test(
        "whatever happens: what may pass is tried within five minutes, a change in two seconds",
        arguments: 1...50 as ClosedRange<UInt64>)
    func anything(seed: UInt64) {
        let environment = ManualEnvironment(seed: seed)
        var plan = plan()
        var now: UInt64 = 0
        var running: SyncDirection?
        plan.wake(at: now)
        for _ in 0..<2000 {
            now += environment.random() >> 16 % (2 * Self.second)
            let random = environment.random()
            switch (environment.random() >> 16) % 9 {
            case 0: plan.noteChange(at: now)
            case 1: plan.noteEvent(at: now, random: random)
            case 2: plan.beginListening(at: now)
            case 3: plan.endListening(at: now)
            case 4 where random % 8 == 0: plan.wake(at: now)
            default: break
            }
            if let direction = running {
                running = nil
                end(&plan, direction, at: now, random)
            } else if case .sync(let direction) = plan.step(at: now) {
                plan.begin(direction)
                running = direction
            }
            if running == nil { check(&plan, at: now, "seed \(seed)") }
        }
    }

    private func end(
        _ plan: inout WatchPlan, _ direction: SyncDirection, at now: UInt64, _ random: UInt64
    ) {
        switch (random >> 8) % 8 {
        case 0: plan.fail(Self.error(.unavailable, retryable: true), at: now, random: random)
        case 1:
            plan.fail(
                Self.error(.busy, retryable: true, after: .seconds(30)), at: now, random: random)
        case 2: plan.fail(Self.error(.forked, retryable: false), at: now, random: random)
        case 3: plan.fail(Self.error(.unauthorized, retryable: false), at: now, random: random)
        case 4 where direction != .pull:
            plan.fail(Self.error(.pushFailed, retryable: false), at: now, random: random)
        default: plan.succeed(direction, at: now)
        }
    }

    private func check(_ plan: inout WatchPlan, at now: UInt64, _ what: Testing.Comment) {
        let pollLimit = (plan.isListening ? 600 : 60) * Self.second
        func isDue(within limit: UInt64) -> Bool {
            switch plan.step(at: now) {
            case .sync: true
            case .wait(let until): until.map { $0 - now <= limit } ?? false
            }
        }
        switch plan.phase {
        case .quiet:
            #expect(isDue(within: pollLimit), what)
            var changed = plan
            changed.noteChange(at: now)
            let until = now + 2 * Self.second
            #expect(changed.step(at: until) == .sync(.both), what)
        case .waiting: #expect(isDue(within: 300 * Self.second), what)
        case .paused, .stalled:
            if case .stalled(let error) = plan.phase, error.code == .pushFailed {
                #expect(isDue(within: pollLimit), what)
            }
            var woken = plan
            woken.wake(at: now)
            #expect(woken.step(at: now) == .sync(.both), what)
        }
    }
}
