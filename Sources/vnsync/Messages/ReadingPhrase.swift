/// What stands around articles and comments.
enum ReadingPhrase: Phrase {
    case by, source, updated, video, embedded, noAlt, moreOnline, comments, noComments
    case sameTopic, sameSection, sameAuthor, mentions, topics, deletedComment, missingComment
    case deletedArticle, articleState, conflict, conflictsHere, pendingHere, unnamed
    case commentsClosed, commentsPremoderated, nothingFound, relaxed, indexing, more
    case nothingToList, limitedBySetting, reader

    var texts: (en: String, vi: String) {
        switch self {
        case .by: ("By %1", "Tác giả: %1")
        case .source: ("Source: %1", "Nguồn: %1")
        case .updated: ("updated %1", "cập nhật %1")
        case .video: ("Video", "Video")
        case .embedded: ("Embedded page", "Trang nhúng")
        case .noAlt: ("picture", "ảnh")
        case .moreOnline: ("Original: %1", "Bài gốc: %1")
        case .comments: ("Comments (%1)", "Bình luận (%1)")
        case .noComments: ("No comments yet.", "Chưa có bình luận.")
        case .sameTopic: ("Same topic", "Cùng chủ đề")
        case .sameSection: ("Same section", "Cùng chuyên mục")
        case .sameAuthor: ("Same author", "Cùng tác giả")
        case .mentions: ("Mentioned", "Được nhắc đến")
        case .topics: ("Topics: %1", "Chủ đề: %1")
        case .deletedComment: ("This comment was deleted.", "Bình luận này đã bị xóa.")
        case .missingComment:
            ("This comment has not arrived here.", "Bình luận này chưa về đến đây.")
        case .deletedArticle:
            (
                "This article is deleted; `vnsync undelete %1` brings it back.",
                "Bài này đã bị xóa; `vnsync undelete %1` khôi phục lại."
            )
        case .articleState: ("Not public: %1", "Chưa công khai: %1")
        case .conflict:
            (
                "%2 was changed in %1 place|%2 was changed in %1 places at once",
                "%2 được sửa đồng thời ở %1 nơi"
            )
        case .conflictsHere:
            (
                "see `vnsync conflicts %1`, settle with `vnsync resolve %1`",
                "xem bằng `vnsync conflicts %1`, chọn bằng `vnsync resolve %1`"
            )
        case .pendingHere:
            ("Changes here wait for `vnsync push`.", "Có thay đổi đang chờ `vnsync push`.")
        case .unnamed: ("(no headline)", "(không tiêu đề)")
        case .commentsClosed: ("Comments are closed.", "Đã khóa bình luận.")
        case .commentsPremoderated:
            ("Comments appear after approval.", "Bình luận hiện sau khi được duyệt.")
        case .nothingFound: ("Nothing found.", "Không tìm thấy.")
        case .relaxed:
            (
                "No exact match; found without regard to accents.",
                "Không có kết quả đúng dấu; đã tìm không phân biệt dấu."
            )
        case .indexing:
            (
                "The search index is not complete yet: %1 of it is done.",
                "Chỉ mục tìm kiếm chưa đủ: mới xong %1."
            )
        case .more: ("More: add --after %1", "Còn nữa: thêm --after %1")
        case .nothingToList: ("Nothing to list.", "Không có gì để liệt kê.")
        case .limitedBySetting:
            ("A setting leaves others out: %1 (%2)", "Một thiết lập đang bỏ bớt mục: %1 (%2)")
        case .reader: ("Reader", "Bạn đọc")
        }
    }
}
