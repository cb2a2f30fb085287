internal import VNModel

/// One article or comment as it came out of a feed.
struct ReadEntry {
    /// Counts the entries of a source, from 1.
    let number: Int
    /// The line on which it begins.
    let line: Int
    /// Bytes it took.
    let bytes: Int
    let content: Result<ImportItem.Content, ImportError>
}

/// Reads the entries of one source.
protocol EntryReader {
    /// Bytes read so far.
    var bytesRead: Int { get }

    /// The next entry; `nil` at the end.
    ///
    /// - Throws: ``ImportError`` if what follows cannot be told apart.
    mutating func next() throws(ImportError) -> ReadEntry?
}

/// What the elements of a JSON format mean.
protocol JSONItems {
    /// The members of the document whose arrays come element by element.
    static var streamed: Set<String> { get }
    /// Whether the document itself is an element, and several may follow each other.
    static var takesObjects: Bool { get }

    /// Takes a member of the document that is no array of elements.
    mutating func take(header key: String, _ value: JSONValue)

    /// The document that an element is; `nil` for one that only helps others.
    func content(
        of value: JSONValue, in key: String?
    ) throws(ImportError) -> ImportItem.Content?
}

/// Reads a JSON format element by element.
struct JSONEntryReader<Items: JSONItems>: EntryReader {
    private var reader: JSONElementReader
    private var items: Items

    var bytesRead: Int { reader.bytesRead }

    /// Looks at the members of the document first, wherever they stand, if it can be read twice.
    init(_ source: ByteSource, _ items: Items) throws(ImportError) {
        self.items = items
        reader = try JSONElementReader(
            source, streamed: Items.streamed, takesObjects: Items.takesObjects)
        if source.isRepeatable, !Items.takesObjects {
            var header = try JSONElementReader(
                source, streamed: Items.streamed, skipsElements: true)
            // What is broken comes up again where it is read for good.
            while let element = try? header.next() { take(header: element) }
        }
    }

    private mutating func take(header element: JSONElementReader.Element) {
        guard element.number == 0, let key = element.key,
            let value = try? JSONValue(parsing: element.bytes)
        else { return }
        items.take(header: key, value)
    }

    mutating func next() throws(ImportError) -> ReadEntry? {
        while let element = try reader.next() {
            guard element.number > 0 else {
                take(header: element)
                continue
            }
            let content: Result<ImportItem.Content, ImportError>
            do throws(ImportError) {
                guard let found = try self.content(of: element) else { continue }
                content = .success(found)
            } catch {
                content = .failure(error)
            }
            return ReadEntry(
                number: element.number, line: element.line, bytes: element.bytes.count,
                content: content)
        }
        return nil
    }

    private func content(
        of element: JSONElementReader.Element
    ) throws(ImportError) -> ImportItem.Content? {
        guard !element.isTooLarge else {
            throw ImportError(
                ImportError.tooLarge,
                reason: "longer than \(ImportLimits.documentBytes) bytes at \(element.pointer)")
        }
        do throws(ImportError) {
            let value = try DocumentLine.json(element.bytes, isLast: false)
            guard value.object != nil else {
                throw ImportError(ImportError.unknownType, reason: "not a JSON object")
            }
            return try items.content(of: value, in: element.key)
        } catch {
            throw error.inside(element.pointer)
        }
    }
}

extension ImportError {
    /// The same error with the place of the element it was found in.
    func inside(_ pointer: String) -> ImportError {
        guard !pointer.isEmpty else { return self }
        return ImportError(code, line: line, reason: "in \(pointer): \(reason)")
    }
}
