internal import Foundation

/// Bytes that are read from the start, in chunks.
struct ByteSource {
    /// What reports call it.
    let name: String
    /// How many bytes there are; `nil` if nobody knows before the end.
    let count: Int?
    /// When the file was last changed, in milliseconds since 1970; `nil` if it is none.
    let modified: Int64?
    /// The name of the folder that is imported, or that the file stands in.
    let folder: String?
    private let content: Content

    private enum Content {
        case file(String)
        case bytes([UInt8], chunks: [Int])
        /// A file that somebody else opened, from an offset on.
        case opened(Int32, at: Int)
        /// A source that was begun and cannot be begun again.
        case begun(ByteReader)
    }

    /// Whether the same bytes can be read again.
    var isRepeatable: Bool { count != nil }

    /// - Parameters:
    ///   - bytes: all there is.
    ///   - name: what reports call it.
    ///   - chunks: bytes of each chunk, again and again; none for chunks of the usual size.
    ///   - isRepeatable: false for bytes that behave as those of a pipe.
    init(bytes: [UInt8], name: String, chunks: [Int] = [], isRepeatable: Bool = true) {
        self.name = name
        count = isRepeatable ? bytes.count : nil
        (modified, folder) = (nil, nil)
        content = .bytes(bytes, chunks: chunks)
    }

    init(file path: String, folder: String? = nil) {
        name = path
        self.folder = folder ?? ByteSource.name(of: (path as NSString).deletingLastPathComponent)
        content = .file(path)
        // The attributes of a link are its own; what it points to counts here.
        let target = (path as NSString).resolvingSymlinksInPath
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        let isRegular = attributes?[.type] as? FileAttributeType == .typeRegular
        count = isRegular ? (attributes?[.size] as? NSNumber)?.intValue : nil
        let date = isRegular ? attributes?[.modificationDate] as? Date : nil
        modified = date.map { Int64($0.timeIntervalSince1970 * 1000) }
    }

    /// The same source where a reader has only looked at how it begins: one that cannot be read
    /// again goes on with what was looked at.
    func lookedAt(by reader: ByteReader) -> ByteSource {
        isRepeatable ? self : ByteSource(begun: reader, name: name, folder: folder)
    }

    /// What an open descriptor gives: a file from where it stands, or a pipe.
    ///
    /// A pipe that ends soon is as good as bytes at hand. Formats without references are not
    /// waited for.
    init(
        descriptor: Int32, name: String, as format: ImportFormat
    ) throws(ImportError) {
        if let (start, end) = ByteReader.range(of: descriptor) {
            self.init(name, count: end - start, .opened(descriptor, at: start))
            return
        }
        var reader = ByteReader(descriptor: descriptor)
        var beginning: [UInt8] = []
        let waits = format == .auto || format == .wordpress || EntryFormat(format) != nil
        while waits, beginning.count <= ImportLimits.documentBytes {
            guard try reader.read(into: &beginning, name: name) > 0 else {
                self.init(bytes: beginning, name: name)
                return
            }
        }
        self.init(begun: reader.after(beginning), name: name, folder: nil)
    }

    private init(_ name: String, count: Int, _ content: Content) {
        (self.name, self.count, self.content) = (name, count, content)
        (modified, folder) = (nil, nil)
    }

    private init(begun reader: ByteReader, name: String, folder: String?) {
        (self.name, self.folder) = (name, folder)
        (count, modified) = (nil, nil)
        content = .begun(reader)
    }

    /// Hands the bytes over in chunks.
    ///
    /// - Throws: ``ImportError`` `import.unreadable`.
    func open(at offset: Int = 0) throws(ImportError) -> ByteReader {
        switch content {
        case .bytes(let bytes, let chunks):
            return ByteReader(bytes: bytes, chunks: chunks, position: offset)
        case .begun(let reader): return reader
        case .opened(let descriptor, let start):
            return ByteReader(descriptor: descriptor, position: start + offset)
        case .file(let path):
            do {
                let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                if offset > 0 { try handle.seek(toOffset: UInt64(offset)) }
                return ByteReader(file: handle)
            } catch {
                throw ByteSource.unreadable(path)
            }
        }
    }

    static func unreadable(_ path: String) -> ImportError {
        ImportError(
            ImportError.unreadable,
            reason: "\(path) cannot be read; check its name and your rights")
    }

    /// The sources of an import, in the order in which they are read.
    static func list(
        _ source: ImportSource, as format: ImportFormat
    ) throws(ImportError) -> [ByteSource] {
        switch source {
        case .file(let path): return [ByteSource(file: path)]
        case .bytes(let bytes, let name): return [ByteSource(bytes: bytes, name: name)]
        case .descriptor(let descriptor, let name):
            return [try ByteSource(descriptor: descriptor, name: name, as: format)]
        case .directory(let path):
            let folder = name(of: path)
            return try files(in: path, format.fileEndings).map {
                ByteSource(file: $0, folder: folder)
            }.filter {
                format != .auto || !$0.name.hasSuffix(ImportFormat.feedEndings) || $0.isFeed
            }
        }
    }

