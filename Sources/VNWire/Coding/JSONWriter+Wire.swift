internal import VNModel

extension JSONWriter {
    /// Appends the text of an id with its quotes; ids need no escapes.
    mutating func quoted(_ id: some CustomStringConvertible) {
        raw("\"")
        raw(id.description.utf8)
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
    mutating func ids(_ ids: some Sequence<some CustomStringConvertible>) {
        list(ids) { writer, id in writer.quoted(id) }
    }

    /// Appends texts as an array of strings.
    mutating func texts(_ texts: [String]) {
        list(texts) { writer, text in writer.string(text) }
    }
}
