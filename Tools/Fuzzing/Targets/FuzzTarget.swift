internal import Foundation
internal import VNRandom
internal import VNStore

/// Something that takes bytes from strangers, with all that must hold whatever they are.
package enum FuzzTarget: String, CaseIterable, Sendable {
    case jsonl, ninjs, jsonfeed, wordpress, rss, atom, html, page
    /// Any of these, told by how it begins.
    case auto
    /// What readers type into a search field.
    case query

    /// What an input broke; empty if all is well. A trap is a finding too, and ends the process.
    ///
    /// - Parameters:
    ///   - input: the bytes; see ``QueryInput`` for what they mean to `query`.
    ///   - isThorough: whether documents go through stores as well, which takes a hundred times
    ///     as long; without it, the hash of the input decides, so that one in
    ///     ``FuzzLimits/thoroughShare`` does.
    ///   - codes: the codes of errors that are listed.
    package func violations(
        of input: [UInt8], isThorough: Bool, codes: Set<String>
    ) async -> [String] {
        var findings = Findings(codes: codes)
        let hash = SplitMix64.hash(input)
        if self == .query {
            await QueryCheck(input).run(&findings)
            return findings.all
        }
        let check = ImportCheck(target: self, input: input, seed: hash)
        await check.read(&findings)
        if isThorough || hash % FuzzLimits.thoroughShare == 0 {
            await check.store(&findings)
        }
        return findings.all
    }

    /// Bytes of an input. Longer ones find little more and take longer.
    package var inputLimit: Int { self == .query ? 1 << 14 : 1 << 16 }

    /// What an import is told to expect.
    var format: ImportFormat {
        switch self {
        case .jsonl: .jsonl
        case .ninjs: .ninjs
        case .jsonfeed: .jsonfeed
        case .wordpress: .wordpress
        case .rss: .rss
        case .atom: .atom
        case .html: .html
        case .page: .page
        case .auto, .query: .auto
        }
    }

    /// In which format what was imported is written and read again.
    func exchange(_ seed: UInt64) -> (out: ExportFormat, back: ImportFormat) {
        switch self {
        case .jsonl: (.jsonl, .jsonl)
        case .ninjs: (.ninjs, .ninjs)
        case .jsonfeed: (.jsonfeed, .jsonfeed)
        case .wordpress: (.wordpress, .wordpress)
        case .rss, .atom: (.atom, .atom)
        case .html, .page, .auto, .query:
            FuzzTarget.exchanges[Int(seed >> 32) % FuzzTarget.exchanges.count]
        }
    }

    private static let exchanges: [(out: ExportFormat, back: ImportFormat)] = [
        (.jsonl, .auto), (.ninjs, .auto), (.jsonfeed, .auto), (.wordpress, .auto), (.atom, .auto),
    ]
}

/// The bounds of fuzzing; each names its unit.
package enum FuzzLimits {
    /// Seconds of work that reading an input once may take, with or without optimisation. What
    /// is linear takes milliseconds; what is quadratic exceeds it at ``FuzzTarget/inputLimit``.
    package static let readingSeconds = 4.0
    /// Seconds after which a whole run of an input counts as hanging, on the clock of a machine
    /// that has other things to do.
    package static let runSeconds = 120
    /// Mebibytes that the process may hold.
    package static let memoryMebibytes = 1024
    /// Mebibytes that one allocation may take.
    package static let allocationMebibytes = 256
    /// One in how many inputs goes through stores.
    package static let thoroughShare: UInt64 = 32
}

/// What an input broke.
struct Findings {
    /// The codes that `Schema/errors.md` lists.
    let codes: Set<String>
    private(set) var all: [String] = []

    init(codes: Set<String>) { self.codes = codes }

    mutating func add(_ finding: String) { all.append(finding) }

    mutating func check(_ condition: Bool, _ finding: @autoclosure () -> String) {
        if !condition { all.append(finding()) }
    }

    mutating func check(code: String) {
        check(codes.contains(code), "the code \(code) is not in Schema/errors.md")
    }
}

/// The codes of errors that are listed in the repository.
package enum ErrorCodes {
    /// The codes in the tables of a text such as `Schema/errors.md`.
    package static func listed(in markdown: String) -> Set<String> {
        let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| `") }
        return Set(rows.compactMap { $0.dropFirst(3).split(separator: "`").first.map(String.init) })
    }
}
