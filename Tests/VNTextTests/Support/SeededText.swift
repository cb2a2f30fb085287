import VNRandom

/// The same seed gives the same texts on every machine.
struct SeededText {
    private var numbers: SplitMix64

    init(seed: UInt64) {
        numbers = SplitMix64(seed: seed)
    }

    mutating func next() -> UInt64 { numbers.next() }

    mutating func below(_ bound: Int) -> Int { numbers.below(bound) }

    /// Up to `limit` scalars, mostly of the kinds that search keys treat in a special way.
    mutating func text(limit: Int) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<below(limit + 1) { scalars.append(scalar()) }
        return String(scalars)
    }

    private mutating func scalar() -> Unicode.Scalar {
        switch below(12) {
        case 0..<8:
            let pool = Self.pools[below(Self.pools.count)]
            return pool[below(pool.count)]
        case 8: return Unicode.Scalar(UInt8(below(128)))
        case 9: return Unicode.Scalar(UInt16(0x80 + below(0x500))) ?? " "
        case 10: return Unicode.Scalar(UInt16(0x900 + below(0x2000))) ?? " "
        default: return Unicode.Scalar(UInt32(below(0x110000))) ?? "\u{FFFD}"
        }
    }

    private static let pools: [[Unicode.Scalar]] = [
        Array("aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐhklmtsqnc".unicodeScalars),
        Array("àảãáạằẳẵắặầẩẫấậÈẺẼÉẸỀỂỄẾỆìỉĩíịỲỶỸÝỴ".unicodeScalars),
        Array(
            "\u{300}\u{301}\u{303}\u{309}\u{323}\u{302}\u{306}\u{31B}\u{308}\u{304}"
                .unicodeScalars),
        Array("  \n\t.-/\"'“”«»()*:+^\u{A0}\u{3000}".unicodeScalars),
        Array("\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}".unicodeScalars),
        Array("ÐðßæøłıİſǅȺñüçƠǘṍẛK\u{212B}\u{2126}".unicodeScalars),
        Array(
            "ΑΫΰΣςИйがカ\u{3099}วิทยุกำ한\u{1100}\u{1161}\u{11A8}\u{958}\u{F73}\u{344}"
                .unicodeScalars),
        Array("0123456789²½Ⅳ٣😀❤\u{FE0F}🇻🇳".unicodeScalars),
    ]
}