    /// The last part of a path; `nil` for `.` and the like.
    private static func name(of path: String) -> String? {
        let name = (path as NSString).standardizingPath.split(separator: "/").last
        return name.flatMap { $0 == "." || $0 == ".." ? nil : String($0) }
    }

    /// Whether it begins as a feed does.
    private var isFeed: Bool {
        guard let bytes = try? beginning() else { return true }
        return EntryFormat(beginning: bytes) != nil
    }

    /// What it begins with, of one that can be read again: a chunk, however small the parts are
    /// in which it comes.
    func beginning() throws(ImportError) -> [UInt8] {
        var reader = try open()
        var bytes: [UInt8] = []
        while bytes.count < ImportLimits.chunkBytes, try reader.read(into: &bytes, name: name) > 0 {
        }
        return Array(bytes.prefix(ImportLimits.chunkBytes))
    }

    private static func files(
        in directory: String, _ endings: [String]
    ) throws(ImportError) -> [String] {
        let manager = FileManager.default
        let names: [String]
        do {
            names = try manager.contentsOfDirectory(atPath: directory).sorted {
                $0.utf8.lexicographicallyPrecedes($1.utf8)
            }
        } catch {
            throw unreadable(directory)
        }
        var result: [String] = []
        for name in names {
            let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
            let type = try? manager.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            if type == .typeDirectory {
                result += try files(in: path, endings)
            } else if name.hasSuffix(endings) {
                result.append(path)
            }
        }
        return result
    }
}

/// A place in a ``ByteSource``.
struct ByteReader {
    private let file: FileHandle?
    /// A descriptor that somebody else opened, and closes.
    private let descriptor: Int32?
    private let isSeekable: Bool
    private let bytes: [UInt8]
    private let chunks: [Int]
    private var position: Int
    private var chunk = 0
    /// Bytes that were read from the source and come before its others.
    private var ahead: [UInt8] = []

    /// The same place with bytes before it that were read already.
    func after(_ bytes: [UInt8]) -> ByteReader {
        var result = self
        result.ahead = bytes
        return result
    }

    fileprivate init(file: FileHandle) {
        (self.file, bytes, chunks, position) = (file, [], [], 0)
        (descriptor, isSeekable) = (nil, false)
    }

    /// - Parameter position: where to read, without moving the descriptor; `nil` for a pipe.
    fileprivate init(descriptor: Int32, position: Int? = nil) {
        (file, bytes, chunks) = (nil, [], [])
        (self.descriptor, isSeekable, self.position) = (descriptor, position != nil, position ?? 0)
    }

    /// From where to where a descriptor can be read; `nil` if it is none of a file.
    fileprivate static func range(of descriptor: Int32) -> (start: Int, end: Int)? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        let start = max(0, Int(lseek(descriptor, 0, SEEK_CUR)))
        return (start, max(start, Int(status.st_size)))
    }

    fileprivate init(bytes: [UInt8], chunks: [Int], position: Int) {
        (file, self.bytes, self.chunks, self.position) = (nil, bytes, chunks, position)
        (descriptor, isSeekable) = (nil, false)
    }

    /// Appends the next bytes.
    ///
    /// - Returns: how many; 0 at the end.
    mutating func read(into buffer: inout [UInt8], name: String) throws(ImportError) -> Int {
        if !ahead.isEmpty {
            defer { ahead = [] }
            buffer.append(contentsOf: ahead)
            return ahead.count
        }
        if let descriptor { return try read(descriptor, into: &buffer, name: name) }
        guard let file else {
            let size = chunks.isEmpty ? ImportLimits.chunkBytes : chunks[chunk % chunks.count]
            let start = min(position, bytes.count)
            let end = min(bytes.count, start + max(1, size))
            buffer.append(contentsOf: bytes[start..<end])
            (position, chunk) = (end, chunk + 1)
            return end - start
        }
        do {
            let data = try file.read(upToCount: ImportLimits.chunkBytes) ?? Data()
            buffer.append(contentsOf: data)
            return data.count
        } catch {
            throw ByteSource.unreadable(name)
        }
    }

    private mutating func read(
        _ descriptor: Int32, into buffer: inout [UInt8], name: String
    ) throws(ImportError) -> Int {
        let (isSeekable, position) = (isSeekable, position)
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: ImportLimits.chunkBytes) { part, filled in
            repeat {
                count =
                    isSeekable
                    ? pread(descriptor, part.baseAddress, part.count, off_t(position))
                    : Foundation.read(descriptor, part.baseAddress, part.count)
            } while count < 0 && errno == EINTR
            filled = max(0, count)
        }
        guard count >= 0 else { throw ByteSource.unreadable(name) }
        buffer += bytes
        self.position += count
        return count
    }
}

extension String {
    /// Whether the text ends with one of some texts in lower case, whatever its own case.
    fileprivate func hasSuffix(_ ends: [String]) -> Bool {
        let text = lowercased()
        return ends.contains { text.hasSuffix($0) }
    }
}
