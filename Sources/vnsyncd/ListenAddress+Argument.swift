internal import ArgumentParser
internal import VNEndpointHTTP

extension ListenAddress: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}
