/// What error codes mean in Vietnamese, and how to remedy them in both languages.
enum ErrorTexts {
    struct Entry {
        /// The Vietnamese text; `nil` where only the library can say what it is about.
        var vi: String?
        /// The remedy.
        var hint: (en: String, vi: String)?

        init(_ vi: String?, en: String? = nil, vi hint: String? = nil) {
            self.vi = vi
            if let en, let hint { self.hint = (en, hint) }
        }
    }

    static let table: [String: Entry] = [store, remote, content, media]
        .reduce(into: [:]) { table, part in table.merge(part) { $1 } }

    private static let store: [String: Entry] = [
        "store.not-found": Entry(
            "không có kho ở đây", en: "`vnsync init` makes one; --store names another",
            vi: "`vnsync init` tạo kho mới; --store chỉ kho khác"),
        "store.exists": Entry("đã có kho ở đây"),
        "store.not-a-store": Entry("tệp này không phải là kho"),
        "store.newer-schema": Entry(
            "kho do phiên bản mới hơn ghi", en: "update vnsync", vi: "hãy cập nhật vnsync"),
        "store.read-only": Entry("không ghi được vào tệp hoặc thư mục của kho"),
        "store.locked": Entry(
            "tiến trình khác đang giữ kho", en: "try again", vi: "hãy thử lại"),
        "store.sync-locked": Entry(
            "đang có lần đồng bộ khác", en: "try again when it is done",
            vi: "hãy thử lại khi nó xong"),
        "store.bad-snapshot": Entry(
            "bản chụp của máy chủ không dùng được", en: "clone with --no-snapshot",
            vi: "hãy nhân bản với --no-snapshot"),
        "store.other-schema": Entry("bản chụp của máy chủ thuộc phiên bản khác"),
        "store.disk-full": Entry(
            "đĩa đầy, bước cuối chưa được ghi", en: "free some space and try again",
            vi: "hãy giải phóng chỗ rồi thử lại"),
        "store.io": Entry("đĩa bị lỗi"),
        "store.corrupt": Entry(
            "tệp của kho bị hỏng", en: "`vnsync verify --deep` tells more",
            vi: "`vnsync verify --deep` cho biết thêm"),
        "store.no-such-document": Entry("không có bài hay bình luận nào mang mã này"),
        "store.ambiguous-id": Entry(
            "mã này chỉ nhiều mục; hãy viết dài hơn", en: "write more of the id",
            vi: "hãy viết mã dài hơn"),
        "store.group-too-large": Entry("nhóm thay đổi quá lớn"),
        "store.invalid-request": Entry(nil),
        "store.comments-closed": Entry("bài này đã khóa bình luận"),
        "store.no-such-remote": Entry(
            "không có máy chủ tên này", en: "`vnsync remote list` shows them",
            vi: "xem bằng `vnsync remote list`"),
        "store.remote-exists": Entry("đã có máy chủ tên này"),
    ]

    private static let remote: [String: Entry] = [
        "sync.not-synced": Entry(
            "chưa từng trao đổi với máy chủ này", en: "run `vnsync sync` first",
            vi: "hãy chạy `vnsync sync` trước"),
        "remote.unavailable": Entry(
            "không kết nối được với máy chủ", en: "changes that wait stay queued; try again later",
            vi: "thay đổi đang chờ vẫn chờ gửi; hãy thử lại sau"),
        "remote.timeout": Entry(
            "máy chủ không trả lời kịp", en: "changes that wait stay queued; try again later",
            vi: "thay đổi đang chờ vẫn chờ gửi; hãy thử lại sau"),
        "remote.tls": Entry("không lập được kết nối an toàn"),
        "remote.captive-portal": Entry(
            "mạng này đòi đăng nhập trước",
            en: "open any page in a browser and sign in; changes that wait stay queued",
            vi: "hãy mở một trang bất kỳ trong trình duyệt rồi đăng nhập; "
                + "thay đổi đang chờ vẫn chờ gửi"),
        "remote.protocol": Entry(
            "địa chỉ này không nói giao thức của VNSync",
            en: "check the address with `vnsync remote list`, and the hub's version",
            vi: "hãy xem lại địa chỉ bằng `vnsync remote list` và phiên bản của máy chủ"),
        "remote.unauthorized": Entry(
            "máy chủ không chấp nhận mã truy cập",
            en: "give a token by --token-file, VNSYNC_TOKEN_FILE or "
                + "`vnsync config set remotes.NAME.token-file PATH`",
            vi: "đưa mã bằng --token-file, VNSYNC_TOKEN_FILE hoặc "
                + "`vnsync config set remotes.TÊN.token-file PATH`"),
        "remote.busy": Entry(
            "máy chủ đang bận", en: "changes that wait stay queued; try again later",
            vi: "thay đổi đang chờ vẫn chờ gửi; hãy thử lại sau"),
        "remote.address": Entry("địa chỉ của máy chủ không hợp lệ"),
        "sync.forked": Entry("máy chủ vẫn biết những thay đổi khác dưới mã của kho này"),
        "sync.generation": Entry(
            "máy chủ đã quên những thay đổi mà kho này không thể gửi lại"),
        "sync.locked": Entry(
            "đang hoặc vừa có lần đồng bộ khác", en: "try again when it is done",
            vi: "hãy thử lại khi nó xong"),
        "sync.push-failed": Entry("không gửi được thay đổi; việc tải vẫn xong"),
        "sync.journal-gap": Entry(
            "máy chủ thiếu những thay đổi mà nhật ký không còn giữ",
            en: "let the hub begin with a backup of one that has them, or make a new store for "
                + "it: `vnsync export | vnsync -C NEW import -`, then push from there",
            vi: "hãy dựng máy chủ từ bản sao lưu của máy chủ có đủ, hoặc tạo kho mới cho nó: "
                + "`vnsync export | vnsync -C KHO-MỚI import -`, rồi gửi từ đó"),
        "sync.too-many-deletions": Entry(
            "lần tải này sẽ xóa quá nhiều tài liệu",
            en: "if that is meant, raise --max-delete; if the hub has lost them, "
                + "`vnsync config set remotes.NAME.trusted true` lets this store offer them to it",
            vi: "nếu đúng ý, hãy tăng --max-delete; nếu máy chủ đã mất chúng, "
                + "`vnsync config set remotes.TÊN.trusted true` để kho này gửi lại cho máy chủ"),
    ]

    private static let media: [String: Entry] = [
        "media.not-an-image": Entry("đây không phải là ảnh PNG, JPEG, GIF hay WebP"),
        "media.damaged": Entry("phần đầu của ảnh bị hỏng hoặc bị cắt"),
        "media.too-large": Entry("tệp ảnh quá lớn"),
        "media.unreadable": Entry(
            "không đọc được tệp ảnh", en: "check its name and your rights",
            vi: "hãy xem lại tên và quyền đọc tệp"),
        "media.unavailable": Entry(
            "không máy chủ nào trả lời", en: "try again when there is a network",
            vi: "hãy thử lại khi có mạng"),
    ]

    private static let content: [String: Entry] = [
        "cli.usage": Entry(nil),
        "cli.no-remote": Entry(
            "kho này chưa có máy chủ", en: "`vnsync remote add origin URL` adds one",
            vi: "thêm bằng `vnsync remote add origin URL`"),
        "cli.no-such-item": Entry("không có mục này"),
        "cli.internal": Entry("lỗi bên trong chương trình"),
        "content.invalid": Entry(nil),
        "config.invalid": Entry(nil),
    ]
}
