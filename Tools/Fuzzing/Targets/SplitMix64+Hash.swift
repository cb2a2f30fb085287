internal import VNRandom

extension SplitMix64 {
    /// A number that bytes decide, the same in every process.
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var mixer = SplitMix64(seed: hash)
        return mixer.next()
    }
}
