/// Some elements of an answer, and where the rest begins.
public struct Page<Element: Sendable>: Sendable {
    /// The elements, in the order of the query.
    public let elements: [Element]
    /// The cursor of the next page; `nil` on the last. Opaque, and good for the same query only.
    public let next: String?

    /// - Parameters:
    ///   - elements: the elements, in order.
    ///   - next: the cursor of the next page.
    public init(elements: [Element], next: String?) {
        self.elements = elements
        self.next = next
    }
}

extension Page: Equatable where Element: Equatable {}
