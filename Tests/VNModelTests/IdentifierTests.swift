import Testing
import VNModel
import VNRandom

@Suite("Identifiers")
struct IdentifierTests {
    @Test("a replica id is 13 characters of base32 and comes back", arguments: 0..<5)
    func replicas(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        for _ in 0..<200 {
            let (left, right) = (ReplicaID(bits: random.next()), ReplicaID(bits: random.next()))
            #expect(ReplicaID(left.description) == left && left.description.utf8.count == 13)
            #expect((left < right) == (left.description < right.description), "seed \(seed)")
        }
    }

    @Test("base32 is Crockford's in lower case")
    func base32() {
        #expect(ReplicaID(bits: 0).description == "0000000000000")
        #expect(ReplicaID(bits: .max).description == "fzzzzzzzzzzzz")
        #expect(ReplicaID(bits: 1_311_768_467_463_790_321).description == "14d2pf2dbsqqh")
        let refused = [
            "", "14d2pf2dbsqq", "14d2pf2dbsqqhh", "14D2PF2DBSQQH", "g000000000000",
            "i000000000000", "0000000000u00", "000000000000é", "zzzzzzzzzzzzz",
        ]
        for text in refused { #expect(ReplicaID(text) == nil, "\(text)") }
    }

    @Test("a local document's id is a version 7 UUID of the time")
    func version7() {
        let id = DocumentID(milliseconds: 0x018C_B1F0_1234, random: (.max, .max))
        #expect(id.description == "018cb1f0-1234-7fff-bfff-ffffffffffff")
        let low = DocumentID(milliseconds: 0x018C_B1F0_1234, random: (0, 0))
        #expect(low.description == "018cb1f0-1234-7000-8000-000000000000")
        #expect(low < id && DocumentID(milliseconds: 0x018C_B1F0_1235, random: (0, 0)) > id)
    }

    @Test("an imported document's id is a version 5 UUID; values by another implementation")
    func version5() {
        #expect(
            DocumentID(importName: "url https://example.vn/tin/gao").description
                == "5daabca7-eb05-5525-8257-01942299a336")
        #expect(
            DocumentID(importName: "đ").description == "48cadcc2-934f-5e51-a812-cf5ed5977a2e")
    }

    @Test("a UUID's text and bytes come back; other texts are none", arguments: 0..<5)
    func text(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        for _ in 0..<100 {
            let id = DocumentID(high: random.next(), low: random.next())
            #expect(DocumentID(id.description) == id && DocumentID(bytes: id.bytes) == id)
            #expect(DocumentID(id.description.uppercased()) == id)
            let other = DocumentID(high: random.next(), low: random.next())
            #expect((id < other) == (id.description < other.description), "seed \(seed)")
        }
        let refused = [
            "", "018cb1f0-1234-7fff-bfff-fffffffffff", "018cb1f0-1234-7fff-bfff-ffffffffffff0",
            "018cb1f012347fffbfffffffffffffff", "018cb1f0-1234-7fff-bfff-fffffffffffg",
            "018cb1f0-1234-7fff-bfff_ffffffffffff", "{18cb1f0-1234-7fff-bfff-fffffffffff}",
        ]
        for text in refused { #expect(DocumentID(text) == nil, "\(text)") }
        #expect(DocumentID(bytes: [UInt8](repeating: 0, count: 15)) == nil)
    }

    @Test("the same page has one id however its address is written")
    func canonicalAddress() {
        let expected = "https://example.vn/tin/gao"
        let same = [
            expected, "HTTPS://Example.VN/tin/gao", "https://example.vn:443/tin/gao",
            "https://example.vn/tin/gao/", "https://example.vn/tin/gao#binh-luan",
            "https://example.vn/tin/gao?utm_source=a&fbclid=b&UTM_medium=c",
            " https://example.vn/tin/gao\n", "https://example.vn/tin/gao?",
        ]
        for text in same { #expect(ImportIdentity.canonicalURL(text) == expected, "\(text)") }
        let different = [
            "http://example.vn/tin/gao", "https://example.vn/tin/Gao",
            "https://example.vn/tin/gao?trang=2", "https://example.vn:8443/tin/gao",
            "https://www.example.vn/tin/gao", "https://example.vn/tin",
        ]
        for text in different { #expect(ImportIdentity.canonicalURL(text) != expected, "\(text)") }
        #expect(
            ImportIdentity.canonicalURL("http://example.vn:80/?b=1&utm_x=2&a=3#x")
                == "http://example.vn?b=1&a=3")
        for text in ["", "gao", "ftp://example.vn/", "mailto:a@example.vn", "https://"] {
            #expect(ImportIdentity.canonicalURL(text) == nil, "\(text)")
        }
    }

    @Test("without an address, publisher, day and headline make the id, whatever their case")
    func imports() {
        func id(_ url: String?, _ publisher: String, _ headline: String) -> String {
            ImportIdentity.articleID(
                url: url, publisher: publisher, day: "2024-01-21", headline: headline
            ).description
        }
        let expected = "5a211d5f-1c77-5029-b15b-5b2330534ec9"
        #expect(id(nil, "Báo An Giang", "Lúa gạo được mùa") == expected)
        #expect(id("", "BÁO  AN GIANG ", " lúa gạo\tĐƯỢC mùa") == expected)
        #expect(id("không phải địa chỉ", "Báo An Giang", "Lúa gạo được mùa") == expected)
        // The same letters, decomposed.
        #expect(id(nil, "Ba\u{301}o An Giang", "Lu\u{301}a gạo được mùa") == expected)
        #expect(id(nil, "Báo An Giang", "Lúa gạo mất mùa") != expected)
        #expect(
            id("https://example.vn/tin/gao", "x", "y") == "5daabca7-eb05-5525-8257-01942299a336")
    }
}
