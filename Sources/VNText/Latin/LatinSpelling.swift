/// Plain spellings of Latin letters that are no base letter with marks.
enum LatinSpelling {
    /// Returns letters of a–z that stand for a lower-case letter, or nil if there are none.
    static func plain(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "a"..."z", "0"..."9": String(scalar)
        case "ß": "ss"
        case "æ": "ae"
        case "œ": "oe"
        case "ø": "o"
        case "þ": "th"
        case "ł": "l"
        case "ħ": "h"
        case "ı": "i"
        case "ŋ": "n"
        case "ŧ": "t"
        case "ſ": "s"
        default: nil
        }
    }
}
