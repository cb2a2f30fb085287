/// What is known of a page from where it lay, for pages that do not say it themselves.
package struct HTMLSurroundings: Sendable {
    /// The day on which its file was last changed, `2024-01-21`.
    package var day: String?
    /// The name of the folder.
    package var folder: String?

    /// - Parameters:
    ///   - day: the day on which its file was last changed.
    ///   - folder: the name of the folder.
    package init(day: String? = nil, folder: String? = nil) {
        self.day = day
        self.folder = folder
    }
}
