internal import Foundation
internal import NIOCore

/// An address of the internet protocol: 4 or 16 bytes.
struct NetworkAddress: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The address of a socket; `nil` for those of other families.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let address):
            var place = address.address.sin_addr
            bytes = withUnsafeBytes(of: &place) { Array($0) }
        case .v6(let address):
            var place = address.address.sin6_addr
            bytes = withUnsafeBytes(of: &place) { Array($0) }
        case .unixDomainSocket: return nil
        }
    }

    /// Whether it is one of the public internet: not of this machine, its links, private networks,
    /// groups, documentation or anything kept for later.
    ///
    /// - Source: the IANA registries of special-purpose addresses, RFC 6890.
    var isPublic: Bool {
        switch bytes.count {
        case 4: !NetworkAddress.special.contains { matches($0.0, $0.1) }
        case 16: isPublicLong
        default: false
        }
    }

    private var isPublicLong: Bool {
        // Those that carry a short address are what that is.
        for (prefix, offset) in NetworkAddress.carriers where matches(prefix, 8 * prefix.count) {
            return NetworkAddress(Array(bytes[offset..<offset + 4])).isPublic
        }
        // Only this eighth has been given out.
        guard matches([0x20], 3) else { return false }
        return !NetworkAddress.specialLong.contains { matches($0.0, $0.1) }
    }

    private func matches(_ prefix: [UInt8], _ bits: Int) -> Bool {
        for index in 0..<(bits + 7) / 8 {
            let rest = min(8, bits - 8 * index)
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
            let wanted = index < prefix.count ? prefix[index] : 0
            if bytes[index] & mask != wanted & mask { return false }
        }
        return true
    }

    private static let special: [([UInt8], Int)] = [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12),
        ([192, 0, 0], 24), ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16),
        ([198, 18], 15), ([198, 51, 100], 24), ([203, 0, 113], 24), ([224], 3),
    ]

    /// IPv4-mapped, the translation prefix, and 6to4; and where the short address stands.
    private static let carriers: [([UInt8], Int)] = [
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 12),
        ([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 12),
        ([0x20, 0x02], 2),
    ]

    /// Teredo, benchmarks, documentation.
    private static let specialLong: [([UInt8], Int)] = [
        ([0x20, 0x01, 0, 0], 32), ([0x20, 0x01, 0, 2, 0, 0], 48), ([0x20, 0x01, 0x0D, 0xB8], 32),
        ([0x20, 0x01, 0, 0x10], 28), ([0x3F, 0xFF, 0x00], 20),
    ]
}
