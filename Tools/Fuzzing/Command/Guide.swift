#if VNSYNC_LIBFUZZER
    internal import CLibFuzzer
    internal import Foundation
    internal import Synchronization
    internal import VNFuzz

    /// libFuzzer, which keeps the inputs that reach new code and changes those.
    enum Guide {
        /// The one target of this process, for the functions that libFuzzer calls.
        static let runner = Mutex<FuzzRunner?>(nil)

        static func run(_ runner: FuzzRunner, options: [String]) -> Int32 {
            self.runner.withLock { $0 = runner }
            var words = [CommandLine.arguments[0]] + options
            if !options.contains(where: { $0.hasPrefix("-max_len") }) {
                words.append("-max_len=\(runner.target.inputLimit)")
            }
            words += [
                "-timeout=\(FuzzLimits.runSeconds)", "-detect_leaks=0",
                "-rss_limit_mb=\(FuzzLimits.memoryMebibytes)",
                "-malloc_limit_mb=\(FuzzLimits.allocationMebibytes)",
            ]
            // libFuzzer keeps the pointers as long as it runs, which is to the end.
            var pointers = words.map { strdup($0) } + [nil]
            var count = Int32(words.count)
            return pointers.withUnsafeMutableBufferPointer { buffer in
                var start = buffer.baseAddress
                return LLVMFuzzerRunDriver(&count, &start) { data, count in
                    Guide.take(UnsafeBufferPointer(start: data, count: count))
                }
            }
        }

        private static func take(_ data: UnsafeBufferPointer<UInt8>) -> Int32 {
            guard let runner = runner.withLock({ $0 }) else { return 0 }
            let found = runner.violations(of: Array(data), isThorough: false)
            guard !found.isEmpty else { return 0 }
            // libFuzzer saves the input when the process aborts.
            for finding in found { FuzzRunner.tell("FINDING: \(finding)") }
            abort()
        }
    }

    /// Half of the changes are libFuzzer's, half know the format.
    @_cdecl("LLVMFuzzerCustomMutator")
    func mutate(
        _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: UInt32
    ) -> Int {
        guard seed & 1 == 0, let runner = Guide.runner.withLock({ $0 }) else {
            return LLVMFuzzerMutate(data, size, limit)
        }
        var mutator = FuzzMutator(runner.target, limit: limit, seed: UInt64(seed))
        let result = mutator.mutated(Array(UnsafeBufferPointer(start: data, count: size)))
        for (index, byte) in result.enumerated() { data[index] = byte }
        return result.count
    }
#else
    /// Without libFuzzer files can only be checked.
    enum Guide {
        static func run(_ runner: FuzzRunner, options: [String]) -> Int32 {
            FuzzRunner.tell("vnsync-fuzz: built without libFuzzer; use Tools/fuzz")
            return 64
        }
    }
#endif
