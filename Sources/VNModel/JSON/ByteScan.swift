/// Finds bytes of some kinds, eight at a time.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first place at or behind `start` of a control character or of one of two other bytes;
    /// the count if there is none.
    ///
    /// - Complexity: O(*n*), an eighth of a step a byte.
    static func firstControl(
        or one: UInt8, or other: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> Int {
        var index = start
        let words = UnsafeRawBufferPointer(bytes)
        let (ones, highs) = (ones, highs)
        let (first, second) = (ones &* UInt64(one), ones &* UInt64(other))
        while index + 8 <= bytes.count {
            let word = words.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // The high bit of a byte is set where it is below 0x20, or equal to one of the two;
            // a borrow can only set it behind such a byte.
            let low = (word &- ones &* 0x20) & ~word
            let (left, right) = (word ^ first, word ^ second)
            let equal = ((left &- ones) & ~left) | ((right &- ones) & ~right)
            if (low | equal) & highs != 0 { break }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == one || byte == other { return index }
            index += 1
        }
        return index
    }

    /// The first place of a byte; the count if there is none.
    ///
    /// - Complexity: O(*n*), an eighth of a step a byte.
    static func first(_ wanted: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var index = 0
        let words = UnsafeRawBufferPointer(bytes)
        let (ones, highs) = (ones, highs)
        let pattern = ones &* UInt64(wanted)
        while index + 8 <= bytes.count {
            let word = words.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
            if (word &- ones) & ~word & highs != 0 { break }
            index += 8
        }
        while index < bytes.count, bytes[index] != wanted { index += 1 }
        return index
    }

    /// Whether two runs of one length have the same bytes.
    ///
    /// - Complexity: O(*n*), an eighth of a step a byte.
    static func isEqual(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let count = left.count
        guard count == right.count else { return false }
        let (one, other) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        var index = 0
        while index + 8 <= count {
            let word = one.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != other.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index += 8
        }
        while index < count {
            if left[index] != right[index] { return false }
            index += 1
        }
        return true
    }

    /// Whether bytes are well-formed UTF-8.
    ///
    /// Sixteen bytes at a time, each compared with the three before it.
    ///
    /// - Complexity: O(*n*), a few sixteenths of a step a byte.
    /// - Source: The Unicode Standard, table 3-7.
    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let words = UnsafeRawBufferPointer(bytes)
        let highs = highs
        // What lies before the first byte counts as ASCII, and so does what lies behind the last.
        var last = UTF8Blocks.Block()
        var isWrong = UTF8Blocks.Block()
        var index = 0
        while index + 16 <= bytes.count {
            let block = words.loadUnaligned(fromByteOffset: index, as: UTF8Blocks.Block.self)
            let halves = unsafeBitCast(block | last, to: SIMD2<UInt64>.self)
            if (halves[0] | halves[1]) & highs != 0 {
                isWrong |= UTF8Blocks.errors(block, after: last)
            }
            last = block
            index += 16
        }
        var block = UTF8Blocks.Block()
        for place in 0..<bytes.count - index { block[place] = bytes[index + place] }
        // Behind the rest stands what finds a sequence that the end cuts short.
        isWrong |= UTF8Blocks.errors(block, after: last)
        isWrong |= UTF8Blocks.errors(UTF8Blocks.Block(), after: block)
        let halves = unsafeBitCast(isWrong, to: SIMD2<UInt64>.self)
        return halves[0] | halves[1] == 0
    }
}

/// The check of UTF-8 for a block of bytes and the block before it.
private enum UTF8Blocks {
    typealias Block = SIMD16<UInt8>

    /// Bytes that are not 0 where a byte cannot stand behind those before it.
    static func errors(_ block: Block, after last: Block) -> Block {
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 16) { buffer in
            buffer.storeBytes(of: last, as: Block.self)
            buffer.storeBytes(of: block, toByteOffset: 16, as: Block.self)
            return errors(
                block, first: buffer.loadUnaligned(fromByteOffset: 15, as: Block.self),
                second: buffer.loadUnaligned(fromByteOffset: 14, as: Block.self),
                third: buffer.loadUnaligned(fromByteOffset: 13, as: Block.self))
        }
    }

    /// - Parameters:
    ///   - block: the bytes.
    ///   - first: for each the byte before it.
    ///   - second: for each the one before that.
    ///   - third: for each the one before that.
    private static func errors(
        _ block: Block, first: Block, second: Block, third: Block
    ) -> Block {
        let isContinuation = (block & 0xC0) .== 0x80
        let mustContinue = (first .>= 0xC0) .| (second .>= 0xE0) .| (third .>= 0xF0)
        var isWrong = isContinuation .^ mustContinue
        isWrong = isWrong .| (block .== 0xC0) .| (block .== 0xC1) .| (block .>= 0xF5)
        // The second byte tells longer writings of smaller numbers, surrogates and what lies
        // beyond Unicode.
        isWrong = isWrong .| ((first .== 0xE0) .& (block .< 0xA0))
        isWrong = isWrong .| ((first .== 0xED) .& (block .>= 0xA0))
        isWrong = isWrong .| ((first .== 0xF0) .& (block .< 0x90))
        isWrong = isWrong .| ((first .== 0xF4) .& (block .>= 0x90))
        return Block().replacing(with: 1, where: isWrong)
    }
}
