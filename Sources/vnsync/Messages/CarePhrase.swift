/// What the commands that care for the store's file tell.
enum CarePhrase: Phrase {
    case backedUp, wouldBackUp, compacted, wouldCompact, packed, notWorthwhile, noRoom, logBusy
    case restored, wouldRestore, keptAside, carried, carriedHeld, notCarried, newReplica
    case tables, journal, unindexed, free, log

    var texts: (en: String, vi: String) {
        switch self {
        case .backedUp: ("Backed up %1 and %2 to %3 (%4).", "Đã sao lưu %1 và %2 vào %3 (%4).")
        case .wouldBackUp:
            (
                "Would back up %1 and %2 to %3 (about %4).",
                "Sẽ sao lưu %1 và %2 vào %3 (khoảng %4)."
            )
        case .compacted:
            (
                "Deleted %1 journal rows and %2 arrivals, emptied %3 payloads of removed "
                    + "documents; %4 before, %5 now.",
                "Đã xóa %1 dòng nhật ký và %2 lượt nhận, xóa trắng %3 nội dung đã bị gỡ; "
                    + "trước %4, nay %5."
            )
        case .wouldCompact:
            (
                "Would delete %1 journal rows and %2 arrivals and empty %3 payloads of removed "
                    + "documents, %4 in all; the store has %5.",
                "Sẽ xóa %1 dòng nhật ký và %2 lượt nhận, xóa trắng %3 nội dung đã bị gỡ, "
                    + "cả thảy %4; kho có %5."
            )
        case .packed: ("The file is packed.", "Tệp được nén gọn.")
        case .notWorthwhile:
            ("Packing the file would not pay.", "Chưa cần nén gọn tệp.")
        case .noRoom:
            (
                "The file cannot be packed: the disk lacks %1 for a copy.",
                "Không nén gọn được tệp: đĩa thiếu %1 để chép."
            )
        case .logBusy:
            (
                "Somebody is reading: the write-ahead log could not be emptied; run this again.",
                "Có tiến trình đang đọc: chưa dọn được nhật ký ghi trước; hãy chạy lại."
            )
        case .restored: ("Restored %1 from %2.", "Đã khôi phục %1 từ %2.")
        case .wouldRestore: ("Would restore %1 from %2.", "Sẽ khôi phục %1 từ %2.")
        case .keptAside: ("What stood there is kept in %1.", "Kho cũ được giữ ở %1.")
        case .carried:
            (
                "%1 unsent change was carried over.|%1 unsent changes were carried over.",
                "%1 thay đổi chưa gửi được chuyển sang."
            )
        case .carriedHeld:
            (
                "%1 change of what stood there is held; see `vnsync held`."
                    + "|%1 changes of what stood there are held; see `vnsync held`.",
                "%1 thay đổi của kho cũ đang được giữ; xem `vnsync held`."
            )
        case .notCarried:
            (
                "Unsent changes could not be read from what stood there (%1); they are in the "
                    + "file that was kept.",
                "Không đọc được thay đổi chưa gửi của kho cũ (%1); chúng vẫn ở tệp được giữ lại."
            )
        case .newReplica: ("It writes as %1 now.", "Từ nay ghi dưới mã %1.")
        case .tables: ("Tables", "Bảng")
        case .journal: ("journal", "nhật ký")
        case .unindexed:
            (
                "%1 document waits for the search index"
                    + "|%1 documents wait for the search index",
                "%1 tài liệu chờ lập chỉ mục"
            )
        case .free: ("%1 of the file is free", "%1 của tệp còn trống")
        case .log: ("the write-ahead log has %1", "nhật ký ghi trước có %1")
        }
    }
}
