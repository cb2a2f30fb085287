internal import Foundation

/// The `vnsync` command: reads, writes and syncs one content store.
@main
enum Main {
    static func main() async {
        Memory.shareHeap()
        exit(await Runner.run(Array(CommandLine.arguments.dropFirst())))
    }
}
