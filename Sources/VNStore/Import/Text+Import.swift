extension StringProtocol {
    /// The text without white space and byte order marks at its ends.
    var withoutOuterSpace: String {
        let scalars = unicodeScalars
        func isContent(_ scalar: Unicode.Scalar) -> Bool {
            !scalar.properties.isWhitespace && scalar != "\u{FEFF}"
        }
        guard let first = scalars.firstIndex(where: isContent),
            let last = scalars.lastIndex(where: isContent)
        else { return "" }
        return String(self[first..<scalars.index(after: last)])
    }

    /// The lines of a text whose ends are LF, CRLF or CR, with control characters as spaces.
    var plainLines: [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in unicodeScalars {
            let isAfter = isAfterReturn
            isAfterReturn = scalar == "\r"
            if scalar == "\n", isAfter { continue }
            if scalar == "\n" || scalar == "\r" {
                lines.append(String(line))
                line = String.UnicodeScalarView()
            } else {
                line.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
            }
        }
        lines.append(String(line))
        return lines
    }
}

extension String {
    /// The text, or `nil` if there is none.
    var unlessEmpty: String? { isEmpty ? nil : self }
}
