/// What could not be done.
enum Purpose: Phrase {
    case initialize, clone, configure, importContent, exportContent, pull, push
    case listRemotes, addRemote, removeRemote, moveRemote, testRemote
    case sync, showStatus, showLog, list, search, read, mark, post, edit, publish, withdraw
    case delete, undelete, comment, reply, moderate, showConflicts, resolve, verify
    case listHeld, showHeld, retryHeld, discardHeld
    case backup, restore, compact, showDifference
    case examine, showReplicas, showStatistics, complete, showVersion
    case fetchMedia, showMissingMedia, collectMedia, open

    var texts: (en: String, vi: String) {
        switch self {
        case .initialize: ("cannot make the store", "không tạo được kho")
        case .clone: ("cannot clone", "không nhân bản được")
        case .listRemotes: ("cannot list the remotes", "không liệt kê được các máy chủ")
        case .addRemote: ("cannot add the remote", "không thêm được máy chủ")
        case .removeRemote: ("cannot remove the remote", "không bỏ được máy chủ")
        case .moveRemote:
            ("cannot give the remote another address", "không đổi được địa chỉ máy chủ")
        case .testRemote: ("cannot test the remote", "không thử được máy chủ")
        case .configure: ("cannot configure", "không đặt cấu hình được")
        case .importContent: ("cannot import", "không nhập được")
        case .exportContent: ("cannot export", "không xuất được")
        case .pull: ("cannot pull", "không tải về được")
        case .push: ("cannot push", "không gửi đi được")
        case .sync: ("cannot sync", "không đồng bộ được")
        case .showStatus: ("cannot show the status", "không xem được tình trạng")
        case .showLog: ("cannot show the log", "không xem được nhật ký")
        case .showDifference: ("cannot show the difference", "không xem được thay đổi")
        case .list: ("cannot list", "không liệt kê được")
        case .search: ("cannot search", "không tìm được")
        case .read: ("cannot read", "không đọc được")
        case .mark: ("cannot mark", "không đánh dấu được")
        case .post: ("cannot post", "không đăng được")
        case .edit: ("cannot edit", "không sửa được")
        case .publish: ("cannot publish", "không xuất bản được")
        case .withdraw: ("cannot withdraw", "không gỡ được")
        case .delete: ("cannot delete", "không xóa được")
        case .undelete: ("cannot undelete", "không khôi phục được")
        case .comment: ("cannot comment", "không bình luận được")
        case .reply: ("cannot reply", "không trả lời được")
        case .moderate: ("cannot moderate", "không duyệt được")
        case .showConflicts: ("cannot show conflicts", "không xem được xung đột")
        case .resolve: ("cannot resolve", "không giải quyết được")
        case .listHeld: ("cannot list held changes", "không liệt kê được thay đổi bị giữ")
        case .showHeld: ("cannot show the held change", "không xem được thay đổi bị giữ")
        case .retryHeld: ("cannot retry the held change", "không làm lại được thay đổi bị giữ")
        case .discardHeld: ("cannot discard the held change", "không bỏ được thay đổi bị giữ")
        case .verify: ("cannot verify", "không kiểm tra được")
        case .backup: ("cannot back up", "không sao lưu được")
        case .restore: ("cannot restore", "không khôi phục được")
        case .compact: ("cannot compact", "không thu gọn được")
        case .examine: ("cannot examine", "không khám được")
        case .showReplicas: ("cannot show replicas", "không xem được các bản sao")
        case .showStatistics: ("cannot count", "không thống kê được")
        case .complete: ("cannot complete", "không hoàn thành lệnh được")
        case .fetchMedia: ("cannot fetch pictures", "không tải ảnh được")
        case .showMissingMedia: ("cannot list pictures", "không liệt kê ảnh được")
        case .collectMedia: ("cannot remove pictures", "không dọn ảnh được")
        case .open: ("cannot open", "không mở được")
        case .showVersion: ("cannot show the version", "không xem được phiên bản")
        }
    }
}
