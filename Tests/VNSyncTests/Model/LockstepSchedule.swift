import VNModel
import VNRandom
import VNStore

/// What a kind of schedule has in it.
struct LockstepFaults: OptionSet, Hashable, Sendable {
    let rawValue: Int

    /// Documents are deleted, undeleted and purged.
    static let deletions = LockstepFaults(rawValue: 1)
    /// Changes that the hub refuses, alone and in groups.
    static let refusals = LockstepFaults(rawValue: 2)
    /// Stores are copied and rolled back, seen by the file or not.
    static let copies = LockstepFaults(rawValue: 4)
    /// The hub is put back from a backup.
    static let restores = LockstepFaults(rawValue: 8)
    /// A store wants one section only, and stores change what they want; comments are written.
    static let scopes = LockstepFaults(rawValue: 16)
    /// Clocks are wrong by years.
    static let clocks = LockstepFaults(rawValue: 32)

    static let all: LockstepFaults = [
        .deletions, .refusals, .copies, .restores, .scopes, .clocks,
    ]

    /// Mixtures, each with what it is good for.
    static let mixtures: [LockstepFaults] = [
        [], .refusals, .deletions, .copies, .scopes, .clocks, .restores, [.copies, .refusals],
        [.deletions, .copies], [.restores, .refusals], [.restores, .copies],
        [.deletions, .restores], [.scopes, .refusals, .deletions], .all,
    ]
}

/// What happened in one step, and how the engine's side stood behind it.
struct LockstepRecord: Sendable {
    let step: LockstepStep
    let minted: [Int: [ReplicaID]]
    let exchanges: [String]
    /// The stores that the step concerned.
    let stores: [Int: StoreSnapshot]
    /// `nil` if it did not concern the hub.
    let hub: HubSnapshot?
}

/// A schedule that the engine went through.
struct LockstepRecording: Sendable {
    let seed: UInt64
    let faults: LockstepFaults
    let batch: Int
    let pageRows: Int
    let generation: String
    /// The replica and the sections of each store at the beginning.
    let stores: [(replica: ReplicaID, sections: Set<String>?)]
    var records: [LockstepRecord] = []
}

/// Makes a schedule while the engine goes through it: what is written depends on what stands
/// there.
final class LockstepSchedule {
    private let faults: LockstepFaults
    private var random: SplitMix64
    private let world: LockstepWorld
    private var copies = 0
    private var number = 0

    private init(_ world: LockstepWorld, _ faults: LockstepFaults, _ random: SplitMix64) {
        (self.world, self.faults, self.random) = (world, faults, random)
    }

    /// Lets the engine go through the schedule of a seed.
    static func record(
        seed: UInt64, faults: LockstepFaults, length: Int = 34
    ) async throws -> LockstepRecording {
        var random = SplitMix64(seed: seed)
        let batch = 1 + random.below(3), pageRows = 1 + random.below(4)
        let world = try await LockstepWorld(seed: seed, batch: batch, pageRows: pageRows)
        var stores: [(replica: ReplicaID, sections: Set<String>?)] = []
        for index in 0..<3 {
            let sections: Set<String>? = faults.contains(.scopes) && index == 1 ? ["a"] : nil
            let year: Int64 = 365 * 86_400_000
            let ahead = faults.contains(.clocks) ? [0, 10 * year, -10 * year][index] : 0
            try await world.addStore(
                sections: sections, clockAhead: ahead, seed: random.next())
            let replica = try await world.members[index].store.read { try $0.head().replica }
            stores.append((replica, sections.map { Set($0.map { "\"\($0)\"" }) }))
        }
        var recording = LockstepRecording(
            seed: seed, faults: faults, batch: batch, pageRows: pageRows,
            generation: try await world.hub.read { try $0.head().generation }, stores: stores)
        let schedule = LockstepSchedule(world, faults, random)
        for place in 0..<length {
            recording.records.append(
                try await schedule.next(isQuiet: place > length - 7))
        }
        await world.end()
        return recording
    }

