internal import VNModel
internal import VNStore

/// The store that `init` and `clone` make; in a dry run it is made aside and goes away again.
struct NewStore {
    let context: Context
    /// Where it comes.
    let path: String
    /// What people call it.
    let name: String?

    /// Makes the store, hands it to `body` and closes it whatever happens. If `body` fails and
    /// the store is still empty, nothing is left behind.
    func make<T: Sendable>(_ body: (ContentStore) async throws -> T) async throws -> T {
        guard context.isDryRun else { return try await make(at: path, body) }
        try ContentStore.checkNew(at: path)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        return try await make(at: folder.path("store.db"), body)
    }

    private func make<T: Sendable>(
        at path: String, _ body: (ContentStore) async throws -> T
    ) async throws -> T {
        let store = try await ContentStore.create(
            at: path, name: context.settings.text(.name, name))
        do {
            let result = try await body(store)
            try await store.close()
            return result
        } catch {
            let isEmpty = try? await store.articles(ArticleQuery()).elements.isEmpty
            try? await store.close()
            if isEmpty ?? false { StorePath.remove(path) }
            throw error
        }
    }
}
