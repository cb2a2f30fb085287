// swift-tools-version: 6.2
import PackageDescription

/// One loop for the language settings of every target of ours, so that no target can drift.
let upcomingFeatures = [
    "ExistentialAny",  // SE-0335
    "InternalImportsByDefault",  // SE-0409
    "MemberImportVisibility",  // SE-0444
    "NonisolatedNonsendingByDefault",  // SE-0461
    "InferIsolatedConformances",  // SE-0470
]

let package = Package(
    name: "VNSync",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "VNStore", targets: ["VNStore", "VNModel", "VNText"]),
        .library(name: "VNSync", targets: ["VNSync"]),
        .library(name: "VNSyncHTTP", targets: ["VNSyncHTTP"]),
        .executable(name: "vnsync", targets: ["vnsync"]),
        .executable(name: "vnsyncd", targets: ["vnsyncd"]),
        .library(name: "VNSimulator", targets: ["VNSimulator", "VNRandom"]),
        .executable(name: "vnsync-sim", targets: ["vnsync-sim"]),
        .executable(name: "vnsync-bench", targets: ["vnsync-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // The core, in the order in which data flows.
        .target(name: "VNText"),
        .target(
            name: "VNModel",
            dependencies: ["VNText", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "VNSchema",
            path: "Schema",
            exclude: ["README.md", "errors.md", "openapi.yaml", "wire-protocol.md"],
            sources: ["VNSchema.swift"],
            resources: [
                .embedInCode("store.sql"),
                .embedInCode("article.schema.json"),
                .embedInCode("comment.schema.json"),
            ]),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        // How SQLite's log is written.
        .target(name: "CLogWriter", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "VNStore",
            dependencies: [
                "VNModel", "VNText", "VNSchema", "CLibXML2", "CLogWriter",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "VNWire",
            dependencies: ["VNModel", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "VNSync",
            dependencies: [
                "VNModel", "VNWire", "VNStore",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "VNEndpoint",
            dependencies: [
                "VNModel", "VNWire", "VNStore",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "VNPeer",
            dependencies: [
                "VNModel", "VNWire", "VNStore", "VNSync", "VNEndpoint",
                .product(name: "Logging", package: "swift-log"),
            ]),

        // The leaves: HTTP, compression and the commands.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "VNCompression", dependencies: ["CZlib"]),
        .target(
            name: "VNSyncHTTP",
            dependencies: [
                "VNSync", "VNStore", "VNWire", "VNCompression",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "vnsync",
            dependencies: [
                "VNStore", "VNSync", "VNSyncHTTP", "VNModel", "VNText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ]),
        .target(
            name: "VNEndpointHTTP",
            dependencies: [
                "VNEndpoint", "VNWire", "VNCompression",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(
            name: "vnsyncd",
            dependencies: [
                "VNEndpoint", "VNEndpointHTTP", "VNPeer", "VNSync", "VNSyncHTTP", "VNStore",
                "VNWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(
            name: "vnsync-bench",
            dependencies: [
                "VNRandom", "VNModel", "VNStore", "VNSync", "VNSyncHTTP", "VNCompression",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Tools/bench"),
        // Fuzzers; guided where Tools/fuzz builds them, else they only check files.
        .target(
            name: "VNFuzz", dependencies: ["VNRandom", "VNModel", "VNStore", "VNText"],
            path: "Tools/Fuzzing/Targets"),
        .executableTarget(
            name: "vnsync-fuzz", dependencies: ["VNFuzz"], path: "Tools/Fuzzing/Command"),

        // The simulator, its chance, and the disk with faults under it and under tests.
        .target(
            name: "CFaultVFS",
            linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("pthread")]),
        .target(name: "VNRandom"),
        .target(name: "FaultDisk", dependencies: ["CFaultVFS"]),
        .target(
            name: "VNSimulator",
            dependencies: [
                "VNRandom", "VNModel", "VNWire", "VNStore", "VNSync", "VNEndpoint", "VNPeer",
                "FaultDisk",
            ]),
        .executableTarget(
            name: "vnsync-sim",
            dependencies: [
                "VNSimulator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .target(
            name: "TestSupport",
            dependencies: [
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/TestSupport"),
        .testTarget(name: "VNTextTests", dependencies: ["VNText", "VNRandom"]),
        .testTarget(name: "VNModelTests", dependencies: ["VNModel", "VNRandom"]),
        .testTarget(
            name: "VNStoreTests",
            dependencies: [
                "VNStore", "VNModel", "VNText", "VNSchema", "VNRandom", "FaultDisk", "TestSupport",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ]),
        .testTarget(name: "VNWireTests", dependencies: ["VNWire", "VNModel", "VNRandom"]),
        .testTarget(
            name: "VNEndpointTests",
            dependencies: [
                "VNEndpoint", "VNEndpointHTTP", "VNSync", "VNSyncHTTP", "VNStore", "VNWire",
                "VNModel", "VNCompression", "VNRandom", "FaultDisk",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "VNSyncTests",
            dependencies: [
                "VNSync", "VNEndpoint", "VNPeer", "VNStore", "VNWire", "VNModel", "VNRandom",
                "TestSupport",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ]),
        // The tutorial's code and what it does.
        .testTarget(
            name: "ReadingAppTests",
            dependencies: ["VNStore", "VNModel", "VNSync", "VNEndpoint", "VNWire"]),
        .testTarget(
            name: "VNSimulatorTests",
            dependencies: ["VNSimulator", "VNStore", "VNModel", "VNRandom", "vnsync-sim"]),
        .testTarget(name: "VNCompressionTests", dependencies: ["VNCompression"]),
        .testTarget(
            name: "VNSyncHTTPTests",
            dependencies: [
                "VNSyncHTTP", "VNSync", "VNStore", "VNModel", "VNCompression",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "VNRandom", "VNModel", "VNStore", "VNSync", "VNSyncHTTP", "vnsync", "vnsyncd",
                "TestSupport",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(name: "CrashersTests", dependencies: ["VNFuzz"]),
        .testTarget(name: "TidyTests", exclude: ["ratchet.txt"]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        upcomingFeatures.map { .enableUpcomingFeature($0) } + [.treatAllWarnings(as: .error)]
}

// Tools/fuzz names the library of libFuzzer: then what strangers' bytes reach counts its branches.
if let fuzzer = Context.environment["VNSYNC_LIBFUZZER"] {
    let guided: Set = ["VNText", "VNModel", "VNStore", "VNFuzz", "vnsync-fuzz"]
    package.targets.append(.systemLibrary(name: "CLibFuzzer", path: "Tools/Fuzzing/CLibFuzzer"))
    for target in package.targets where guided.contains(target.name) {
        let flags = ["-sanitize=fuzzer", "-assert-config", "Debug"]
        target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(flags)]
        guard target.name == "vnsync-fuzz" else { continue }
        target.dependencies.append("CLibFuzzer")
        target.swiftSettings?.append(.define("VNSYNC_LIBFUZZER"))
        target.linkerSettings = [.unsafeFlags([fuzzer, "-lstdc++"])]
    }
}
