import Testing

import VNModel
import VNRandom

@Suite("Canonical JSON kept as bytes")
struct CanonicalJSONTests {
    @Test("text is well-formed exactly where the platform says so")
    func wellFormed() {
        let edges: [UInt8] = [0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF]
        let leads: [UInt8] = [0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5]
        var wrong: [[UInt8]] = []
        func compare(_ text: [UInt8]) {
            let quoted = [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
            let isCanonical = CanonicalJSON(scanning: quoted[...]) != nil
            if isCanonical != (String(validating: text, as: UTF8.self) != nil) {
                wrong.append(text)
            }
        }
        for one in leads + edges {
            compare([one])
            for two in edges + leads {
                compare([one, two])
                for three in edges {
                    compare([one, two, three])
                    for four in edges { compare([one, two, three, four]) }
                }
            }
        }
        #expect(wrong == [])
    }

    /// A text that is parsed both ways: as a value, and as bytes.
    private func expectSame(_ text: [UInt8], depthLimit: Int = Limits.jsonDepth) {
        let value = Result { () throws(JSONError) in
            try JSONValue(parsing: text, depthLimit: depthLimit)
        }
        let encoded = Result { () throws(JSONError) in
            try CanonicalJSON(parsing: text, depthLimit: depthLimit)
        }
        let shown = String(decoding: text, as: UTF8.self)
        switch (value, encoded) {
        case (.success(let value), .success(let encoded)):
            #expect(Array(encoded.bytes) == value.canonicalBytes, "\(shown)")
            #expect(encoded.value == value, "\(shown)")
            expectParts(encoded, value)
        case (.failure(let one), .failure(let other)): #expect(one == other, "\(shown)")
        default: Issue.record("one way takes it, the other does not: \(shown)")
        }
    }

    private func expectParts(_ encoded: CanonicalJSON, _ value: JSONValue) {
        #expect(encoded.isNull == value.isNull)
        #expect(encoded.isTrue == (value == .bool(true)))
        #expect(encoded.bool == value.bool)
        #expect(encoded.integer == value.integer)
        #expect(encoded.string.map { Array($0.utf8) } == value.string.map { Array($0.utf8) })
        #expect(encoded.utf8.map { Array($0) } == value.string.map { Array($0.utf8) })
        #expect(encoded.array?.map(\.value) == value.array)
        #expect(encoded.object?.members.map(\.value.value) == value.object?.members.map(\.value))
        let keys = encoded.object?.members.map { Array($0.key.utf8) }
        #expect(keys == value.object?.members.map { Array($0.key.utf8) })
        #expect(encoded["b"]?.value == value["b"])
        #expect(encoded.size == value.canonicalSize)
        for element in value.array ?? [] { expectParts(CanonicalJSON(element), element) }
    }

    @Test("values come back from their bytes", arguments: 0..<300 as Range<UInt64>)
    func values(seed: UInt64) {
        var random = Generator(seed: seed)
        let value = CanonicalJSONTests.value(&random, depth: 4)
        expectSame(value.canonicalBytes)
        #expect(CanonicalJSON(value) == CanonicalJSON(value))
        #expect(CanonicalJSON(value).hashValue == CanonicalJSON(value).hashValue)
        expectSame(value.canonicalBytes, depthLimit: 2)
    }

    @Test("objects are told from the member that names them", arguments: 0..<300 as Range<UInt64>)
    func named(seed: UInt64) {
        var random = Generator(seed: seed)
        var rests: [(name: String, rest: JSONValue)]? = []
        let objects = (0..<Int.random(in: 0..<5, using: &random)).map { _ -> JSONValue in
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<4, using: &random) {
                let key = random.pick(CanonicalJSONTests.texts)
                object[key] = CanonicalJSONTests.value(&random, depth: 2)
            }
            if random.next() % 8 > 0 {
                object["id"] = .string(random.pick(CanonicalJSONTests.texts))
            }
            var rest = object
            rest["id"] = nil
            let name = object["id"]?.string
            rests = name.flatMap { name in rests.map { $0 + [(name, .object(rest))] } }
            return .object(object)
        }
        // It need not begin where its buffer does.
        let outer = CanonicalJSON(.array([.bool(true), .array(objects)]))
        let found = outer.array?[1].objects(without: "id")
        #expect(found?.map(\.name) == rests?.map(\.name))
        #expect(found?.map(\.rest.value) == rests?.map(\.rest))
    }

    @Test(
        "what is no array of named objects has none",
        arguments: ["{}", "1", "[1]", "[{\"id\":\"a\"},2]", "[{}]", "[{\"id\":1}]", "[[]]"])
    func unnamed(text: String) throws {
        #expect(try CanonicalJSON(parsing: Array(text.utf8)).objects(without: "id") == nil)
    }

    @Test("damaged texts meet the parser's judgement", arguments: 0..<300 as Range<UInt64>)
    func damaged(seed: UInt64) {
        var random = Generator(seed: seed)
        let text = CanonicalJSONTests.value(&random, depth: 4).canonicalBytes
        for _ in 0..<40 {
            var damaged = text
            for _ in 0...Int.random(in: 0..<2, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: damaged[place] = UInt8.random(in: 0...255, using: &random)
                case 1: damaged.insert(random.pick(CanonicalJSONTests.marks), at: place)
                case 2 where damaged.count > 1: damaged.remove(at: place)
                default: damaged.insert(contentsOf: damaged.prefix(place), at: place)
                }
            }
            expectSame(damaged)
        }
    }

    @Test(
        "texts that are nearly canonical",
        arguments: [
            "-0", "00", "1.0", "1.50", "1.5", "1e300", "1e+300", "-12", "9223372036854775807",
            "9223372036854775808", "-9223372036854775808", "-9223372036854775809", " 1", "1 ",
            "{\"a\":1,\"a\":2}", "{\"b\":1,\"a\":2}", "{\"a\":1,\"b\":2}", "{\"a\" :1}", "{,}",
            "{\"a\":1,}", "[1,]", "[]", "{}", "[[]]", "[{}]", "\"\\u001f\"", "\"\\u001F\"",
            "\"\\u0000\"", "\"\\u000a\"", "\"\\/\"", "\"\\b\"", "\"\\n\"", "\"\\", "\"\\u00\"",
            "{\"\\n\":1,\"a\":2}", "{\"a\\\"b\":{\"b\":[1,\"]\"]}}", "", "\"", "{", "[", "tru",
            "nulls",
            "\"a\u{7F}\"", "\"\u{1}\"",
        ])
    func edges(text: String) { expectSame(Array(text.utf8)) }

    private static let marks = Array("\"\\{}[],:0-.eEtnu \u{1}\n".utf8)
    private static let texts = [
        "", "a", "b", "id", "Giá cà phê", "\"trích\"", "\\", "\n", "\u{1}", "🏦", "e\u{301}",
    ]

    private static func value(_ random: inout Generator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: .null
        case 1: .bool(random.next() % 2 == 0)
        case 2: .integer(Int64(truncatingIfNeeded: random.next()))
        case 3: JSONValue(Double.random(in: -1e6...1e6, using: &random))
        case 4, 5: .string(random.pick(texts))
        case 6: .array((0..<3).map { _ in value(&random, depth: depth - 1) })
        default:
            .object((0..<3).map { _ in (random.pick(texts), value(&random, depth: depth - 1)) })
        }
    }
}
