import Foundation
import VNModel
import VNStore

/// Pages of `Fixtures/html` and pages that tests write themselves.
enum HTMLFixtures {
    static let folder = ImportFixtures.root.appendingPathComponent("Fixtures/html")

    /// The names of the pages without their extension.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".html") }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// What a file would say that was changed on that day in a folder `html`.
    static let surroundings = HTMLSurroundings(day: "2024-09-15", folder: "html")

    static func page(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent("\(name).html")))
    }

    static func expected(_ name: String) throws -> JSONValue {
        let file = folder.appendingPathComponent("expected/\(name).json")
        return try JSONValue(parsing: Array(Data(contentsOf: file)))
    }

    static func article(_ html: String) throws(ImportError) -> Article {
        try HTMLImporter.article(from: Array(html.utf8), surroundings: surroundings)
    }

    /// A whole page around a head and a body.
    static func page(head: String = "", body: String) -> String {
        """
        <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Tên bài</title>
        <meta property="og:site_name" content="Báo Thử">
        <meta property="article:published_time" content="2024-01-21T09:15:00+07:00">\(head)
        </head><body>\(body)</body></html>
        """
    }

    /// A paragraph long enough to count as content.
    static let paragraph =
        "<p>Một đoạn văn đủ dài để được coi là nội dung của bài, có chủ ngữ và vị ngữ.</p>"
}

extension [Block] {
    /// Role and text of each block, one a line.
    var summary: [String] {
        map { block in
            let content =
                block.text ?? block.url ?? block.image?.url ?? block.items.joined(separator: " / ")
            return "\(block.role.rawValue): \(content)"
        }
    }
}
