/// What a run does with its world, whichever kind it is of.
protocol SimulatedWorld: AnyObject {
    var trace: Trace { get set }
    /// Every machine, in the order of the world.
    var machines: [Machine] { get }
    /// How many local writes were made.
    var writes: Int { get }
    /// How many syncs were begun.
    var syncs: Int { get }

    /// Lets one step happen.
    func perform(_ step: SimulationStep) async throws
    /// Lets faults stop and everything come to rest.
    func calmDown() async throws
    /// Checks what must hold when all is quiet.
    func checkEnd() async throws
    /// Ends the world; its files go with it.
    func end() async
}

extension World: SimulatedWorld {}
extension HubsWorld: SimulatedWorld {}
