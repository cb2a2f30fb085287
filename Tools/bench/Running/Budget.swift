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

    /// How much of the bound a figure uses; more than 1 does not keep to it.
    func use(of figure: Double) -> Double {
        switch self {
        case .atMost(let bound): figure / bound
        case .atLeast(let bound): bound / figure
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
