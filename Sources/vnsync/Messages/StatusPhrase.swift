/// What `status`, `stats` and `doctor` tell.
enum StatusPhrase: Phrase {
    case store, content, comments, remote, noRemote, neverSynced, lastSync, lastError
    case pending, held, conflicts, nextAddRemote, nextSync, nextPush, nextHeld, nextConflicts
    case allGood, clockSkew, articles, healthy, unwell, checkOK
    case checkBad, current, former, elsewhere, sections, topics, publishers

    var texts: (en: String, vi: String) {
        switch self {
        case .store: ("Store", "Kho")
        case .content: ("Content", "Nội dung")
        case .articles: ("%1 article|%1 articles", "%1 bài")
        case .comments: ("%1 comment|%1 comments", "%1 bình luận")
        case .sections: ("Sections", "Chuyên mục")
        case .topics: ("Topics", "Chủ đề")
        case .publishers: ("Publishers", "Nguồn báo")
        case .remote: ("Remote", "Máy chủ")
        case .noRemote: ("none", "không có")
        case .neverSynced: ("never synced", "chưa đồng bộ")
        case .lastSync: ("last synced %1", "đồng bộ lần cuối %1")
        case .lastError: ("the last sync failed: %1", "lần đồng bộ cuối thất bại: %1")
        case .pending:
            ("%1 change waits to be pushed|%1 changes wait to be pushed", "%1 thay đổi chờ gửi")
        case .held:
            ("%1 change is held|%1 changes are held", "%1 thay đổi bị giữ")
        case .conflicts: ("%1 conflict|%1 conflicts", "%1 xung đột")
        case .nextAddRemote:
            (
                "add a hub: vnsync remote add origin URL",
                "thêm máy chủ: vnsync remote add origin URL"
            )
        case .nextSync: ("exchange changes: vnsync sync", "trao đổi thay đổi: vnsync sync")
        case .nextPush: ("send them: vnsync push", "gửi đi: vnsync push")
        case .nextHeld: ("see why: vnsync held", "xem lý do: vnsync held")
        case .nextConflicts: ("look at them: vnsync conflicts", "xem: vnsync conflicts")
        case .allGood: ("Nothing to do.", "Không có gì phải làm.")
        case .clockSkew:
            (
                "this clock differs from the hub's by %1 s",
                "đồng hồ máy này lệch %1 giây so với máy chủ"
            )
        case .healthy: ("All is well.", "Mọi thứ đều ổn.")
        case .unwell: ("Something is wrong.", "Có vấn đề.")
        case .checkOK: ("ok", "ổn")
        case .checkBad: ("BAD", "HỎNG")
        case .current: ("writes here now", "đang ghi tại đây")
        case .former: ("wrote here before", "từng ghi tại đây")
        case .elsewhere: ("elsewhere", "nơi khác")
        }
    }
}
