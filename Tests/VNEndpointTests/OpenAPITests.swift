import Foundation
import Testing
import VNEndpoint
import VNModel
import VNWire

/// `Schema/openapi.yaml` against the routes. Its schemas are held against the vectors by
/// `Tools/client/openapi.py`.
@Suite("The description of the endpoint") struct OpenAPITests {
    /// The paths of the description with their methods; it is written so that lines tell.
    private static func described() throws -> [String: [String]] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Schema/openapi.yaml")
        var result: [String: [String]] = [:]
        var path: String?
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line == "components:" { break }
            if line.hasPrefix("  /"), line.hasSuffix(":") {
                path = String(line.dropFirst(2).dropLast())
                result[path ?? ""] = []
            }
            let word = line.dropFirst(4).dropLast()
            guard let path, line.hasPrefix("    "), !line.hasPrefix("     "),
                ["get", "put", "post", "delete", "patch", "head"].contains(String(word))
            else { continue }
            result[path, default: []].append(word.uppercased())
        }
        return result
    }

    // VN-WIRE-011
    @Test("every route is described, with its method, and nothing else is")
    func routes() async throws {
        let described = try Self.described()
        #expect(described.count > 8)
        let hub = try await Hub(.http)
        let problem = try await hub.ask(EndpointRequest(method: "GET", path: "/nothing")).problem()
        #expect(problem.code == WireCode.notFound)
        // The problem of an unknown path tells all that are known.
        let told = problem.detail.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ";" })
            .filter { $0.hasPrefix("/") }.map(String.init)
        #expect(Set(told).union([EventFeed.path]) == Set(described.keys))
        for (path, methods) in described {
            let answer = try await hub.ask(EndpointRequest(method: "DELETE", path: path))
            #expect(answer.status == 405, "\(path)")
            #expect(answer.headers["allow"] == methods.joined(separator: ", "), "\(path)")
        }
    }
}
