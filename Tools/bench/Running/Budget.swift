/// The bound of a figure.
enum Budget {
    case atMost(Double)
    case atLeast(Double)

    /// Whether a figure keeps to it.
    func admits(_ figure: Double) -> Bool {
        switch self {
        case .atMost(let bound): figure <= bound
        case .atLeast(let bound): figure >= bound
        }
    }

    /// As it stands in the table.
    var text: String {
        switch self {
        case .atMost(let bound): "<= \(Finding.text(bound))"
        case .atLeast(let bound): ">= \(Finding.text(bound))"
        }
    }
}
