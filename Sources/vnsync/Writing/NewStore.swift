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
        return try await store.use(orDiscarding: { StorePath.remove(path) }, body)
    }
}

extension ContentStore {
    /// Runs a closure and closes the store; one that is still without an article when the closure
    /// fails is discarded.
    func use<T>(
        orDiscarding discard: () -> Void, _ body: (ContentStore) async throws -> T
    ) async throws -> T {
        var isEmpty = false
        do {
            return try await use { store in
                do {
                    return try await body(store)
                } catch {
                    isEmpty = (try? await articles(ArticleQuery()).elements.isEmpty) ?? false
                    throw error
                }
            }
        } catch {
            if isEmpty { discard() }
            throw error
        }
    }
}
