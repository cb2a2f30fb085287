import Testing
import VNModel
import VNSimulator

@Suite("Damage")
struct DamageTests {
    @Test("a document that is not what was written is found and fetched again, and only it")
    func damage() async throws {
        var configuration = SimulationConfiguration(faults: [.damagedDocument])
        configuration.weights = [.damage: 8]
        let simulation = Simulation(configuration)
        let lines = try await simulation.expectSound(1...12)
        for kind in ["gone", "without", "other bytes"] {
            #expect(lines.contains { $0.contains("damage of") && $0.contains(kind) }, "\(kind)")
        }
        // Rows that are missing are found by pulls, bytes under a digest by the store itself.
        #expect(lines.contains { $0.contains("pulled") && $0.hasSuffix("repaired 1") })
        #expect(lines.contains { $0.hasSuffix("verifies itself: 1 to read again") })
    }

    @Test("answers and requests that no reader may take change nothing")
    func hostile() async throws {
        let simulation = Simulation(
            SimulationConfiguration(faults: [.hostileAnswer, .hostileRequest], steps: 60))
        let lines = try await simulation.expectSound(1...10)
        #expect(lines.contains { $0.contains("remote.protocol") || $0.contains("protocol") })
    }

    @Test("no kind of hostile payload is read", arguments: HostilePayload.allCases)
    func unreadable(payload: HostilePayload) throws {
        let message = Array("{\"a\":1}\n{\"b\":2}".utf8)
        for place in 0..<2 {
            let planted = try #require(payload.planted(in: message, at: place))
            let lines = planted.split(separator: UInt8(ascii: "\n"))
            #expect(lines.count == 2)
            for (index, line) in lines.enumerated() {
                let value = try? JSONValue(parsing: Array(line))
                #expect((value == nil) == (index == place), "\(payload.rawValue)")
            }
        }
        #expect(payload.planted(in: Array("no object".utf8), at: 0) == nil)
    }
}
