import CoreMetrics
import Logging
import MetricsTestKit
import TestSupport
import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Metrics and logs of a sync")
struct SyncMetricsTests {
    private let remote = [("remote", "origin")]

    private func total(_ metric: SyncMetric, _ metrics: TestMetrics) -> Int {
        Int(metrics.counterTotal(label: metric.rawValue, dimensions: remote))
    }

    @Test("what a sync did is counted with the name of its remote")
    func counted() async throws {
        let world = try await World()
        let metrics = TestMetrics()
        let alice = try await world.replica("alice") { $0.metricsFactory = metrics }
        let bob = try await world.replica("bob")
        let id = try await alice.post("Đầu đề", id: 1)
        let first = try await alice.sync()
        try await bob.sync()
        try await bob.setHeadline("của bob", of: id)
        try await bob.sync()
        try await alice.setHeadline("của alice", of: id)
        let second = try await alice.sync()
        #expect(total(.pushedChanges, metrics) == 2)
        #expect(total(.mergedChanges, metrics) == second.pushed.merged)
        #expect(second.pushed.merged == 1)
        #expect(
            total(.pulledDocuments, metrics) == first.pulled.documents + second.pulled.documents)
        #expect(total(.roundTrips, metrics) == first.roundTrips + second.roundTrips)
        #expect(total(.bytesSent, metrics) == first.pushed.bytes + second.pushed.bytes)
        #expect(total(.bytesReceived, metrics) == first.pulled.bytes + second.pulled.bytes)
        let pending = try metrics.expectGauge(SyncMetric.pending.rawValue, remote).values
        #expect(pending == [1, 0, 1, 0])
        let conflicts = try metrics.expectGauge(SyncMetric.conflicts.rawValue, remote).lastValue
        #expect(conflicts == Double(second.conflicts))
        #expect(try metrics.expectTimer(SyncMetric.duration.rawValue, remote).values.count == 2)
        let success = remote + [("result", "success")]
        #expect(
            metrics.counterTotal(label: SyncMetric.syncs.rawValue, dimensions: success) == 2)
    }

    @Test("a sync that fails is counted by its code, its attempts before as retries")
    func failed() async throws {
        let world = try await World()
        let metrics = TestMetrics()
        let alice = try await world.replica("alice") {
            $0.metricsFactory = metrics
            $0.retryLimit = 2
        }
        let problem = Problem(status: 503, code: "hub.busy", title: "", detail: "full")
        alice.transport.harm { _, _ in .problem(problem) }
        let error = await alice.syncFails()
        let result = remote + [("result", error?.code.rawValue ?? "")]
        #expect(metrics.counterTotal(label: SyncMetric.syncs.rawValue, dimensions: result) == 1)
        #expect(total(.retries, metrics) == 2)
        #expect(total(.roundTrips, metrics) == 3)
    }

    @Test("an engine makes the handle of every label but the one that is named by a result")
    func labels() async throws {
        let world = try await World()
        let metrics = TestMetrics()
        let alice = try await world.replica("alice") { $0.metricsFactory = metrics }
        let made = Set(
            metrics.counters.map(\.label) + metrics.timers.map(\.label)
                + metrics.recorders.map(\.label))
        let known = Set(SyncMetric.allCases.map(\.rawValue))
        #expect(made == known.subtracting([SyncMetric.syncs.rawValue]))
        try await alice.sync()
        #expect(metrics.counters.contains { $0.label == SyncMetric.syncs.rawValue })
    }

    @Test("an engine says what it does below info, with its remote, without content and token")
    func logs() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let recorder = LogRecorder()
        var configuration = SyncConfiguration()
        configuration.token = { _ in "giữkín" }
        let engine = SyncEngine(
            store: alice.store, remote: "origin", transport: alice.transport,
            environment: alice.environment, configuration: configuration,
            logger: recorder.logger)
        _ = try await alice.post("Tuyệtmật")
        try await engine.sync()
        alice.transport.harmOnce("/v1/hello", .loseResponse)
        await #expect(throws: SyncError.self) { try await engine.sync() }
        let messages = recorder.entries.map(\.message)
        #expect(messages.contains("sync begins") && messages.contains("session over"))
        #expect(messages.contains("request failed"))
        #expect(recorder.entries.allSatisfy { $0.level < .info })
        #expect(recorder.entries.allSatisfy { $0.metadata["remote"] == "origin" })
        let secrets = ["giữkín", "Tuyệtmật"]
        #expect(
            !recorder.entries.contains { entry in secrets.contains { entry.text.contains($0) } })
    }
}
