/// What a sync tells.
enum SyncPhrase: Phrase {
    case connecting, pushing, pulling, pulled, pushed, refused, upToDate, paused, watching
    case conflicts, indexing, importing, verifying, exporting, cloned, phaseDone, stalled
    case copying, rewriting, deleting, packing
    case pulledDetail, pushedDetail, retryIn, interrupted, hubHasMore, fetchingMedia

    var texts: (en: String, vi: String) {
        switch self {
        case .interrupted:
            ("Stopped; what was done so far is kept.", "Đã dừng; phần đã xong được giữ lại.")
        case .fetchingMedia: ("fetching pictures", "đang tải ảnh")
        case .connecting: ("connecting", "đang kết nối")
        case .pushing: ("pushing", "đang gửi")
        case .pulling: ("pulling", "đang tải")
        case .indexing: ("indexing", "đang lập chỉ mục")
        case .importing: ("importing", "đang nhập")
        case .exporting: ("exporting", "đang xuất")
        case .copying: ("copying", "đang chép")
        case .rewriting: ("rewriting", "đang viết lại")
        case .deleting: ("deleting", "đang xóa")
        case .packing: ("packing", "đang nén gọn")
        case .verifying: ("verifying", "đang kiểm tra")
        case .pulled: ("Pulled: %1.", "Đã tải: %1.")
        case .pushed: ("Pushed %1 change%2.|Pushed %1 changes%2.", "Đã gửi %1 thay đổi%2.")
        case .pulledDetail:
            (
                "%1 new, %2 changed, %3 deleted, %4 out of scope",
                "%1 mới, %2 sửa, %3 xóa, %4 ngoài phạm vi"
            )
        case .pushedDetail: (" (%1 met other edits)", " (%1 gặp sửa đổi khác)")
        case .refused:
            (
                "The hub refused %1 change; see `vnsync held`."
                    + "|The hub refused %1 changes; see `vnsync held`.",
                "Máy chủ từ chối %1 thay đổi; xem `vnsync held`."
            )
        case .hubHasMore: ("the hub has something to pull", "máy chủ có nội dung cần tải")
        case .upToDate: ("Everything is up to date.", "Mọi thứ đã mới nhất.")
        case .paused: ("Paused: %1", "Tạm dừng: %1")
        case .stalled: ("Pushing has stopped: %1", "Ngừng gửi: %1")
        case .watching: ("Syncing every %1; Ctrl-C ends it.", "Đồng bộ mỗi %1; Ctrl-C để dừng.")
        case .conflicts:
            (
                "%1 conflict to look at; see `vnsync conflicts`."
                    + "|%1 conflicts to look at; see `vnsync conflicts`.",
                "Có %1 xung đột cần xem; xem `vnsync conflicts`."
            )
        case .cloned: ("Cloned into %1.", "Đã nhân bản vào %1.")
        case .phaseDone: ("%1: %2 in %3 s", "%1: %2 trong %3 giây")
        case .retryIn: ("next attempt in %1 s: %2", "thử lại sau %1 giây: %2")
        }
    }
}
