import Foundation
import Testing
import VNText

/// Documents and queries with what must be found and what must not.
struct SearchCases: Decodable {
    struct Document: Decodable {
        let id: Int
        let headline: String
        let body: String
    }

    struct Case: Decodable {
        let query: String
        let must: [Int]
        let mustNot: [Int]
    }

    let documents: [Document]
    let cases: [Case]

    /// The shared cases lie beside the package, in some checkouts only.
    static let sharedFile = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/content/search-cases.json").standardizedFileURL

    static var hasSharedFile: Bool {
        FileManager.default.fileExists(atPath: sharedFile.path)
    }

    var index: NaiveIndex {
        documents.reduce(into: NaiveIndex()) {
            $0.add($1.id, headline: $1.headline, body: $1.body)
        }
    }
}

@Suite("Search cases")
struct SearchCasesTests {
    @Test("the shared cases find what they must", .enabled(if: SearchCases.hasSharedFile))
    func sharedCases() throws {
        let data = try Data(contentsOf: SearchCases.sharedFile)
        let cases = try JSONDecoder().decode(SearchCases.self, from: data)
        #expect(cases.cases.count >= 50)
        check(cases)
    }

    @Test("cases of our own find what they must")
    func ownCases() {
        check(Self.own)
    }

    @Test("relaxing a query never loses a find", arguments: [UInt64(21), 22])
    func relaxedFindsMore(seed: UInt64) {
        var random = SeededText(seed: seed)
        var index = NaiveIndex()
        var texts: [String] = []
        for id in 0..<60 {
            texts.append(random.text(limit: 12))
            index.add(id, headline: texts[id], body: random.text(limit: 12))
        }
        for (id, text) in texts.enumerated() {
            let query = SearchQuery(text)
            let found = index.search(query)
            #expect(query.isEmpty || found.contains(id), "seed \(seed) document \(id)")
            let relaxed = index.search(query.relaxed)
            #expect(Set(found).isSubset(of: relaxed), "seed \(seed) document \(id)")
            let exact = index.search(SearchQuery(text, match: .exact))
            #expect(Set(exact).isSubset(of: found), "seed \(seed) document \(id)")
            #expect(query.isEmpty == query.highlights(in: text).isEmpty, "seed \(seed) \(id)")
        }
    }

    private func check(_ cases: SearchCases) {
        let index = cases.index
        for item in cases.cases {
            let found = index.search(SearchQuery(item.query))
            #expect(Set(item.must).isSubset(of: found), "\(item.query) finds \(found)")
            #expect(Set(item.mustNot).isDisjoint(with: found), "\(item.query) finds \(found)")
        }
    }

    private static let own = SearchCases(
        documents: [
            .init(id: 1, headline: "Thuỷ triều đỏ ở Phú Quý", body: "cá chết, bờ biển; 3,5 km²"),
            .init(id: 2, headline: "Thủy lợi miền núi", body: "đập nước; bo bien; VTV1 (HD)"),
            .init(id: 3, headline: "Bác sĩ trẻ về quê", body: "nghĩa tình; I-ta-li-a; lí do"),
            .init(id: 4, headline: "Bac sy tre ve que", body: "nghia tinh; \u{FEFF}ly\u{AD} do"),
            .init(id: 5, headline: "Gia đình ở Ðồng Nai", body: "\"Sông dài\" — café, ΟΔΟΣ, 東京"),
        ],
        cases: [
            .init(query: "thủy", must: [1, 2], mustNot: [3, 4, 5]),
            .init(query: "thuỷ triều", must: [1], mustNot: [2]),
            .init(query: "bo bien", must: [1, 2], mustNot: [3]),
            .init(query: "bờ biển", must: [1], mustNot: [2]),
            .init(query: "bác sỹ", must: [3], mustNot: [4]),
            .init(query: "bac sy", must: [4], mustNot: [3]),
            .init(query: "lý do", must: [3], mustNot: [4]),
            .init(query: "\"về quê\"", must: [3], mustNot: [4]),
            .init(query: "\"quê về\"", must: [], mustNot: [3, 4]),
            .init(query: "đồng nai", must: [5], mustNot: [1]),
            .init(query: "Ðồng Nai", must: [5], mustNot: [1]),
            .init(query: "dong nai", must: [5], mustNot: [1]),
            .init(query: "\"trẻ ve\"", must: [3], mustNot: [4]),
            .init(query: "i-ta-li-a", must: [3], mustNot: [4]),
            .init(query: "3,5 km", must: [1], mustNot: [2]),
            .init(query: "vtv1(hd)", must: [2], mustNot: [1]),
            .init(query: "cafe", must: [5], mustNot: [1]),
            .init(query: "cafè", must: [], mustNot: [5]),
            .init(query: "οδος", must: [5], mustNot: [1]),
            .init(query: "東京", must: [5], mustNot: [1]),
            .init(query: "phú quý nai", must: [], mustNot: [1, 3, 4]),
        ])
}
