import Foundation

/// The findings as a picture: how much of its budget each figure uses, on a logarithmic scale.
struct Plot {
    private let bars: [(label: String, detail: String, use: Double)]

    private static let labelWidth = 330.0
    private static let chartWidth = 420.0
    private static let detailWidth = 210.0
    private static let rowHeight = 24.0
    private static let margin = 16.0
    /// The scale's ends, as parts of the budget.
    private static let range = 0.05...20.0

    /// - Parameter findings: those without a budget are left out.
    init(_ findings: [Finding]) {
        bars = findings.compactMap { finding in
            guard let budget = finding.budget else { return nil }
            let figure = finding.ratio ?? finding.value
            let detail = "\(Finding.text(finding.value)) \(finding.unit), \(budget.text)"
            return ("\(finding.id)  \(finding.what)", detail, budget.use(of: figure))
        }
    }

    /// A standalone SVG image.
    var svg: String {
        let width = Plot.labelWidth + Plot.chartWidth + Plot.detailWidth + 2 * Plot.margin
        let height = Double(bars.count + 2) * Plot.rowHeight + 2 * Plot.margin
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(width))" height="\(Int(height))" \
            viewBox="0 0 \(Int(width)) \(Int(height))" role="img" font-family="sans-serif" \
            font-size="12">
            """,
            "<title>Share of each budget that is used</title>",
            "<desc>Bars beyond the line at 1 exceed their budget.</desc>",
            """
            <style>text{fill:#222}.in{fill:#2a7f62}.out{fill:#b3402a}line{stroke:#888}\
            @media(prefers-color-scheme:dark){text{fill:#ddd}}</style>
            """,
        ]
        for mark in [0.1, 0.3, 1, 3, 10] { lines += axis(mark, height) }
        for (index, bar) in bars.enumerated() { lines += row(index, bar) }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func axis(_ mark: Double, _ height: Double) -> [String] {
        let place = Plot.text(Plot.place(of: mark))
        let top = Plot.margin + Plot.rowHeight
        return [
            """
            <line x1="\(place)" y1="\(Plot.text(top))" x2="\(place)" \
            y2="\(Plot.text(height - Plot.margin))" stroke-width="\(mark == 1 ? 2 : 0.5)"/>
            """,
            """
            <text x="\(place)" y="\(Plot.text(top - 6))" text-anchor="middle">\
            \(Finding.text(mark))</text>
            """,
        ]
    }

    private func row(
        _ index: Int, _ bar: (label: String, detail: String, use: Double)
    ) -> [String] {
        let top = Plot.margin + Double(index + 1) * Plot.rowHeight + 4
        let start = Plot.margin + Plot.labelWidth
        let end = Plot.place(of: bar.use)
        let baseline = Plot.text(top + 13)
        return [
            """
            <text x="\(Plot.text(start - 8))" y="\(baseline)" text-anchor="end">\
            \(Plot.escaped(bar.label))</text>
            """,
            """
            <rect class="\(bar.use <= 1 ? "in" : "out")" x="\(Plot.text(start))" \
            y="\(Plot.text(top))" width="\(Plot.text(max(1, end - start)))" \
            height="\(Plot.text(Plot.rowHeight - 8))"/>
            """,
            """
            <text x="\(Plot.text(Plot.margin + Plot.labelWidth + Plot.chartWidth + 8))" \
            y="\(baseline)">\(Plot.escaped(bar.detail))</text>
            """,
        ]
    }

    /// Where a share of the budget stands.
    private static func place(of use: Double) -> Double {
        let bounded = min(max(use, range.lowerBound), range.upperBound)
        let share = log(bounded / range.lowerBound) / log(range.upperBound / range.lowerBound)
        return margin + labelWidth + share * chartWidth
    }

    private static func text(_ number: Double) -> String { String(format: "%.1f", number) }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;")
            .replacingOccurrences(of: "<", with: "&lt;")
    }
}
