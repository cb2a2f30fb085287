/// What is told about media files.
enum MediaPhrase: Phrase {
    case fetched, wouldFetch, failed, unreachable, limited, noneMissing, collected, page

    var texts: (en: String, vi: String) {
        switch self {
        case .fetched:
            ("Fetched %1 picture, %2.|Fetched %1 pictures, %2.", "Đã tải %1 ảnh, %2.")
        case .wouldFetch:
            ("%1 picture would be fetched.|%1 pictures would be fetched.", "Sẽ tải %1 ảnh.")
        case .failed:
            ("%1 picture did not come:|%1 pictures did not come:", "%1 ảnh không tải được:")
        case .unreachable:
            (
                "%1 picture has no address.|%1 pictures have no address.",
                "%1 ảnh không có địa chỉ."
            )
        case .limited:
            ("A limit was reached; there is more.", "Đã chạm giới hạn; vẫn còn ảnh chưa tải.")
        case .noneMissing: ("No pictures are missing.", "Không thiếu ảnh nào.")
        case .collected:
            (
                "Removed %1 picture, %2; %3 left, %4.|Removed %1 pictures, %2; %3 left, %4.",
                "Đã bỏ %1 ảnh, %2; còn %3 ảnh, %4."
            )
        case .page: ("The page is %1", "Trang ở %1")
        }
    }
}
