internal import Foundation
internal import VNModel
internal import VNStore

/// What a clone that is under way leaves beside its store: of which hub, and of which snapshot it
/// holds a part. While it is there, cloning again goes on.
struct CloneMarker: Hashable, Sendable {
    /// The hub's address.
    var url: String
    /// The snapshot whose beginning is there, 64 hexadecimal digits; `nil` before any came.
    var digest: String?

    /// The marker's file for a store's path.
    static func place(_ path: String) -> String { path + ".clone" }

    init(url: String, digest: String? = nil) {
        self.url = url
        self.digest = digest
    }

    /// Reads the marker of a store; `nil` if there is none, or none that can be read.
    init?(of path: String) {
        guard let data = FileManager.default.contents(atPath: CloneMarker.place(path)),
            data.count < 10_000, let json = try? JSONValue(parsing: Array(data)),
            let url = json["url"]?.string
        else { return nil }
        self.init(url: url, digest: json["digest"]?.string.flatMap(CloneMarker.digest))
    }

    /// A text that is the digest of a snapshot, with or without the quotes of an etag.
    static func digest(_ text: String) -> String? {
        let digits = text.utf8.first == UInt8(ascii: "\"") ? text.dropFirst().dropLast() : text[...]
        let isDigest =
            digits.utf8.count == 64
            && digits.utf8.allSatisfy { byte in
                byte &- UInt8(ascii: "0") < 10 || byte &- UInt8(ascii: "a") < 6
            }
        return isDigest ? String(digits) : nil
    }

    /// Writes the marker as a whole.
    ///
    /// - Throws: `StoreError` `store.read-only`.
    func write(for path: String) throws {
        var members: [(String, JSONValue)] = []
        if let digest { members.append(("digest", .string(digest))) }
        members += [("url", .string(url)), ("v", .integer(1))]
        do {
            try Data(JSONValue.object(members).canonicalText.utf8).write(
                to: URL(fileURLWithPath: CloneMarker.place(path)), options: .atomic)
        } catch {
            throw StoreError(
                .readOnly, "no file can be made beside \(path); check the folder and its rights")
        }
    }

    static func remove(for path: String) {
        try? FileManager.default.removeItem(atPath: place(path))
    }
}
