import VNModel
internal import VNRandom

/// Workload W1: so many articles, and three comments for each.
///
/// Every document is a function of the seed and its number, so nothing has to be kept.
struct Corpus {
    /// How many articles.
    let articleCount: Int
    /// What decides every document.
    let seed: UInt64

    static let commentsPerArticle = 3
    private static let paragraphCount = 8
    private static let sections = [
        "thoi-su", "kinh-te", "van-hoa", "the-thao", "khoa-hoc", "giao-duc", "suc-khoe",
        "du-lich",
    ]
    private static let topics = [
        "bien", "cau-duong", "dien-anh", "gao", "lang-nghe", "mua-bao", "nong-san", "rung",
        "song-nuoc", "thanh-pho", "thu-vien", "tre-em",
    ]
    private static let publishers = [
        Agent(kind: .organization, id: "tin-ven-song", name: "Tin Ven Sông"),
        Agent(kind: .organization, id: "bao-dong-que", name: "Báo Đồng Quê"),
        Agent(kind: .organization, id: "nhat-ky-pho", name: "Nhật Ký Phố"),
    ]

    /// Rows of W1: articles and comments.
    var rowCount: Int { articleCount * (1 + Corpus.commentsPerArticle) }

    /// The id of an article.
    func articleID(_ index: Int) -> DocumentID {
        var generator = generator(index, 0)
        return DocumentID(
            milliseconds: milliseconds(index), random: (generator.next(), generator.next()))
    }

    /// The id of one of an article's comments.
    func commentID(_ index: Int, _ place: Int) -> DocumentID {
        var generator = generator(index, 1 + UInt64(place))
        return DocumentID(
            milliseconds: milliseconds(index) + UInt64(place + 1) * 60_000,
            random: (generator.next(), generator.next()))
    }

    /// An article: headline of about 90 bytes, summary of about 300, eight paragraphs of about
    /// 4 KB together.
    func article(_ index: Int) -> Article {
        precondition((0..<articleCount).contains(index), "the article is one of the corpus")
        var generator = generator(index, 100)
        var article = Article(
            id: articleID(index), headline: headline(using: &generator),
            datePublished: rfc3339(milliseconds(index)),
            publisher: Corpus.publishers[generator.number(below: Corpus.publishers.count)])
        article.summary = Syllables.text(bytes: 295, using: &generator)
        article.section = Corpus.sections[generator.number(below: Corpus.sections.count)]
        article.url = "https://tin.example/\(index)-\(generator.number(below: 1_000_000))"
        let first = generator.number(below: Corpus.topics.count - 1)
        let second =
            first + 1 + generator.number(below: Corpus.topics.count - first - 1)
        article.topics = [Corpus.topics[first], Corpus.topics[second]]
        article.body = (0..<Corpus.paragraphCount).map { _ in
            let length = 350 + generator.number(below: 300)
            return Block(text: Syllables.text(bytes: length, using: &generator))
        }
        return article
    }

    /// An article's three comments of about 200 bytes, nine in ten approved; two in five of all
    /// comments answer another one.
    func comments(_ index: Int) -> [Comment] {
        var generator = generator(index, 200)
        return (0..<Corpus.commentsPerArticle).map { place in
            let isReply = place > 0 && generator.chance(60)
            let parent = isReply ? commentID(index, generator.number(below: place)) : nil
            return comment(
                commentID(index, place), on: articleID(index), inReplyTo: parent,
                milliseconds: milliseconds(index) + UInt64(place + 1) * 60_000, using: &generator)
        }
    }

    /// A comment that is not part of W1 and that nobody has moderated, two in five times a reply.
    ///
    /// - Parameters:
    ///   - number: which of the further comments.
    ///   - article: which article may get it.
    func furtherComment(
        _ number: Int, article: (inout SplitMix64) -> Int
    ) -> Comment {
        var generator = generator(number, 300)
        let index = article(&generator)
        let place = generator.number(below: Corpus.commentsPerArticle)
        let isReply = generator.chance(40)
        let time = milliseconds(articleCount + number / 10) + UInt64(number % 10) * 1_000
        return comment(
            DocumentID(milliseconds: time, random: (generator.next(), generator.next())),
            on: articleID(index), inReplyTo: isReply ? commentID(index, place) : nil,
            milliseconds: time, isModerated: false, using: &generator)
    }

    /// Another headline for an article.
    func headline(using generator: inout SplitMix64) -> String {
        Syllables.text(bytes: 86, using: &generator)
    }

    /// A generator of its own for each use of each document.
    func generator(_ index: Int, _ use: UInt64) -> SplitMix64 {
        var generator = SplitMix64(seed: seed ^ UInt64(index) << 20 ^ use)
        return SplitMix64(seed: generator.next())
    }

    private func comment(
        _ id: DocumentID, on article: DocumentID, inReplyTo parent: DocumentID?,
        milliseconds: UInt64, isModerated: Bool = true, using generator: inout SplitMix64
    ) -> Comment {
        let name = Syllables.name(using: &generator)
        var comment = Comment(
            id: id, articleID: article, inReplyTo: parent, author: CommentAuthor(name: name),
            text: Syllables.text(bytes: 160 + generator.number(below: 80), using: &generator),
            dateCreated: rfc3339(milliseconds))
        if isModerated, generator.chance(90) {
            comment.moderation = Moderation(status: .approved)
        }
        return comment
    }

    /// An article every ten minutes.
    private func milliseconds(_ index: Int) -> UInt64 {
        1_704_067_200_000 + UInt64(index) * 600_000
    }

    private func rfc3339(_ milliseconds: UInt64) -> String {
        Timestamp(milliseconds: Int64(milliseconds), offsetMinutes: 420).rfc3339
    }
}
