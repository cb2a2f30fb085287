import VNModel
import VNStore

/// Everything the app reads and writes. A value, so any part of the app may hold one.
struct Library: Sendable {
    let store: ContentStore

    /// Opens the library, or makes an empty one the first time.
    static func open(at path: String) async throws -> Library {
        do {
            return Library(store: try await ContentStore.open(at: path))
        } catch let error as StoreError where error.code == .notFound {
            return Library(store: try await ContentStore.create(at: path))
        }
    }

    func close() async throws { try await store.close() }
}
