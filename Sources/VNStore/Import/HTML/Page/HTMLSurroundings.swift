/// What is known of a page from where it lay, for pages that do not say it themselves.
struct HTMLSurroundings: Sendable {
    /// The day on which its file was last changed, `2024-01-21`.
    var day: String?
    /// The name of the folder.
    var folder: String?
}