    private func next(isQuiet: Bool) async throws -> LockstepRecord {
        let milliseconds = UInt64(1 + random.below(3_000))
        for member in world.members { member.environment.advance(by: milliseconds) }
        world.hubEnvironment.advance(by: milliseconds)
        world.beginStep()
        // In the end everything goes well, so that what was put off is done.
        let step =
            isQuiet
            ? try await sync(random.below(world.members.count), isCalm: true)
            : try await step(isNested: false)
        var stores: [Int: StoreSnapshot] = [:]
        for index in world.touched { stores[index] = try await world.snapshot(of: index) }
        return LockstepRecord(
            step: step, minted: try await world.minted(), exchanges: world.exchanges,
            stores: stores, hub: world.hasTouchedHub ? try await world.hubSnapshot() : nil)
    }

    // MARK: Steps

    private func step(isNested: Bool, except store: Int? = nil) async throws -> LockstepStep {
        let index = random.below(world.members.count)
        var kinds: [(weight: Int, kind: Kind)] = [(34, .write), (isNested ? 14 : 46, .sync)]
        if faults.contains(.copies), !isNested { kinds += [(4, .copy), (4, .keep), (4, .roll)] }
        if faults.contains(.restores) { kinds += [(5, .backUp), (4, .restore)] }
        if faults.contains(.deletions) { kinds.append((6, .purge)) }
        if faults.contains(.scopes), !isNested { kinds.append((6, .rescope)) }
        var place = random.below(kinds.reduce(0) { $0 + $1.weight })
        let kind = kinds.first { entry in
            place -= entry.weight
            return place < 0
        }?.kind
        switch kind {
        case .sync where index != store: return try await sync(index, isCalm: isNested)
        case .copy where copies < 2:
            copies += 1
            return try await world.copy(index, isSeen: random.chance(40), seed: random.next())
        case .rescope:
            let scopes: [[String]?] = [nil, ["a"], ["b"], ["a", "b"]]
            return try await world.rescope(index, scopes[random.below(4)])
        case .keep: return try await world.keep(index)
        case .roll where world.members[index].kept != nil:
            return try await world.rollBack(index, isSeen: random.chance(40))
        case .backUp: return try await world.backUpHub()
        case .restore:
            let window: UInt64 = random.chance(50) ? 0 : 1 << 40
            if let step = try await world.restoreHub(recovers: window) { return step }
        case .purge:
            if let step = try await purge() { return step }
        default: break
        }
        return try await write(index)
    }

    private enum Kind { case write, sync, copy, keep, roll, rescope, backUp, restore, purge }

    private func sync(_ index: Int, isCalm: Bool) async throws -> LockstepStep {
        var fates: [Int: LockstepFate] = [:]
        var busy: Set<Int> = []
        if !isCalm {
            for exchange in 0..<16 where random.chance(12) {
                fates[exchange] =
                    [.loseRequest, .loseResponse, .cut(parts: random.below(4))][random.below(3)]
            }
            for exchange in 0..<16 where random.chance(10) { busy.insert(exchange) }
        }
        return try await world.sync(index, fates: fates) { exchange in
            guard busy.contains(exchange) else { return [] }
            return [try await self.step(isNested: true, except: index)]
        }
    }

    private func purge() async throws -> LockstepStep? {
        let deleted = try await world.hub.read { session in
            try LockstepWorld.documents(session).values.map(\.document)
                .filter { $0.kind == .article && $0.isDeleted }.map(\.id).sorted()
        }
        guard let id = random.pick(deleted) else { return nil }
        return try await world.purge(id)
    }

    // MARK: Writes

    typealias Written = (id: DocumentID, kind: DocumentKind, values: [(String, String)])

    private static func id(_ kind: UInt64, _ number: Int) -> DocumentID {
        DocumentID(high: 0x7000 | kind << 32, low: 0x8000_0000_0000_0000 | UInt64(number))
    }

    private func text(_ word: String) -> String {
        number += 1
        return "\"\(word) \(number)\""
    }

