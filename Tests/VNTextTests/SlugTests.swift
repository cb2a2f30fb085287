import Testing
import VNText

@Suite("Slug")
struct SlugTests {
    @Test(
        "titles become words of a–z and 0–9 joined by hyphens",
        arguments: [
            ("Hệ thống Chính trị", "he-thong-chinh-tri"),
            ("Đường lên đỉnh Ðiện Biên", "duong-len-dinh-dien-bien"),
            ("  TP.HCM: covid-19 — (2021)!  ", "tp-hcm-covid-19-2021"),
            ("Straße, Ærø & Łódź", "strasse-aero-lodz"),
            ("東京 Olympic がa", "olympic-a"),
            ("soft\u{AD}hyphen", "softhyphen"),
            ("Tie\u{302}\u{301}ng", "tieng"),
            ("", ""), ("—", ""), ("日本", ""), ("😀", ""),
        ])
    func makesSlugs(text: String, slug: String) {
        #expect(Slug.make(text) == slug)
    }

    @Test("a slug has at most 80 bytes and ends with a whole word if one fits")
    func bounds() {
        let title = Array(repeating: "nghiêng", count: 20).joined(separator: " ")
        #expect(Slug.make(title) == Array(repeating: "nghieng", count: 10).joined(separator: "-"))
        #expect(Slug.make(String(repeating: "ạ", count: 200)) == String(repeating: "a", count: 80))
        let fits = String(repeating: "a", count: 78)
        #expect(Slug.make(fits + " b") == fits + "-b")
        #expect(Slug.make(fits + " bc d") == fits)
    }

    @Test(
        "random text gives a slug or nothing, and a slug is its own slug", arguments: [UInt64(31)])
    func randomText(seed: UInt64) throws {
        var random = SeededText(seed: seed)
        for round in 0..<1000 {
            let slug = Slug.make(random.text(limit: 60))
            let isSlug = try #/[a-z0-9]+(-[a-z0-9]+)*/#.wholeMatch(in: slug) != nil
            #expect(slug.isEmpty || isSlug, "seed \(seed) round \(round): \(slug)")
            #expect(slug.utf8.count <= 80, "seed \(seed) round \(round)")
            #expect(Slug.make(slug) == slug, "seed \(seed) round \(round)")
        }
    }
}
