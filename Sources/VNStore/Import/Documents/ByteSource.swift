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
        case bytes([UInt8])
        /// A source that was begun and cannot be begun again.
        case begun(ByteReader)
    }

    /// Whether the same bytes can be read again.
    var isRepeatable: Bool { count != nil }

    init(bytes: [UInt8], name: String) {
        self.name = name
        count = bytes.count
        (modified, folder) = (nil, nil)
        content = .bytes(bytes)
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
        case .bytes(let bytes): return ByteReader(bytes: bytes, position: offset)
        case .begun(let reader): return reader
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
        var bytes: [UInt8] = []
        guard var reader = try? open(), (try? reader.read(into: &bytes, name: name)) != nil else {
            return true
        }
        return EntryFormat(beginning: bytes) != nil
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
    private let bytes: [UInt8]
    private var position: Int
    /// Bytes that were read from the file and come before its others.
    private var ahead: [UInt8] = []

    /// The same place with bytes before it that were read already.
    func after(_ bytes: [UInt8]) -> ByteReader {
        var result = self
        result.ahead = bytes
        return result
    }

    fileprivate init(file: FileHandle) { (self.file, bytes, position) = (file, [], 0) }

    fileprivate init(bytes: [UInt8], position: Int) {
        (file, self.bytes, self.position) = (nil, bytes, position)
    }

    /// Appends the next bytes.
    ///
    /// - Returns: how many; 0 at the end.
    mutating func read(into buffer: inout [UInt8], name: String) throws(ImportError) -> Int {
        guard let file else {
            let end = min(bytes.count, position + ImportLimits.chunkBytes)
            buffer.append(contentsOf: bytes[position..<end])
            defer { position = end }
            return end - position
        }
        if !ahead.isEmpty {
            defer { ahead = [] }
            buffer.append(contentsOf: ahead)
            return ahead.count
        }
        do {
            let data = try file.read(upToCount: ImportLimits.chunkBytes) ?? Data()
            buffer.append(contentsOf: data)
            return data.count
        } catch {
            throw ByteSource.unreadable(name)
        }
    }
}

extension String {
    /// Whether the text ends with one of some texts in lower case, whatever its own case.
    fileprivate func hasSuffix(_ ends: [String]) -> Bool {
        let text = lowercased()
        return ends.contains { text.hasSuffix($0) }
    }
}
