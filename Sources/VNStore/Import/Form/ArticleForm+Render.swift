public import VNModel

extension ArticleForm {
    /// The form of an article, which ``merge(form:into:)`` reads back without a change.
    ///
    /// - Complexity: O(*n*) in the size of the article.
    public static func render(_ article: Article) -> String {
        var text = "---\n"
        for field in FormField.allCases {
            // Without a summary the first paragraph would be taken for it.
            guard let value = field.text(of: article) ?? (field == .summary ? "" : nil) else {
                continue
            }
            text += "\(field.rawValue): \(FormText.frontMatter(value))".withoutOuterSpace + "\n"
        }
        text += "---\n"
        for block in article.body { text += "\n\(render(block))\n" }
        return text
    }

    /// An empty form to fill in.
    ///
    /// - Parameters:
    ///   - publisher: the publisher's name, if it is known.
    ///   - date: the date of publication, if it is known.
    ///   - language: the language of the hints: English for `en`, otherwise Vietnamese.
    public static func template(
        publisher: String? = nil, date: Timestamp? = nil, language: String = "vi"
    ) -> String {
        let isEnglish = language.lowercased().hasPrefix("en")
        let hints =
            isEnglish
            ? "# Lines that begin with # are not read. Fields without a value may be removed."
            : "# Dòng bắt đầu bằng # không được đọc. Có thể xóa các trường bỏ trống."
        let day = date.map {
            FormDate.text(
                of: Timestamp(
                    milliseconds: $0.milliseconds - $0.milliseconds % 60_000,
                    offsetMinutes: Timestamp.vietnamOffsetMinutes
                ).rfc3339, precision: .minute)
        }
        var text = "---\n\(hints)\n"
        let given: [(FormField, String?)] = [
            (.title, nil), (.summary, nil), (.section, nil), (.publisher, publisher),
            (.topics, nil), (.date, day), (.image, nil), (.alt, nil), (.caption, nil),
            (.credit, nil),
        ]
        for (field, value) in given {
            let value = value.map { " " + FormText.frontMatter($0) } ?? ""
            text += "\(field.rawValue):\(value)\n"
        }
        return text + "---\n\n"
    }

    /// The lines of one block.
    static func render(_ block: Block) -> String {
        switch block.role {
        case .paragraph: return FormText.escaped(block.text ?? "")
        case .heading: return "## " + FormText.escaped(block.text ?? "")
        case .quote:
            let lines = FormText.escaped(block.text ?? "").split(
                separator: "\n", omittingEmptySubsequences: false)
            return lines.map { "> \($0)" }.joined(separator: "\n")
        case .list:
            return block.items.enumerated().map { index, item in
                let lines = FormText.escaped(item).split(
                    separator: "\n", omittingEmptySubsequences: false)
                let mark = block.isOrdered ? "\(index + 1)." : "-"
                return "\(mark) \(lines.joined(separator: "\n  "))".withoutOuterSpace
            }.joined(separator: "\n")
        case .image, .video, .embed: return FormMedia.line(block) ?? ""
        }
    }
}
