internal import ArgumentParser
internal import VNStore

/// How much of a list.
struct PageOptions: ParsableArguments, Sendable {
    private static let standard = 20
    private static let limitRange = 1...10_000
    private static let pageLimit = 1000

    @Option(help: ArgumentHelp("How many at most (default: 20).", valueName: "number"))
    var limit: Int?

    @Option(help: ArgumentHelp("Where the page before ended.", valueName: "cursor"))
    var after: String?

    /// Asks for page after page until there are as many elements as wanted.
    func collect<Element: Sendable>(
        _ context: Context, _ page: (Int, String?) async throws -> Page<Element>
    ) async throws -> Page<Element> {
        let wanted =
            try context.settings.integer(.limit, limit, in: PageOptions.limitRange)
            ?? PageOptions.standard
        var elements: [Element] = []
        var next = context.settings.text(.after, after)
        repeat {
            let found = try await page(min(wanted - elements.count, PageOptions.pageLimit), next)
            elements += found.elements
            next = found.next
        } while next != nil && elements.count < wanted
        return Page(elements: elements, next: next)
    }
}
