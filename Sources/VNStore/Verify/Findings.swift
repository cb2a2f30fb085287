/// Collects what a check finds wrong, a bounded number of cases in words.
struct Findings {
    let name: String
    private(set) var count = 0
    private var cases: [String] = []

    init(_ name: String) { self.name = name }

    /// Notes a case.
    mutating func add(_ text: String) {
        count += 1
        if cases.count < StoreLimits.verifyDetails { cases.append(text) }
    }

    /// Notes a case if something does not hold.
    mutating func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
        if !holds { add(text()) }
    }

    /// The check's result.
    ///
    /// - Parameter summary: what is said if nothing is wrong.
    func check(_ summary: String) -> VerifyCheck {
        guard count > 0 else { return VerifyCheck(name: name, ok: true, detail: summary) }
        let more = count > cases.count ? "; and \(count - cases.count) more" : ""
        return VerifyCheck(name: name, ok: false, detail: cases.joined(separator: "; ") + more)
    }
}
