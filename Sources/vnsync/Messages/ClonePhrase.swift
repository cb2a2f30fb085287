/// What a clone tells.
enum ClonePhrase: Phrase {
    case fromSnapshot, resumed, cloned

    var texts: (en: String, vi: String) {
        switch self {
        case .fromSnapshot:
            (
                "%1 document came with a snapshot of %2.|%1 documents came with a snapshot of %2.",
                "%1 tài liệu đến theo bản chụp %2."
            )
        case .resumed: ("%1 were there already.", "%1 đã có từ trước.")
        case .cloned: ("Cloned into %1.", "Đã nhân bản vào %1.")
        }
    }
}
