import Testing
import VNText

@Suite("Search query")
struct SearchQueryTests {
    @Test("marked words go to the tone columns, unmarked ones to the fold columns")
    func chooseColumns() {
        #expect(expression("hà noi") == #"{"t"} : "ha2" AND {"f"} : "noi""#)
        #expect(expression("đa") == #"{"t"} : "đa""#)
        #expect(expression("HÒA") == #"{"t"} : "hoa2""#)
        #expect(expression("hà", match: .fold) == #"{"f"} : "ha""#)
        #expect(expression("ma hà", match: .exact) == #"{"t"} : "ma" AND {"t"} : "ha2""#)
    }

    @Test("several columns, none, and a name with a quotation mark can be given")
    func columnNames() {
        let query = SearchQuery("hà noi")
        #expect(
            query.fts5Expression(foldColumns: ["a", "b\"c"], toneColumns: [])
                == #""ha2" AND {"a" "b""c"} : "noi""#)
    }

    @Test("a word of several tokens is a phrase, and so is quoted text")
    func phrases() {
        #expect(expression("TP.HCM") == #"{"f"} : "tp hcm""#)
        #expect(expression("covid-19 21/1") == #"{"f"} : "covid 19" AND {"f"} : "21 1""#)
        for text in [
            "\"trung thu\"", "“trung thu”", "„trung thu”", "«trung thu»", "x\"trung thu\"",
        ] {
            #expect(expression(text)?.hasSuffix(#"{"f"} : "trung thu""#) == true, "\(text)")
        }
        #expect(expression("\"nóng lòng\"") == #"{"t"} : "nong5 long2""#)
    }

    @Test("a phrase of both kinds is asked for by fold, its marked runs by tone too")
    func mixedPhrases() {
        #expect(
            expression("\"Tổng thống Nga đã gặp\"")
                == #"{"f"} : "tong thong nga da gap" AND "#
                + #"{"t"} : "tông3 thông5" AND {"t"} : "đa4 găp6""#)
    }

