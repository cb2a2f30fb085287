/// What stands around histories, graphs and differences.
enum HistoryPhrase: Phrase {
    case unknown, nothing, removed, held, settles, conflicting, older, graphTitle, graphSummary
    case thisStore, saw, maybeLess, moved, movedAndEdited, sameAsBefore, newConflict
    case settledConflict, pointNow, pointSync, pointBefore, elided

    var texts: (en: String, vi: String) {
        switch self {
        case .unknown: ("(not known here)", "(ở đây không biết)")
        case .nothing: ("(nothing)", "(không có)")
        case .removed: ("(removed)", "(đã bỏ)")
        case .held: ("held: vnsync held show %1", "đang giữ: vnsync held show %1")
        case .settles: ("settles %1", "giải quyết %1")
        case .conflicting: ("in conflict: %1", "đang xung đột: %1")
        case .older: ("older changes are not shown", "các thay đổi cũ hơn không được hiện")
        case .graphTitle: ("History of %1", "Lịch sử của %1")
        case .graphSummary:
            (
                "%1 change by %2, newest on top|%1 changes by %2, newest on top",
                "%1 thay đổi của %2, mới nhất ở trên"
            )
        case .thisStore: ("this store", "kho này")
        case .saw: ("saw %1", "đã thấy %1")
        case .maybeLess: ("may have seen less", "có thể đã thấy ít hơn")
        case .moved: ("moved from place %1 to %2", "chuyển từ vị trí %1 đến %2")
        case .movedAndEdited:
            ("moved from place %1 to %2 and edited", "chuyển từ vị trí %1 đến %2 và sửa")
        case .sameAsBefore: ("Nothing differs.", "Không có gì khác.")
        case .newConflict: ("now in conflict: %1", "nay xung đột: %1")
        case .settledConflict: ("no longer in conflict: %1", "hết xung đột: %1")
        case .pointNow: ("now", "bây giờ")
        case .pointSync: ("last sync", "lần đồng bộ cuối")
        case .pointBefore: ("before %1", "trước %1")
        case .elided: ("also saw %1", "cũng đã thấy %1")
        }
    }
}
