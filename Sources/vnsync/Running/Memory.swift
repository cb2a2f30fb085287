internal import Foundation

/// How the process gets memory from the system.
enum Memory {
    /// Lets all threads take from one heap. By default each has its own, and what a pull hands
    /// from thread to thread is kept in several: half as much memory again for a first pull.
    static func shareHeap() {
        #if canImport(Glibc)
            // `mallopt` stands in a header that Swift does not import.
            guard let symbol = dlsym(nil, "mallopt") else { return }
            typealias Option = @convention(c) (Int32, Int32) -> Int32
            // The signature is the one of malloc.h; -8 is its M_ARENA_MAX.
            _ = unsafeBitCast(symbol, to: Option.self)(-8, 1)
        #endif
    }
}
