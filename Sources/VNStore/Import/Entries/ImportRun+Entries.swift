internal import VNModel

extension ImportRun {
    /// Reads the entries of a feed.
    ///
    /// What the source cannot be told apart behind is a failure of the source; the entries before
    /// it are kept.
    ///
    /// - Parameters:
    ///   - feed: its format.
    ///   - source: the source, of which nothing was read for good.
    ///   - index: its position among the sources.
    /// - Returns: the bytes of the source.
    mutating func readEntries(
        _ feed: EntryFormat, _ source: ByteSource, _ index: Int
    ) async throws -> Int {
        let start = finishedBytes
        var reader = try reader(of: feed, source)
        while !report.isStopped {
            let entry: ReadEntry
            do throws(ImportError) {
                guard let next = try reader.next() else { break }
                entry = next
            } catch {
                guard error.code != ImportError.unreadable else { throw error }
                try await fail(ImportRun.place(in: source, index, line: error.line).failure(error))
                break
            }
            report.bytes = start + reader.bytesRead
            try await add(entry.content, place(of: entry, index), entry.bytes)
        }
        return reader.bytesRead
    }

    /// Takes comments once more that came before their article or parent.
    mutating func readAgain(_ index: Int, _ numbers: Set<Int>) async throws {
        let source = sources[index]
        let beginning = try source.beginning()
        guard let feed = EntryFormat(format) ?? EntryFormat(beginning: beginning) else { return }
        var reader = try reader(of: feed, source)
        var left = numbers
        while !report.isStopped, !left.isEmpty, let entry = try reader.next() {
            guard left.remove(entry.number) != nil else { continue }
            let place = place(of: entry, index)
            try await add(entry.content, place, entry.bytes, isLastTry: true)
        }
        try await flush(isLastTry: true)
    }

    /// Gathers what posts and comments of WordPress refer to by numbers, from all sources.
    mutating func indexWordPress() {
        guard format == .auto || format == .wordpress else { return }
        for source in sources where source.isRepeatable {
            guard let beginning = try? source.beginning(),
                format == .wordpress || EntryFormat(beginning: beginning) == .wordPress,
                var reader = try? JSONElementReader(
                    source, streamed: WordPressItems.streamed)
            else { continue }
            // What is broken comes up again where it is read for good.
            while let element = try? reader.next() {
                guard let value = try? JSONValue(parsing: element.bytes) else { continue }
                wordPress.take(value, in: element.key)
            }
        }
    }

    private func reader(
        of feed: EntryFormat, _ source: ByteSource
    ) throws(ImportError) -> any EntryReader {
        switch feed {
        case .jsonFeed: try JSONEntryReader(source, JSONFeedItem.List())
        case .ninjs: try JSONEntryReader(source, NinjsItem.List())
        case .wordPress: try JSONEntryReader(source, WordPressItems(index: wordPress))
        case .xml: try XMLEntryReader(source)
        }
    }

    private func place(of entry: ReadEntry, _ index: Int) -> ImportPlace {
        let source = sources[index]
        var place = ImportRun.place(in: source, index, line: entry.line)
        place.entry = entry.number
        if !source.isRepeatable, case .success(.comment(let comment)) = entry.content {
            place.bytes = comment.json.canonicalBytes
        }
        return place
    }

    private static func place(in source: ByteSource, _ index: Int, line: Int) -> ImportPlace {
        ImportPlace(
            source: index, name: source.name, line: line, offset: 0, count: 0, bytes: nil)
    }
}
