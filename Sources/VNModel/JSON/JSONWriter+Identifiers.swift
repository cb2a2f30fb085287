extension JSONWriter {
    /// Appends the text of an id, without quotes.
    package mutating func id(_ id: DocumentID) {
        append(count: DocumentID.textLength) { buffer in
            id.writeText(into: buffer)
            return 0..<DocumentID.textLength
        }
    }

    /// Appends the text of an id, without quotes.
    package mutating func id(_ replica: ReplicaID) {
        append(count: Base32.length) { buffer in
            Base32.write(replica.bits, into: buffer)
            return 0..<Base32.length
        }
    }

    /// Appends the text of a dot, without quotes.
    package mutating func id(_ dot: Dot) {
        id(dot.replica)
        raw(":")
        integer(dot.counter)
    }

    /// Appends the text of a hash, without quotes.
    package mutating func id(_ hash: ChangeHash) {
        append(count: ChangeHash.textLength) { buffer in
            hash.writeText(into: buffer)
            return 0..<ChangeHash.textLength
        }
    }

    /// Appends what a document is, without quotes.
    package mutating func kind(_ kind: DocumentKind) {
        switch kind {
        case .article: raw("article")
        case .comment: raw("comment")
        }
    }
}
