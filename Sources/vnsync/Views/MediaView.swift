internal import VNModel
internal import VNStore

/// What commands tell about media files.
struct MediaView {
    let context: Context

    /// A line of `media missing`.
    static func record(_ media: MissingMedia) -> [(String, JSONValue?)] {
        [("article", .text(media.article)), ("lead", .bool(media.isLeading))]
            + members(media.reference)
    }

    /// What `media fetch` did.
    func show(_ report: MediaFetchReport) throws {
        if context.isJSON {
            let failed = report.failures.map { failure in
                JSONValue.members(
                    MediaView.members(failure.reference) + [
                        ("code", .string(failure.error.code)),
                        ("reason", .string(failure.error.message)),
                    ])
            }
            return try context.json([
                ("files", .count(report.files)), ("bytes", .count(report.bytes)),
                ("failedCount", .count(report.failureCount)), ("failed", .array(failed)),
                ("unreachable", .count(report.unreachable)),
                ("reachedLimit", .bool(report.reachedLimit)),
            ])
        }
        let messages = context.messages
        let text =
            context.isDryRun
            ? messages(MediaPhrase.wouldFetch, count: report.files)
            : messages(MediaPhrase.fetched, count: report.files, messages.bytes(report.bytes))
        try context.result([], text)
        if report.reachedLimit { context.note(messages(MediaPhrase.limited)) }
        if report.unreachable > 0 {
            context.note(messages(MediaPhrase.unreachable, count: report.unreachable))
        }
        guard report.failureCount > 0 else { return }
        context.note(messages(MediaPhrase.failed, count: report.failureCount))
        for failure in report.failures {
            let place = failure.reference.url ?? failure.reference.digest?.description ?? ""
            context.note(
                SafeText.line("    \(place): \(failure.error.message) (\(failure.error.code))"))
        }
    }

    /// What `media collect` did.
    func show(_ report: MediaCollectionReport) throws {
        let messages = context.messages
        try context.result(
            [
                ("files", .count(report.files)), ("bytes", .count(report.bytes)),
                ("removed", .count(report.removedFiles)),
                ("removedBytes", .count(report.removedBytes)),
                ("remains", .count(report.removedRemains)),
                ("forgotten", .count(report.forgottenRows)),
            ],
            messages(
                MediaPhrase.collected, count: report.removedFiles,
                messages.bytes(report.removedBytes), messages.number(report.files),
                messages.bytes(report.bytes)))
    }

    private static func members(_ reference: MediaReference) -> [(String, JSONValue?)] {
        [("url", .text(reference.url)), ("sha256", .text(reference.digest))]
    }
}
