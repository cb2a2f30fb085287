extension Array where Element: Sendable {
    /// The results of a pure function for all elements, in their order; of a long array half of
    /// them are computed by another task meanwhile.
    ///
    /// - Throws: what the function throws first.
    package func mapInHalves<T: Sendable>(
        _ transform: @escaping @Sendable (Element) throws -> T
    ) async throws -> [T] {
        guard count > 32 else { return try map(transform) }
        let (first, second) = (self[..<(count / 2)], self[(count / 2)...])
        async let late = Task.detached { try second.map(transform) }.value
        let early = try first.map(transform)
        return early + (try await late)
    }
}
