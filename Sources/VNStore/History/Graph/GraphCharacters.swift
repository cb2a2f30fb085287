/// The characters that draw the lines of a graph, two columns a lane.
public enum GraphCharacters: Hashable, Sendable {
    /// Box-drawing characters.
    case unicode
    /// Letters and signs that every terminal has.
    case ascii

    /// The line of a cell, and what joins it to the cell on its right.
    ///
    /// - Parameter cell: a cell; of a change's own cell the caller draws the first character.
    public func text(_ cell: GraphLayout.Cell) -> (line: String, join: String) {
        let joins = cell.directions.contains(.right)
        switch self {
        case .unicode:
            return (GraphCharacters.boxes[Int(cell.directions.rawValue)], joins ? "─" : " ")
        case .ascii:
            return (GraphCharacters.signs[Int(cell.directions.rawValue)], joins ? "-" : " ")
        }
    }

    // By the bits of the directions: up 1, down 2, left 4, right 8.
    private static let boxes = [
        " ", "╵", "╷", "│", "╴", "╯", "╮", "┤", "╶", "╰", "╭", "├", "─", "┴", "┬", "┼",
    ]
    private static let signs = [
        " ", "|", "|", "|", "-", "'", ".", "+", "-", "'", ".", "+", "-", "+", "+", "+",
    ]
}
