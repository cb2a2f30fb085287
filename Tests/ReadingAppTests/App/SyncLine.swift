import VNModel
import VNStore
import VNSync

/// The line at the bottom of the screen that says how the exchange with the hub is going.
@MainActor
final class SyncLine {
    private(set) var text = ""

    /// Syncs now and whenever something changes here or at the hub, until the task is cancelled.
    ///
    /// - Throws: `StoreError` if the store itself fails; `CancellationError`.
    func follow(_ watcher: SyncWatcher) async throws {
        async let ended: Void = watcher.run()
        for await status in watcher.statuses() { text = SyncLine.words(for: status) }
        try await ended
    }

    /// What a status is called.
    static func words(for status: SyncStatus) -> String {
        switch status {
        case .idle: "Đã đồng bộ"
        case .connecting: "Đang kết nối…"
        case .pushing(let done, let total): "Đang gửi \(done)/\(total)"
        case .pulling(let done, let total): "Đang nhận \(done)/\(total)"
        case .waiting: "Sẽ thử lại sau ít phút"
        case .paused(let reason), .stalled(let reason): "Cần bạn xem lại: \(reason.message)"
        }
    }
}
