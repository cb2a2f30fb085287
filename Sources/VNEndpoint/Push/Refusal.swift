internal import VNModel
internal import VNWire

/// Why a change is not taken. Texts say what happened and how to remedy it; they hold nothing of
/// what users wrote.
struct Refusal: Error, Hashable {
    let code: String
    let message: String

    var outcome: Verdict.Outcome { .refused(code: code, message: message) }

    static let purged = Refusal(
        code: RefusalCode.purged,
        message: "the document was removed for good; post it again as a new one")
    static let withdrawn = Refusal(
        code: RefusalCode.withdrawn, message: "the author took the change back")
    static let group = Refusal(
        code: RefusalCode.group,
        message: "another change of the same group was refused; see there")
    static let commentsClosed = Refusal(
        code: RefusalCode.commentsClosed,
        message: "the article takes no new comments; its editors can open it again")
    static let siblings = Refusal(
        code: RefusalCode.siblingOverflow,
        message: "a field has \(Limits.siblings) concurrent values already; resolve its conflict, "
            + "then write again")
    static let parentElsewhere = Refusal(
        code: RefusalCode.invalidParent,
        message: "the comment replied to stands under another article; reply under that one")
    static let parentInCircle = Refusal(
        code: RefusalCode.invalidParent,
        message: "a comment cannot be a reply to one of its own replies; reply to another one")
    static let parentTooDeep = Refusal(
        code: RefusalCode.invalidParent,
        message: "replies are nested \(Limits.replyDepth) deep already; reply further up")
    static let foreignChange = Refusal(
        code: RefusalCode.invalidContent,
        message: "another document was changed under this change's id; make the change again")
    static let otherKind = Refusal(
        code: RefusalCode.invalidContent,
        message: "the document is of another kind here; post it under a new id")

    static func limits(_ what: String) -> Refusal {
        Refusal(code: RefusalCode.limits, message: "\(what); make several smaller changes")
    }
}
