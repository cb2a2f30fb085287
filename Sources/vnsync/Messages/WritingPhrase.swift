/// What the commands that write tell.
enum WritingPhrase: Phrase {
    case madeStore, addedRemote, remoteMayLack, removedRemote, changedRemote, remoteAnswers, posted,
        drafted
    case edited, unchanged, published, withdrawn, deleted, undeleted, commented, replied
    case moderated, marked, resolved, retried, discarded, imported, failedLines, readOnce
    case exported, omitted, dryRun, set, unset, noConflicts, noHeld, noRemotes, queueEmpty,
        editorEmpty
    case conflictShown, conflictHidden, conflictRemoved, conflictKept, settleWith
    case conflictDeleted

    var texts: (en: String, vi: String) {
        switch self {
        case .madeStore: ("Made the store %1.", "Đã tạo kho %1.")
        case .remoteMayLack:
            (
                "The journal no longer begins with this store's first change: a hub that does "
                    + "not have what came before can be pulled from, not pushed to.",
                "Nhật ký không còn từ thay đổi đầu tiên của kho: máy chủ nào thiếu phần trước "
                    + "thì chỉ tải về được, không gửi lên được."
            )
        case .addedRemote: ("Added remote %1.", "Đã thêm máy chủ %1.")
        case .removedRemote: ("Removed remote %1.", "Đã bỏ máy chủ %1.")
        case .changedRemote: ("Remote %1 is now at %2.", "Máy chủ %1 nay ở %2.")
        case .remoteAnswers: ("Remote %1 answers in %2 ms.", "Máy chủ %1 trả lời sau %2 ms.")
        case .posted: ("Posted %1.", "Đã đăng %1.")
        case .drafted: ("Saved draft %1.", "Đã lưu bản nháp %1.")
        case .edited: ("Edited %1.", "Đã sửa %1.")
        case .unchanged: ("Nothing changed in %1.", "Không có gì thay đổi ở %1.")
        case .published: ("Published %1.", "Đã xuất bản %1.")
        case .withdrawn: ("Withdrew %1.", "Đã gỡ %1.")
        case .deleted: ("Deleted %1.", "Đã xóa %1.")
        case .undeleted: ("Brought %1 back.", "Đã khôi phục %1.")
        case .commented: ("Commented: %1.", "Đã bình luận: %1.")
        case .replied: ("Replied: %1.", "Đã trả lời: %1.")
        case .moderated: ("%1: %2", "%1: %2")
        case .marked: ("Marked %1 article.|Marked %1 articles.", "Đã đánh dấu %1 bài.")
        case .resolved: ("Settled %1.", "Đã giải quyết %1.")
        case .retried: ("Held change %1 is queued again.", "Thay đổi %1 được xếp hàng lại.")
        case .discarded: ("Discarded held change %1.", "Đã bỏ thay đổi %1.")
        case .imported:
            (
                "Imported %1 and %2; %3 unchanged.",
                "Đã nhập %1 và %2; %3 không đổi."
            )
        case .failedLines: ("%1 item failed:|%1 items failed:", "%1 mục bị lỗi:")
        case .readOnce:
            (
                "The pipe was read once: send it again for another run, or import a file.",
                "Dữ liệu qua ống dẫn chỉ được đọc một lần: hãy gửi lại hoặc nhập từ tệp."
            )
        case .exported:
            ("Exported %1 and %2.", "Đã xuất %1 và %2.")
        case .omitted:
            (
                "left out for want of a place in the format: %1 (%2)",
                "bị bỏ vì định dạng không có chỗ: %1 (%2)"
            )
        case .dryRun: ("Nothing was changed (dry run).", "Chưa thay đổi gì (chạy thử).")
        case .set: ("%1 = %2", "%1 = %2")
        case .unset: ("%1 is no longer set.", "%1 không còn được đặt.")
        case .noConflicts: ("No conflicts.", "Không có xung đột.")
        case .noHeld: ("No held changes.", "Không có thay đổi bị giữ.")
        case .noRemotes: ("No remotes.", "Không có máy chủ nào.")
        case .queueEmpty: ("No comments wait.", "Không có bình luận nào chờ.")
        case .editorEmpty: ("the text was left as it was", "nội dung không được sửa")
        case .conflictShown: ("shown", "đang hiện")
        case .conflictHidden: ("kept aside", "được giữ lại")
        case .conflictRemoved: ("(removed)", "(bị bỏ)")
        case .conflictDeleted: ("(delete)", "(xóa)")
        case .conflictKept: ("(keep)", "(giữ)")
        case .settleWith: ("settle: %1", "giải quyết: %1")
        }
    }
}
