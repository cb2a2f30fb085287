/// What is told of a store and a hub that find together again.
enum RecoveryPhrase: Phrase {
    case storeCopied, storeRecovered, hubChanged, hubRecovered, goesOn, removed

    var texts: (en: String, vi: String) {
        switch self {
        case .storeCopied:
            (
                "This store was copied, moved or put back, so it takes a new id.",
                "Kho này từng bị chép, dời hoặc đưa về trạng thái cũ nên nhận mã mới."
            )
        case .storeRecovered:
            (
                "This store was copied, moved or put back: it has a new id and is up to date.",
                "Kho này từng bị chép, dời hoặc đưa về trạng thái cũ: đã có mã mới và đã đủ."
            )
        case .hubChanged:
            (
                "The hub was put back or made anew, so it is offered again what it lacks.",
                "Máy chủ đã được khôi phục hoặc làm lại nên được gửi lại những gì còn thiếu."
            )
        case .hubRecovered:
            (
                "The hub was put back or made anew: it has again what this store had sent it.",
                "Máy chủ đã được khôi phục hoặc làm lại: nó lại có những gì kho này đã gửi."
            )
        case .goesOn:
            ("The next sync goes on with it.", "Lần đồng bộ sau sẽ làm tiếp.")
        case .removed:
            (
                "%1 document that the hub does not have was removed."
                    + "|%1 documents that the hub does not have were removed.",
                "Đã bỏ %1 tài liệu mà máy chủ không có."
            )
        }
    }
}
