public import VNModel

extension Scope: WireMessage {
    /// Reads a scope. `{}` admits everything.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "a scope")
        let limit = WireLimits.scopeEntries
        self.init()
        sections = try object.list("sections", limit: limit, "strings", \.string)
        publishers = try object.list("publishers", limit: limit, "strings", \.string)
        since = try object.optional("since", "a whole number of milliseconds", \.integer)
        articles = try object.list("articles", limit: limit, "UUIDs") {
            $0.string.flatMap { DocumentID($0) }
        }
        includesBodies = try object.flag("bodies", default: true)
        includesComments = try object.flag("comments", default: true)
    }

    /// Appends a scope; what admits everything is left out.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{")
        var separator: StaticString = ""
        func member(_ name: StaticString, _ write: (inout JSONWriter) -> Void) {
            writer.raw(separator)
            separator = ","
            writer.raw(name)
            write(&writer)
        }
        if let articles { member("\"articles\":") { $0.ids(articles) } }
        if !includesBodies { member("\"bodies\":") { $0.raw("false") } }
        if !includesComments { member("\"comments\":") { $0.raw("false") } }
        if let publishers { member("\"publishers\":") { $0.texts(publishers) } }
        if let sections { member("\"sections\":") { $0.texts(sections) } }
        if let since { member("\"since\":") { $0.integer(since) } }
        writer.raw("}")
    }
}
