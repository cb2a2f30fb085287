public import VNModel

/// How an article names a picture: by its address, by the digest of its bytes, or by both.
public struct MediaReference: Hashable, Sendable {
    /// Where the picture is on the network.
    public let url: String?
    /// What its bytes must come to.
    public let digest: MediaDigest?

    /// - Parameters:
    ///   - url: where the picture is on the network.
    ///   - digest: what its bytes must come to.
    public init(url: String?, digest: MediaDigest?) {
        self.url = url
        self.digest = digest
    }

    /// What a picture says of where its bytes are; `nil` if it says nothing.
    public init?(_ image: Image) {
        self.init(url: image.url, digest: image.sha256.flatMap { MediaDigest($0) })
        guard url != nil || digest != nil else { return nil }
    }
}

/// A picture that an article shows and whose file is not here.
public struct MissingMedia: Hashable, Sendable {
    /// The article.
    public let article: DocumentID
    /// How the article names it.
    public let reference: MediaReference
    /// Whether it is the article's leading picture.
    public let isLeading: Bool
    let published: Int64
    let place: Int64
}
