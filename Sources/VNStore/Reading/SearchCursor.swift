internal import VNModel

/// Where a page of hits begins: behind the last hit of the page before.
///
/// Ranks depend on all documents of the index, so pages are exact as long as the index stays as it
/// is; a document that is indexed in between may shift a hit by a little.
struct SearchCursor: Equatable {
    /// What hits are ordered by.
    struct Place: Comparable {
        /// The lower the better.
        let rank: Double
        let milliseconds: Int64
        let id: DocumentID

        static func < (left: Self, right: Self) -> Bool {
            (left.rank, right.milliseconds, left.id) < (right.rank, left.milliseconds, right.id)
        }
    }

    let place: Place
    /// Whether the words were found without their marks.
    let isRelaxed: Bool

    init(_ place: Place, isRelaxed: Bool) {
        self.place = place
        self.isRelaxed = isRelaxed
    }

    /// The cursor of a text.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request`.
    init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, ["s", "r"].contains(parts[0]),
            let bits = UInt64(parts[1], radix: 16), let milliseconds = Int64(parts[2]),
            let id = DocumentID(parts[3])
        else { throw PageCursor.invalid }
        let rank = Double(bitPattern: bits)
        guard rank.isFinite else { throw PageCursor.invalid }
        place = Place(rank: rank, milliseconds: milliseconds, id: id)
        isRelaxed = parts[0] == "r"
        guard self.text == text else { throw PageCursor.invalid }
    }

    /// The text of the cursor.
    var text: String {
        let rank = String(place.rank.bitPattern, radix: 16)
        return "\(isRelaxed ? "r" : "s").\(rank).\(place.milliseconds).\(place.id)"
    }
}
