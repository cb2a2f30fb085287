import VNModel
import VNStore

/// What the first screen shows, kept up to date while the screen is there.
@MainActor
final class FrontPage {
    private(set) var articles: [ArticleSummary] = []
    private(set) var problem: StoreError?

    /// Follows the library until the task that calls it is cancelled.
    func follow(_ library: Library) async {
        do {
            for try await page in library.store.observe(ArticleQuery()) {
                articles = page.elements
            }
        } catch let error as StoreError {
            problem = error
        } catch {
            // Nothing else is thrown while iterating.
        }
    }
}
