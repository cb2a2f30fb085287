/// What a sync tells.
enum SyncPhrase: Phrase {
    case connecting, pushing, pulling, pulled, pushed, refused, upToDate, paused, watching
    case stopped
    case conflicts, indexing, importing, verifying, exporting, phaseDone, stalled
    case copying, rewriting, deleting, packing
    case pulledDetail, pushedDetail, retryIn, interrupted, hubHasMore, fetchingMedia
    case mismatchRepaired, mismatchLeft, comparing
    case downloading, waitingForSnapshot

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
        case .copying: ("copying pages", "đang chép trang")
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
        case .downloading: ("downloading", "đang tải tệp")
        case .waitingForSnapshot:
            ("the hub is preparing its content", "máy chủ đang chuẩn bị nội dung")
        case .comparing: ("comparing with the hub", "đang so với máy chủ")
        case .mismatchRepaired:
            (
                "%1 document was not as the hub has it and was fetched again."
                    + "|%1 documents were not as the hub has them and were fetched again.",
                "%1 tài liệu không giống ở máy chủ và đã được tải lại."
            )
        case .mismatchLeft:
            (
                "The store differs from the hub; run `vnsync verify --remote --repair`.",
                "Kho khác với máy chủ; hãy chạy `vnsync verify --remote --repair`."
            )
        case .paused: ("Paused: %1", "Tạm dừng: %1")
        case .stalled: ("Pushing has stopped: %1", "Ngừng gửi: %1")
        case .stopped: ("Syncing has stopped: %1", "Ngừng đồng bộ: %1")
        case .watching:
            (
                "Keeping the store in sync; Ctrl-C ends it.",
                "Đang giữ kho luôn đồng bộ; Ctrl-C để dừng."
            )
        case .conflicts:
            (
                "%1 conflict to look at; see `vnsync conflicts`."
                    + "|%1 conflicts to look at; see `vnsync conflicts`.",
                "Có %1 xung đột cần xem; xem `vnsync conflicts`."
            )
        case .phaseDone: ("%1: %2 in %3 s", "%1: %2 trong %3 giây")
        case .retryIn: ("next attempt in %1 s: %2", "thử lại sau %1 giây: %2")
        }
    }
}
