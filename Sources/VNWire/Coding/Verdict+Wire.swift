public import VNModel

extension Verdict: WireMessage {
    /// Reads `{counter, verdict, code?, message?, hlc?, dot?, out?}`.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "a verdict")
        let outcome: Outcome
        switch try object.text("verdict") {
        case "applied": outcome = .applied
        case "merged": outcome = .merged
        case "duplicate":
            outcome = .duplicate(
                of: try object.required("dot", "a replica id and a counter", WireObject.dot))
        case "refused":
            outcome = .refused(
                code: try object.text("code"), message: try object.text("message"))
        default:
            throw object.failure("verdict", "applied, merged, duplicate or refused")
        }
        self.init(
            counter: try object.counter("counter"), outcome: outcome,
            stamp: object.has("hlc") ? try object.stamp("hlc") : nil)
        isOutOfScope = try object.flag("out", default: false)
    }

    /// Appends `{code?, counter, dot?, hlc?, message?, out?, verdict}`.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{")
        if case .refused(let code, _) = outcome {
            writer.raw("\"code\":")
            writer.string(code)
            writer.raw(",")
        }
        writer.raw("\"counter\":")
        writer.integer(counter)
        if case .duplicate(let dot) = outcome {
            writer.raw(",\"dot\":")
            writer.quoted(dot)
        }
        if let stamp {
            writer.raw(",\"hlc\":")
            writer.integer(stamp.rawValue)
        }
        if case .refused(_, let message) = outcome {
            writer.raw(",\"message\":")
            writer.string(message)
        }
        if isOutOfScope { writer.raw(",\"out\":true") }
        writer.raw(",\"verdict\":\"")
        writer.raw(outcome.name)
        writer.raw("\"}")
    }
}

extension Verdict.Outcome {
    /// The name on the wire.
    var name: StaticString {
        switch self {
        case .applied: "applied"
        case .merged: "merged"
        case .duplicate: "duplicate"
        case .refused: "refused"
        }
    }
}
