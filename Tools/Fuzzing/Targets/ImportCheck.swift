internal import VNModel
internal import VNRandom
internal import VNStore

/// What must hold when an importer reads some bytes.
struct ImportCheck {
    let target: FuzzTarget
    let input: [UInt8]
    /// Decides where chunks end.
    let seed: UInt64

    /// What reports call the input.
    static let name = "input"

    /// Reads at once, in chunks and as from a pipe.
    func read(_ findings: inout Findings) async {
        let effort = Effort()
        let whole = await scan([], true)
        let seconds = effort.seconds
        findings.check(seconds < FuzzLimits.readingSeconds, "reading took \(seconds) s")
        check(whole, &findings)
        var random = SplitMix64(seed: seed)
        let sizes = (0..<8).map { _ in 1 + random.below(1 << random.below(14)) }
        let parts = await scan(sizes, true)
        if let difference = whole.difference(from: parts) {
            findings.add("chunks of \(sizes) read otherwise: \(difference)")
        }
        let pipe = await scan(sizes, false)
        check(pipe, &findings)
        if let difference = await scan([], false).difference(from: pipe) {
            findings.add("chunks of \(sizes) of a pipe read otherwise: \(difference)")
        }
    }

    private func scan(_ chunks: [Int], _ isRepeatable: Bool) async -> ScanOutcome {
        do {
            return .read(
                try await ImportScan(
                    reading: input, name: ImportCheck.name, format: target.format, chunks: chunks,
                    isRepeatable: isRepeatable))
        } catch let error as ImportError {
            return .refused(error)
        } catch {
            return .unknown("\(error)")
        }
    }

    private func check(_ outcome: ScanOutcome, _ findings: inout Findings) {
        switch outcome {
        case .unknown(let error): findings.add("threw \(error)")
        case .refused(let error): findings.check(code: error.code)
        case .read(let scan):
            for failure in scan.failed {
                findings.check(code: failure.code)
                findings.check(failure.source == ImportCheck.name, "a failure without its source")
                findings.check(!failure.reason.isEmpty, "a failure without a reason")
                findings.check(failure.line >= 0, "a failure in line \(failure.line)")
            }
            for document in scan.documents { ImportCheck.check(document, &findings) }
        }
    }

    /// What was read is what a store takes: reading its JSON again changes nothing.
    private static func check(_ document: ImportScan.Document, _ findings: inout Findings) {
        do throws(ContentError) {
            switch document {
            case .article(let article):
                let again = try Article(json: article.json)
                findings.check(again == article, "article \(article.id) is not as it enters")
            case .comment(let comment):
                let again = try Comment(json: comment.json)
                findings.check(again == comment, "comment \(comment.id) is not as it enters")
            }
        } catch {
            findings.add("\(document.id) breaks a rule: \(error.description)")
        }
    }
}

/// How reading ended.
private enum ScanOutcome: Hashable {
    case read(ImportScan)
    case refused(ImportError)
    case unknown(String)

    /// The first thing in which two outcomes differ.
    func difference(from other: ScanOutcome) -> String? {
        guard self != other else { return nil }
        guard case .read(let one) = self, case .read(let two) = other else {
            return "\(self) / \(other)"
        }
        for index in 0..<max(one.failed.count, two.failed.count) {
            let (left, right) = (
                one.failed.dropFirst(index).first, two.failed.dropFirst(index).first
            )
            if left != right { return "\(left as Any) / \(right as Any)" }
        }
        return "\(one.documents.map(\.id)) / \(two.documents.map(\.id))"
    }
}
