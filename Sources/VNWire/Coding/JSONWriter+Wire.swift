internal import VNModel

extension JSONWriter {
    /// Appends the text of an id with its quotes.
    mutating func quoted(_ id: DocumentID) {
        raw("\"")
        self.id(id)
        raw("\"")
    }

    /// Appends the text of an id with its quotes.
    mutating func quoted(_ replica: ReplicaID) {
        raw("\"")
        id(replica)
        raw("\"")
    }

    /// Appends the text of a dot with its quotes.
    mutating func quoted(_ dot: Dot) {
        raw("\"")
        id(dot)
        raw("\"")
    }

    /// Appends the text of a hash with its quotes.
    mutating func quoted(_ hash: ChangeHash) {
        raw("\"")
        id(hash)
        raw("\"")
    }

    /// Appends the elements as an array.
    mutating func list<Element>(
        _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
    ) {
        raw("[")
        var isFirst = true
        for element in elements {
            if !isFirst { raw(",") }
            isFirst = false
            write(&self, element)
        }
        raw("]")
    }

    /// Appends ids as an array of strings.
    mutating func ids(_ ids: [ReplicaID]) {
        list(ids) { writer, id in writer.quoted(id) }
    }

    /// Appends ids as an array of strings.
    mutating func ids(_ ids: some Sequence<DocumentID>) {
        list(ids) { writer, id in writer.quoted(id) }
    }

    /// Appends texts as an array of strings.
    mutating func texts(_ texts: [String]) {
        list(texts) { writer, text in writer.string(text) }
    }
}
