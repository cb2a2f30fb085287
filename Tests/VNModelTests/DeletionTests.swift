import Testing
import VNModel

// The testing library has a Comment of its own.
import struct VNModel.Comment

@Suite("Deleting and erasing")
struct DeletionTests {
    private func live(_ name: String, _ stamp: UInt64, _ value: JSONValue) -> LiveValue {
        LiveValue(dot: dot(name), stamp: HybridTimestamp(rawValue: stamp), value: value)
    }

    private func document(_ kind: DocumentKind = .article) -> Document {
        var document = Document(id: DocumentID(high: 1, low: 2), kind: kind)
        document.write("headline", live("a1", 1, "x"))
        document.write("text", live("a1", 1, "x"))
        return document
    }

    private func mark(_ saw: String) -> JSONValue {
        DeletionMark(at: "2024-01-21T09:00:00Z", by: "an", saw: vector(saw)).value
    }

    @Test("a deletion that saw all deletes, and shows its mark", arguments: DocumentKind.allCases)
    func plain(kind: DocumentKind) {
        var document = document(kind)
        #expect(!document.isDeleted && document.deletionMark == nil)
        document.write("deleted", live("b1", 2, mark("a1")))
        #expect(document.isDeleted && !document.hasDeletionConflict && document.conflicts.isEmpty)
        #expect(document.deletionMark?.by == "an")
    }

    @Test("an edit that the deletion had not seen keeps an article alive, as a conflict")
    func articleEdit() throws {
        let before = document()
        var deleted = before
        deleted.write("deleted", live("b1", 9, mark("a1")))
        var edited = before
        edited.write("summary", live("c1", 5, "y"))
        deleted.join(edited)
        #expect(!deleted.isDeleted && deleted.hasDeletionConflict)
        let conflict = try #require(deleted.conflicts.first)
        #expect(conflict.path == "deleted" && deleted.conflicts.count == 1)
        #expect(conflict.values.map(\.dot) == [dot("b1"), dot("c1")])
        #expect(conflict.values.map(\.isShown) == [false, true])
        // A second deletion by someone who has seen the edit decides.
        deleted.write("deleted", live("b2", 10, mark("a1 b1 c1")))
        #expect(deleted.isDeleted && deleted.conflicts.isEmpty)
    }

    @Test("of two deletions each counts with what it saw")
    func twoDeletions() {
        let before = document()
        var one = before
        one.write("summary", live("c1", 5, "y"))
        one.write("deleted", live("c2", 6, mark("a1 c1")))
        var other = before
        other.write("section", live("b1", 5, "z"))
        other.write("deleted", live("b2", 6, mark("a1 b1")))
        one.join(other)
        #expect(one.isDeleted && !one.hasDeletionConflict)
        #expect(one["deleted"].live.count == 2)
    }

    @Test("taking a deletion back revives an article; a concurrent deletion makes a conflict")
    func takenBack() {
        var document = document()
        document.write("deleted", live("b1", 2, mark("a1")))
        var again = document
        document.write("deleted", live("a2", 3, .null))
        #expect(!document.isDeleted && !document.hasDeletionConflict)
        again.write("deleted", live("c1", 9, mark("a1 b1")))
        document.join(again)
        #expect(!document.isDeleted && document.hasDeletionConflict)
        #expect(document.conflicts.first?.values.map(\.isShown) == [true, false])
    }

    @Test("a comment's deletion wins over edits and cannot be taken back")
    func comment() {
        let before = document(.comment)
        var deleted = before
        deleted.write("deleted", live("b1", 2, mark("a1")))
        var edited = before
        edited.write("text", live("c1", 9, "y"))
        deleted.join(edited)
        #expect(deleted.isDeleted && !deleted.hasDeletionConflict && deleted.conflicts.isEmpty)
        var revived = before
        revived.write("deleted", live("c2", 10, .null))
        deleted.join(revived)
        #expect(deleted.isDeleted)
        #expect(Comment(document: deleted).text.isEmpty)
    }

    @Test("only true erases, and it stays")
    func erased() {
        var document = document()
        document.write("erased", live("b1", 2, .bool(false)))
        #expect(!document.isErased)
        var other = document
        document.write("erased", live("b2", 3, .bool(true)))
        other.write("erased", live("c1", 9, .bool(false)))
        document.join(other)
        #expect(document.isErased && document.conflicts.isEmpty)
    }

    @Test("a mark comes back from its value; anything else is none")
    func marks() throws {
        let mark = DeletionMark(at: "2024-01-21T09:00:00Z", by: nil, saw: vector("a1 b2"))
        #expect(DeletionMark(mark.value) == mark)
        for text in ["null", "true", "{}", "{\"at\":\"x\"}", "{\"at\":1,\"saw\":{}}"] {
            #expect(DeletionMark(try JSONValue(parsing: text)) == nil, "\(text)")
        }
    }
}

extension Document {
    /// Writes a register as a replica does that has seen all that stands here.
    mutating func write(_ path: String, _ value: LiveValue) {
        var register = self[path]
        register.write(value)
        set(path, register)
    }
}
