/// Time-outs and limits of fetching media files over HTTP.
public struct HTTPMediaConfiguration: Sendable {
    /// How long a connection may take to be made.
    public var connectTimeout: Duration = .seconds(10)
    /// How long nothing may come before a file is given up.
    public var readTimeout: Duration = .seconds(30)
    /// How long one file may take in all, redirects included.
    public var totalTimeout: Duration = .seconds(300)
    /// How often a file may be said to be elsewhere.
    public var redirectLimit = 5
    /// Whether files may come from addresses that are not of the public internet: of this
    /// machine, its links and private networks.
    ///
    /// The addresses in articles are other people's: a host that fetches what they name can be
    /// made to ask its own neighbours. So this is off, and a name that leads there is refused.
    public var allowsPrivateAddresses = false
    /// Hosts, as `name` or `name:port`, that may have such addresses all the same.
    public var privateHosts: Set<String> = []
    /// What the requests say who sent them.
    public var userAgent = "vnsync"

    /// What suits a phone and a server alike.
    public init() {}
}
