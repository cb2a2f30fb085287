internal import VNText

/// Rows of cells in columns as wide as their widest cell; the last column is never padded.
struct Table {
    /// One cell and how it is dressed.
    struct Cell {
        var text: String
        var dress: (String) -> String = { $0 }
        var isRight = false

        init(_ text: String, isRight: Bool = false, dress: @escaping (String) -> String = { $0 }) {
            self.text = SafeText.line(text)
            self.isRight = isRight
            self.dress = dress
        }
    }

    private(set) var rows: [[Cell]] = []

    /// Adds a row.
    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// The lines, columns separated by two spaces.
    var lines: [String] {
        var widths: [Int] = []
        for row in rows {
            for (index, cell) in row.enumerated() {
                let columns = TextWidth.columns(cell.text)
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], columns)
            }
        }
        return rows.map { row in
            row.enumerated().map { index, cell in
                let isLast = index == row.count - 1 && !cell.isRight
                let gap = String(
                    repeating: " ", count: isLast ? 0 : widths[index] - TextWidth.columns(cell.text)
                )
                return cell.isRight ? gap + cell.dress(cell.text) : cell.dress(cell.text) + gap
            }.joined(separator: "  ")
        }
    }
}
