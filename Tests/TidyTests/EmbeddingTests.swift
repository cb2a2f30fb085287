import Foundation
import Testing

/// What an application compiles that takes only some of the products.
@Suite("Embedding")
struct EmbeddingTests {
    private func httpModules(in modules: Set<String>) -> [String] {
        modules.filter { module in
            ImportRule.httpPrefixes.contains { module.hasPrefix($0) } || module.contains("HTTP")
        }.sorted()
    }

    @Test(
        "a build of the store, or of the engine, compiles no HTTP stack",
        arguments: ["VNStore", "VNSync"])
    func closure(product: String) throws {
        let plan = try #require(BuildPlan.current(), "no build plan beside the tests")
        let modules = plan.closure(of: product)
        #expect(modules.isSuperset(of: ["VNModel", "VNText", "GRDB", "Logging", "CoreMetrics"]))
        #expect(httpModules(in: modules) == [])
        // Nothing of these either, which only commands and the daemon need.
        #expect(
            modules.isDisjoint(with: [
                "ArgumentParser", "ServiceLifecycle", "TOMLKit", "VNEndpoint",
            ]))
    }

    @Test("the plan would show an HTTP stack: the transport has one")
    func canary() throws {
        let plan = try #require(BuildPlan.current(), "no build plan beside the tests")
        let modules = plan.closure(of: "VNSyncHTTP")
        #expect(modules.isSuperset(of: ["NIOCore", "AsyncHTTPClient"]))
        #expect(!httpModules(in: modules.subtracting(["VNSyncHTTP"])).isEmpty)
    }

    @Test("a plan is read by the modules that its commands take and make")
    func reading() {
        let plan = BuildPlan(
            """
              "C.A.module":
                inputs: ["/x/A.swift","/x/Modules/B.swiftmodule"]
                outputs: ["/x/A.o","/x/Modules/A.swiftmodule"]
              "C.B.module":
                inputs: ["/x/B.swift","/x/Modules/C.swiftmodule","/x/Modules/B2.swiftmodule"]
                outputs: ["/x/Modules/B.swiftmodule"]
              "C.D.module":
                inputs: ["/x/Modules/A.swiftmodule"]
                outputs: ["/x/Modules/D.swiftmodule"]

            """)
        #expect(plan.closure(of: "A") == ["A", "B", "C", "B2"])
        #expect(plan.closure(of: "C") == ["C"])
    }

    @Test("each file of a tutorial is the one that a test compiles, and each of those is shown")
    func tutorial() throws {
        let catalogue = "Sources/VNStore/VNStore.docc"
        let resources = Repository.current.root.appendingPathComponent(catalogue + "/Resources")
        let shown = Set(
            Repository.current.files(under: catalogue).filter { $0.hasSuffix(".tutorial") }
                .compactMap { Repository.current.text(of: $0) }
                .flatMap { $0.split(separator: "\n") }
                .filter { $0.contains("@Code(") }
                .compactMap { line -> String? in
                    let parts = line.split(separator: "\"")
                    return parts.count > 3 ? String(parts[3]) : nil
                })
        let compiled = Repository.current.entries(of: "Tests/ReadingAppTests/App")
        #expect(!compiled.isEmpty)
        #expect(shown == Set(compiled))
        for name in compiled {
            let link = resources.appendingPathComponent(name).path
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
            #expect(target == "../../../../Tests/ReadingAppTests/App/" + name)
        }
    }
}
