/// A statement that answers the keys of a page's rows, and the values of its places.
package struct PageStatement: Sendable {
    /// The text.
    package let sql: String
    /// The values of its places.
    package let values: [SQLValue]
}
