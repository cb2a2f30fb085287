/// What the first bytes of a picture say about it; what anybody else says is not believed.
struct ImageHeader: Hashable, Sendable {
    let contentType: String
    /// Pixels across and down; `nil` if they stand further behind than was looked.
    var width: Int?
    var height: Int?

    /// Reads the head of a PNG, JPEG, GIF or WebP file.
    ///
    /// - Parameters:
    ///   - head: the first bytes of the file.
    ///   - isWhole: whether these are all of its bytes.
    /// - Throws: ``MediaError`` `media.not-an-image`, `media.damaged`.
    /// - Complexity: O(*n*) in the segments of a JPEG, else O(1).
    init(_ head: [UInt8], isWhole: Bool) throws(MediaError) {
        let bytes = HeadBytes(head)
        let size: (width: Int, height: Int)?
        if bytes.starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0) {
            contentType = "image/png"
            size = try ImageHeader.png(bytes)
        } else if bytes.starts(Array("GIF87a".utf8), at: 0)
            || bytes.starts(Array("GIF89a".utf8), at: 0)
        {
            contentType = "image/gif"
            size = try ImageHeader.gif(bytes)
        } else if bytes.starts(Array("RIFF".utf8), at: 0),
            bytes.starts(Array("WEBP".utf8), at: 8)
        {
            contentType = "image/webp"
            size = try ImageHeader.webP(bytes)
        } else if bytes.starts([0xFF, 0xD8, 0xFF], at: 0) {
            contentType = "image/jpeg"
            size = try ImageHeader.jpeg(bytes, isWhole: isWhole)
        } else {
            throw .notAnImage
        }
        guard let size else { return }
        guard size.width > 0, size.height > 0 else { throw .damaged }
        (width, height) = (size.width, size.height)
    }

    private static func png(_ bytes: HeadBytes) throws(MediaError) -> (Int, Int)? {
        guard bytes.starts(Array("IHDR".utf8), at: 12), let width = bytes.big(4, at: 16),
            let height = bytes.big(4, at: 20), width <= Int32.max, height <= Int32.max
        else { throw .damaged }
        return (width, height)
    }

    private static func gif(_ bytes: HeadBytes) throws(MediaError) -> (Int, Int)? {
        guard let width = bytes.little(2, at: 6), let height = bytes.little(2, at: 8) else {
            throw .damaged
        }
        return (width, height)
    }

    private static func webP(_ bytes: HeadBytes) throws(MediaError) -> (Int, Int)? {
        if bytes.starts(Array("VP8X".utf8), at: 12), let width = bytes.little(3, at: 24),
            let height = bytes.little(3, at: 27)
        {
            return (width + 1, height + 1)
        }
        if bytes.starts(Array("VP8L".utf8), at: 12), bytes.starts([0x2F], at: 20),
            let bits = bytes.little(4, at: 21)
        {
            return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        }
        // The two upper bits of each number say how to enlarge the picture.
        if bytes.starts(Array("VP8 ".utf8), at: 12), bytes.starts([0x9D, 0x01, 0x2A], at: 23),
            let width = bytes.little(2, at: 26), let height = bytes.little(2, at: 28)
        {
            return (width & 0x3FFF, height & 0x3FFF)
        }
        throw .damaged
    }

    /// Goes from segment to segment until the one that begins the picture.
    private static func jpeg(
        _ bytes: HeadBytes, isWhole: Bool
    ) throws(MediaError) -> (Int, Int)? {
        var place = 2
        for _ in 0..<MediaLimits.segments {
            guard let mark = bytes.big(1, at: place) else { break }
            guard mark == 0xFF else { throw .damaged }
            guard let kind = bytes.big(1, at: place + 1) else { break }
            switch kind {
            case 0xFF: place += 1
            case 0x01, 0xD0...0xD7: place += 2
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard let height = bytes.big(2, at: place + 5),
                    let width = bytes.big(2, at: place + 7)
                else { throw .damaged }
                return (width, height)
            // Pixels, or the end, without a size before them.
            case 0x00, 0xD8...0xDA: throw .damaged
            default:
                // Where the length is cut off, the next step meets the end.
                let length = bytes.big(2, at: place + 2) ?? MediaLimits.headBytes
                guard length >= 2 else { throw .damaged }
                place += 2 + length
            }
        }
        guard !isWhole else { throw .damaged }
        return nil
    }
}

/// Numbers at places of a file's first bytes.
private struct HeadBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func starts(_ wanted: [UInt8], at place: Int) -> Bool {
        place + wanted.count <= bytes.count && bytes[place...].starts(with: wanted)
    }

    /// A number with its highest byte first; `nil` beyond the end.
    func big(_ count: Int, at place: Int) -> Int? {
        guard place <= bytes.count - count else { return nil }
        return bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number with its lowest byte first; `nil` beyond the end.
    func little(_ count: Int, at place: Int) -> Int? {
        guard place <= bytes.count - count else { return nil }
        return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