    @Test("a quotation mark without partner only divides")
    func loneQuotationMarks() {
        #expect(expression("nong\"long") == #"{"f"} : "nong" AND {"f"} : "long""#)
        #expect(
            expression("a”b «c")
                == expression("a b c").map { _ in
                    #"{"f"} : "a b" AND {"f"} : "c""#
                })
        #expect(expression("\"a b\" \"c d") == #"{"f"} : "a b" AND {"f"} : "c" AND {"f"} : "d""#)
        #expect(SearchQuery("\"").isEmpty)
        #expect(SearchQuery("\"\" “ . ”").isEmpty)
    }

    @Test("a marked word in i or y alone is looked for in both spellings")
    func iAndY() {
        let pairs = [
            ("kỹ", "kĩ"), ("Mỹ", "Mĩ"), ("lý", "lí"), ("hỷ", "hỉ"), ("tỵ", "tị"), ("sỹ", "sĩ"),
            ("ý", "í"),
        ]
        for (first, second) in pairs {
            for (word, other) in [(first, second), (second, first)] {
                let keys = [word, other].map { "\"\(SearchKeys.tone($0))\"" }
                #expect(expression(word) == #"{"t"} : ("# + keys.joined(separator: " OR ") + ")")
            }
        }
        for word in ["bí", "thỉ", "tuý", "tai", "quý", "mỉa", "kïy", "ï"] {
            #expect(expression(word)?.contains("OR") == false, "\(word)")
        }
        #expect(expression("my") == #"{"f"} : "my""#)
        #expect(expression("kỹ", match: .exact) == #"{"t"} : "ky4""#)
    }

    @Test("a phrase is spelled in each combination, up to sixteen")
    func phraseSpellings() {
        #expect(expression("\"kỹ thuật\"") == #"{"t"} : ("ky4 thuât6" OR "ki4 thuât6")"#)
        let expression = expression("\"kỹ lý mỹ hý tý sỹ\"") ?? ""
        #expect(expression.split(separator: "OR").count == 16)
        #expect(expression.contains("\"ki4 li5 mi4 hi5 ty5 sy4\""))
    }

    @Test("nothing typed is syntax")
    func operatorsAreText() {
        let typed = "AND OR NOT NEAR(a b) x* ^y {z}: w+ -v \\ ' ; -- \u{0} %"
        let words = ["and", "or", "not", "near a", "b", "x", "y", "z", "w", "v"]
        #expect(expression(typed) == words.map { #"{"f"} : "\#($0)""# }.joined(separator: " AND "))
    }

    @Test("a query without letters and digits is empty")
    func emptyQueries() {
        for text in ["", "   ", "( + )", "😀", "\u{301}", "\u{200B}"] {
            let query = SearchQuery(text)
            #expect(query.isEmpty)
            #expect(!query.usesToneKeys)
            #expect(query.fts5Expression(foldColumns: ["f"], toneColumns: ["t"]) == nil)
            #expect(query.highlights(in: "abc").isEmpty)
            #expect(query.relaxed == query)
        }
    }

    @Test("the relaxed query matches by fold keys and keeps both spellings")
    func relaxed() {
        let query = SearchQuery("kỹ thuat \"hà nội\"")
        #expect(query.usesToneKeys)
        #expect(!query.relaxed.usesToneKeys)
        #expect(query.relaxed == SearchQuery("kỹ thuat \"hà nội\"", match: .fold))
        #expect(
            query.relaxed.fts5Expression(foldColumns: ["f"], toneColumns: ["t"])
                == #"{"f"} : ("ky" OR "ki") AND {"f"} : "thuat" AND {"f"} : "ha noi""#)
        #expect(!SearchQuery("ha noi").usesToneKeys)
    }

    @Test("a phrase counts once, and the words beyond the limit not at all")
    func bounds() {
        #expect(expression("ha ha HA \"ha\"") == #"{"f"} : "ha""#)
        let many = (0..<1000).map { "w\($0)" }.joined(separator: " ")
        #expect(expression(many)?.split(separator: " AND ").count == 128)
        let phrase = expression("\"" + many + "\"") ?? ""
        #expect(phrase.hasSuffix(#" w127""#))
        #expect(expression(String(repeating: "“", count: 50_000) + "a") == #"{"f"} : "a""#)
    }

    @Test("highlights are the tokens hit, in the text as given")
    func highlights() {
        let text = "Hoà bình, hòa BÌNH và hoa binh"
        #expect(hits("hòa", text) == ["Hoà", "hòa"])
        #expect(hits("hoa", text) == ["Hoà", "hòa", "hoa"])
        #expect(hits("\"bình và\"", text) == ["BÌNH", "và"])
        #expect(hits("hoa", text, .exact) == ["hoa"])
        #expect(hits("bình chiến", text) == ["bình", "BÌNH"])
        #expect(hits("kĩ", "Kỹ thuật") == ["Kỹ"])
        #expect(hits("\"a a\"", "a a a b a") == ["a", "a", "a"])
        #expect(hits("nghiencuu", "Nghiên\u{200B}cứu!") == ["Nghiên\u{200B}cứu"])
        #expect(hits("việt", "vie\u{302}\u{323}t") == ["vie\u{302}\u{323}t"])
        #expect(hits("một hai ba", "").isEmpty)
    }

    private func expression(_ text: String, match: SearchQuery.Match = .auto) -> String? {
        SearchQuery(text, match: match).fts5Expression(foldColumns: ["f"], toneColumns: ["t"])
    }

    private func hits(
        _ query: String, _ text: String, _ match: SearchQuery.Match = .auto
    ) -> [String] {
        let utf8 = Array(text.utf8)
        return SearchQuery(query, match: match).highlights(in: text)
            .map { String(decoding: utf8[$0], as: UTF8.self) }
    }
}
