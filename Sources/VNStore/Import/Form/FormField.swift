internal import VNModel
internal import VNText

/// A line of a form's front matter: one member of the article as a text.
enum FormField: String, CaseIterable {
    case title, summary, section, publisher, topics, date, authors, byline, dateline, source
    case sourceURL = "source-url"
    case url, image, alt, caption, credit, language, status, comments, copyright

    /// The field of a name, in any case, by its name in the form or in the schema.
    init?(name: String) {
        let key = name.lowercased()
        guard let field = FormField(rawValue: key) ?? FormField.schemaNames[key] else {
            return nil
        }
        self = field
    }

    private static let schemaNames: [String: FormField] = [
        "headline": .title, "datepublished": .date, "commentpolicy": .comments,
        "copyrightnotice": .copyright, "author": .authors, "topic": .topics, "lead": .summary,
    ]

    /// The names of all fields, for messages.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Whether the article can be without it: an edited form without its line removes it.
    var isOptional: Bool {
        switch self {
        case .title, .publisher, .date, .language, .status, .comments: false
        default: true
        }
    }

    /// The member that the field belongs to, as JSON pointers name it.
    var member: String {
        switch self {
        case .title: "headline"
        case .date: "datePublished"
        case .comments: "commentPolicy"
        case .copyright: "copyrightNotice"
        case .sourceURL: "source"
        case .alt, .caption, .credit: "image"
        default: rawValue
        }
    }

    /// The text of the article's member; `nil` if the article has none.
    func text(of article: Article) -> String? {
        switch self {
        case .title: article.headline.unlessEmpty
        case .summary: article.summary?.unlessEmpty
        case .section: article.section?.unlessEmpty
        case .publisher: article.publisher.name.unlessEmpty
        case .topics: article.topics.joined(separator: ", ").unlessEmpty
        case .date:
            FormDate.text(
                of: article.datePublished, precision: article.datePublishedPrecision)
        case .authors: article.authors.map(\.name).joined(separator: ", ").unlessEmpty
        case .byline: article.byline?.unlessEmpty
        case .dateline: article.dateline?.unlessEmpty
        case .source: article.source?.name.unlessEmpty
        case .sourceURL: article.source?.url?.unlessEmpty
        case .url: article.url?.unlessEmpty
        case .image: article.image?.url?.unlessEmpty
        case .alt: article.image?.alt.unlessEmpty
        case .caption: article.image?.caption?.unlessEmpty
        case .credit: article.image?.credit?.unlessEmpty
        case .language: article.language
        case .status: article.status.rawValue
        case .comments: article.commentPolicy.rawValue
        case .copyright: article.copyrightNotice?.unlessEmpty
        }
    }

    /// Sets the article's member; an empty text removes it.
    ///
    /// - Returns: what is wrong with the text, or `nil` if nothing is.
    func set(_ text: String, on article: inout Article) -> String? {
        let value = text.withoutOuterSpace
        guard isOptional || !value.isEmpty else { return "\(rawValue) cannot be empty" }
        switch self {
        case .title: article.headline = value
        case .summary: article.summary = value.unlessEmpty
        case .byline: article.byline = value.unlessEmpty
        case .dateline: article.dateline = value.unlessEmpty
        case .url: article.url = value.unlessEmpty
        case .language: article.language = value
        case .copyright: article.copyrightNotice = value.unlessEmpty
        case .publisher:
            guard article.publisher.name != value else { break }
            article.publisher = Agent(kind: .organization, name: value)
        case .section, .topics, .authors: return setNames(value, on: &article)
        case .source, .sourceURL: return setSource(value, on: &article)
        case .image, .alt, .caption, .credit: setImage(value, on: &article)
        case .date, .status, .comments: return setChoice(value, on: &article)
        }
        return nil
    }

    private func setNames(_ value: String, on article: inout Article) -> String? {
        let names = value.split(separator: ",").map(\.withoutOuterSpace).filter { !$0.isEmpty }
        if self == .authors {
            let known = article.authors
            article.authors = names.map { name in
                known.first { $0.name == name } ?? Agent(kind: .person, name: name)
            }
            return nil
        }
        let slugs = names.map { Slug.make($0) }
        guard !slugs.contains("") else { return "\(rawValue) needs names of letters and digits" }
        if self == .topics {
            article.topics = slugs
        } else {
            guard slugs.count <= 1 else { return "an article has one section" }
            article.section = slugs.first
        }
        return nil
    }

    private func setSource(_ value: String, on article: inout Article) -> String? {
        if self == .source {
            guard !value.isEmpty else {
                article.source = nil
                return nil
            }
            article.source = Source(name: value, url: article.source?.url)
            return nil
        }
        guard article.source != nil || value.isEmpty else { return "source-url needs a source" }
        article.source?.url = value.unlessEmpty
        return nil
    }

    private func setImage(_ value: String, on article: inout Article) {
        var image = article.image ?? Image()
        switch self {
        case .alt: image.alt = value
        case .caption: image.caption = value.unlessEmpty
        case .credit: image.credit = value.unlessEmpty
        default:
            // Size and digest belong to the picture that stood at the old address.
            if image.url != value.unlessEmpty {
                (image.contentType, image.width, image.height, image.sha256) = (nil, nil, nil, nil)
            }
            image.url = value.unlessEmpty
        }
        article.image = image == Image() ? nil : image
    }

    private func setChoice(_ value: String, on article: inout Article) -> String? {
        switch self {
        case .status:
            guard let status = ArticleStatus(rawValue: value) else {
                return FormField.expected(ArticleStatus.allCases.map(\.rawValue))
            }
            article.status = status
        case .comments:
            guard let policy = CommentPolicy(rawValue: value) else {
                return FormField.expected(CommentPolicy.allCases.map(\.rawValue))
            }
            article.commentPolicy = policy
        default:
            guard let date = FormDate.parse(value) else {
                return "\(rawValue) is 2024-01-21, 21/01/2024, either with 09:15, or RFC 3339"
            }
            article.datePublished = date.time
            article.datePublishedPrecision = date.precision
        }
        return nil
    }

    private static func expected(_ words: [String]) -> String {
        "one of \(words.joined(separator: ", ")) is expected"
    }
}
