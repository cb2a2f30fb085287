import Foundation
import Testing
import VNModel

/// Two stores that worked offline and one hub: after two syncs each they agree byte for byte.
@Suite("Agreement") struct AgreementTests {
    static let orders = [["a", "b", "a", "b"], ["b", "a", "b", "a"]]

    /// What both stores must agree on.
    private func views(_ workspace: Workspace, _ store: String, _ ids: [String]) async throws
        -> [String]
    {
        var result: [String] = []
        for kind in ["articles", "comments"] {
            result.append(
                try await workspace.vnsync(store, "list", kind, "--limit", "100", "--json").output)
        }
        for id in ids {
            result.append(
                try await workspace.vnsync(store, "read", id, "--comments", "--json").output)
        }
        result.append(try await workspace.vnsync(store, "conflicts", "--json").output)
        return result
    }

    private func value(_ workspace: Workspace, _ store: String, _ id: String, _ key: String)
        async throws -> JSONValue?
    {
        try await workspace.vnsync(store, "read", id, "--json").json["article"]?[key]
    }

    private func sync(_ workspace: Workspace, _ order: [String]) async throws {
        for store in order { try await workspace.vnsync(store, "sync", "--json") }
    }

    /// Both stores hold articles 1 to 6 and two comments, and the hub too.
    private func prepare(_ order: [String]) async throws -> (Workspace, Hub) {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        for store in ["a", "b"] { try await workspace.makeStore(store, hub: hub) }
        let lines = (1...6).map { Content.article($0) } + (1...2).map { Content.comment($0, on: 1) }
        let file = try workspace.write("start.jsonl", lines.joined(separator: "\n") + "\n")
        try await workspace.vnsync("a", "import", file)
        try await sync(workspace, ["a", "b"])
        return (workspace, hub)
    }

    @Test("stores that edited offline agree, whichever syncs first", arguments: orders)
    func agree(order: [String]) async throws {
        let (workspace, hub) = try await prepare(order)
        let id = Content.articleID
        // Different fields of one article; the same field of another; two paragraphs of a third.
        try await workspace.vnsync("a", "edit", id(1), "--set", "headline=Tên do A đặt")
        try await workspace.vnsync("b", "edit", id(1), "--set", "summary=Tóm tắt do B viết")
        try await workspace.vnsync("a", "edit", id(2), "--set", "headline=A nghĩ thế này")
        try await workspace.vnsync("b", "edit", id(2), "--set", "headline=B nghĩ thế khác")
        try await workspace.vnsync("a", "edit", id(3), "--block", "1=Đoạn đầu do A sửa.")
        try await workspace.vnsync("b", "edit", id(3), "--block", "3=Đoạn cuối do B sửa.")
        // A deletion against an edit, a deleted comment, comments from both.
        try await workspace.vnsync("a", "delete", id(4))
        try await workspace.vnsync("b", "edit", id(4), "--set", "headline=B vẫn cần bài này")
        try await workspace.vnsync("b", "delete", Content.commentID(1))
        try await workspace.vnsync("a", "comment", id(5), "A góp ý", "--as", "An")
        try await workspace.vnsync("b", "reply", Content.commentID(2), "B trả lời", "--as", "Bình")
        try await sync(workspace, order)

        let ids = (1...6).map(id)
        let (left, right) = try await (views(workspace, "a", ids), views(workspace, "b", ids))
        #expect(left == right)
        #expect(try await value(workspace, "a", id(1), "headline")?.string == "Tên do A đặt")
        #expect(try await value(workspace, "a", id(1), "summary")?.string == "Tóm tắt do B viết")
        let body = try await value(workspace, "b", id(3), "body")?.array?.map { $0["text"]?.string }
        #expect(body == ["Đoạn đầu do A sửa.", "Đoạn 2 của bài số 3.", "Đoạn cuối do B sửa."])
        #expect(
            try await value(workspace, "a", id(4), "headline")?.string == "B vẫn cần bài này")
        let comments = try await workspace.vnsync("a", "read", id(1), "--comments", "--json").json
        let texts = comments["comments"]?.array?.compactMap { $0["text"]?.string } ?? []
        #expect(!texts.contains("Bình luận số 1"))
        #expect(texts.contains("B trả lời"))

        let conflicts = try await workspace.vnsync("a", "conflicts", "--json").lines
        let paths = conflicts.map { "\($0["id"]?.string ?? "") \($0["path"]?.string ?? "")" }
        #expect(paths.sorted() == ["\(id(2)) headline", "\(id(4)) deleted"])
        let values = conflicts.first { $0["path"]?.string == "headline" }?["values"]?.array
        #expect(
            Set(values?.compactMap { $0["value"]?.string } ?? [])
                == ["A nghĩ thế này", "B nghĩ thế khác"])
        for store in ["a", "b"] {
            let status = try await workspace.vnsync(store, "status", "--json").json
            #expect(status["pending"]?.integer == 0)
            #expect(status["conflicts"]?.integer == 2)
            let verified = try await workspace.vnsync(store, "verify", "--deep", "--json").json
            #expect(verified["ok"]?.bool == true, "\(verified)")
        }
        await hub.stop()
    }

    @Test("resolving a conflict on one store clears it on both", arguments: orders)
    func resolve(order: [String]) async throws {
        let (workspace, hub) = try await prepare(order)
        let id = Content.articleID(2)
        try await workspace.vnsync("a", "edit", id, "--set", "headline=Một")
        try await workspace.vnsync("b", "edit", id, "--set", "headline=Hai")
        try await sync(workspace, order)
        try await workspace.vnsync("b", "resolve", id, "--field", "headline", "--take", "local")
        try await sync(workspace, ["b", "a"])
        for store in ["a", "b"] {
            #expect(try await workspace.vnsync(store, "conflicts", "--json").output.isEmpty)
            #expect(try await value(workspace, store, id, "headline")?.string == "Hai")
        }
        await hub.stop()
    }

    @Test("importing one page on two offline stores makes one article without a conflict")
    func samePage() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        let page = Programs.repository.appendingPathComponent("Fixtures/pages").path
        for store in ["a", "b"] {
            try await workspace.makeStore(store, hub: hub)
            try await workspace.vnsync(store, "import", page)
        }
        let before = try await workspace.vnsync("a", "list", "--limit", "100", "--json").lines
        try await sync(workspace, ["a", "b", "a", "b"])
        for store in ["a", "b"] {
            let after = try await workspace.vnsync(store, "list", "--limit", "100", "--json").lines
            #expect(after.count == before.count)
            #expect(try await workspace.vnsync(store, "conflicts", "--json").output.isEmpty)
        }
        await hub.stop()
    }

    @Test("a sync with nothing to move costs one round trip")
    func idle() async throws {
        let (workspace, hub) = try await prepare(["a", "b"])
        try await sync(workspace, ["a", "b"])
        let report = try await workspace.vnsync("a", "sync", "--json").json
        #expect(report["roundTrips"]?.integer == 1)
        await hub.stop()
    }
}
