/// Which pictures of articles are fetched.
public enum MediaPolicy: String, Hashable, Sendable, CaseIterable {
    /// None.
    case none
    /// The leading picture of each article.
    case leadImages = "lead"
    /// Every picture.
    case all
}
