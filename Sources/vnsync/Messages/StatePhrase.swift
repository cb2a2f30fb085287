internal import VNModel

/// States of articles and comments as people read them.
enum StatePhrase: String, Phrase {
    case draft, usable, withheld, canceled, deleted, pending, approved, rejected, spam

    init?(_ status: CommentStatus) { self.init(rawValue: status.rawValue) }
    init?(_ status: ArticleStatus) { self.init(rawValue: status.rawValue) }

    var texts: (en: String, vi: String) {
        switch self {
        case .draft: ("draft", "bản nháp")
        case .usable: ("published", "đã xuất bản")
        case .withheld: ("withheld", "tạm giữ")
        case .canceled: ("withdrawn", "đã gỡ")
        case .deleted: ("deleted", "đã xóa")
        case .pending: ("pending", "chờ duyệt")
        case .approved: ("approved", "đã duyệt")
        case .rejected: ("rejected", "bị từ chối")
        case .spam: ("spam", "thư rác")
        }
    }
}
