public import VNModel
public import VNRandom
public import VNStore

/// What people do on the replicas of a simulated world.
///
/// An app that wants its own edits simulated gives its own: each call makes one local edit, or
/// one group, by the store's public interface.
public protocol Workload: Sendable {
    /// Makes one edit.
    ///
    /// All that is left to chance must come from `random`, and times and ids from `site`, or the
    /// run cannot be repeated. Errors of the store are part of the run: they are noted and the
    /// run goes on.
    ///
    /// - Returns: what was done, in a few words without content, for the trace.
    func write(to site: WorkloadSite, random: inout SplitMix64) async throws -> String
}

/// Where an edit is made.
public struct WorkloadSite: Sendable {
    /// The store.
    public let store: ContentStore
    /// The articles that stand there, sorted.
    public let articles: [DocumentID]
    /// The comments that stand there, sorted.
    public let comments: [DocumentID]
    /// What the store's clock says, in RFC 3339.
    public let time: String
    /// Ids for new documents; each is new in the whole world.
    public let newIDs: [DocumentID]
}
