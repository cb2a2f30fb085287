import Testing
import VNSync

@Suite("Pauses between attempts")
struct RetryPauseTests {
    @Test("the bound doubles from one second to the limit, and the pause lies anywhere below it")
    func growth() {
        for (attempt, seconds) in [(1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (1000, 300)] {
            let longest = RetryPause.before(
                attempt: attempt, random: .max, limit: .seconds(300))
            #expect(longest <= .seconds(seconds) && longest > .seconds(seconds) * 0.99)
            let half = RetryPause.before(
                attempt: attempt, random: 1 << 63, limit: .seconds(300))
            #expect(half == .seconds(seconds) / 2)
            #expect(RetryPause.before(attempt: attempt, random: 0, limit: .seconds(300)) == .zero)
        }
    }
}