    private func write(_ index: Int) async throws -> LockstepStep {
        let documents = try await world.members[index].store.read { session in
            try LockstepWorld.documents(session).mapValues(\.document)
        }
        let place = random.below(3)
        let article = LockstepSchedule.id(1, place)
        var changes = [change(article, documents[article], place, documents)]
        let isBad = faults.contains(.refusals) && random.chance(18)
        let isGroup = random.chance(faults.contains(.deletions) ? 35 : 20)
        if isBad {
            changes = random.chance(50) ? changes : []
            changes.append(refusable(random.below(2), documents))
        } else if isGroup {
            let other = LockstepSchedule.id(1, (place + 1) % 3)
            changes.append(change(other, documents[other], (place + 1) % 3, documents))
        }
        if Set(changes.map(\.id)).count < changes.count { changes.removeLast() }
        return try await world.write(index, changes)
    }

    private func change(
        _ id: DocumentID, _ document: Document?, _ place: Int,
        _ documents: [DocumentID: Document]
    ) -> Written {
        guard let document, document.isWhole else { return (id, .article, whole()) }
        switch random.below(100) {
        case ..<40: return (id, .article, [("headline", text("Tin"))])
        case ..<52: return (id, .article, [("headline", text("Tin")), ("section", section())])
        case ..<66:
            let block = #"{"order":"V","role":"paragraph","text":\#(text("Đoạn"))}"#
            return (id, .article, [("body/p1", random.chance(30) ? "null" : block)])
        case ..<82 where faults.contains(.deletions):
            let isDeleted = document.isDeleted || document.hasDeletionConflict
            return (id, .article, [("deleted", isDeleted ? "null" : deletion())])
        case ..<92 where !faults.isDisjoint(with: [.scopes, .deletions]):
            return comment(LockstepSchedule.id(2, place), on: id, documents)
        default: return (id, .article, [("summary", text("Tóm tắt"))])
        }
    }

    private func deletion() -> String {
        number += 1
        return ModelStore.Writing.deletion + "2026-11-23T08:00:\(10 + number % 50)+07:00"
    }

    private func section() -> String { random.chance(50) ? "\"a\"" : "\"b\"" }

    private func whole() -> [(String, String)] {
        [
            ("datePublished", "\"2026-11-23T08:00:00+07:00\""), ("headline", text("Tin")),
            ("publisher", #"{"id":"bao","name":"Báo","type":"Organization"}"#),
            ("section", section()),
        ]
    }

    private func comment(
        _ id: DocumentID, on article: DocumentID, _ documents: [DocumentID: Document]
    ) -> Written {
        guard let document = documents[id], document.isWhole else {
            return (id, .comment, wholeComment(on: article))
        }
        if faults.contains(.deletions), random.chance(20), !document.isDeleted {
            return (id, .comment, [("deleted", deletion())])
        }
        return (id, .comment, [("text", text("Ý kiến"))])
    }

    private func wholeComment(on article: DocumentID) -> [(String, String)] {
        [
            ("articleId", "\"\(article)\""), ("author", #"{"name":"Bạn đọc"}"#),
            ("dateCreated", "\"2026-11-23T09:00:00+07:00\""), ("text", text("Ý kiến")),
        ]
    }

    /// A comment that says it answers itself: no hub takes it, whatever it holds.
    private func refusable(_ place: Int, _ documents: [DocumentID: Document]) -> Written {
        let id = LockstepSchedule.id(3, place)
        guard let document = documents[id], document.isWhole else {
            let values = wholeComment(on: LockstepSchedule.id(1, place))
            return (id, .comment, values + [("inReplyTo", "\"\(id)\"")])
        }
        return (id, .comment, [("text", text("Ý kiến"))])
    }
}

extension Document {
    /// Whether it has what a document of its kind must have.
    fileprivate var isWhole: Bool {
        let paths =
            kind == .article
            ? ["datePublished", "headline", "publisher", "section"]
            : ["articleId", "author", "dateCreated", "text"]
        return paths.allSatisfy { encoded($0) != nil }
    }
}
